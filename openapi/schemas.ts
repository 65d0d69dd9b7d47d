import * as z from 'zod';
import * as contacts from '../functions/contacts-api/answers.ts';
import { codeShown, languageWish, newAddress, subscriptionWish } from '../functions/contacts-api/requests.ts';
import * as traveller from '../functions/renewal-api/answers.ts';
import * as lines from '../functions/renewal-api/line-answers.ts';
import { lineBinding, lineChange } from '../functions/renewal-api/line-requests.ts';
import { paymentRequest, renewalOrder } from '../functions/renewal-api/requests.ts';
import * as staff from '../functions/staff-api/answers.ts';
import { jobAnswer, maintenanceRequest, opening, resolution } from '../functions/staff-api/requests.ts';
import { money } from '../shared/http/answer-values.ts';

/** Every schema that has a name in the document; whatever else they are made of stands where it is used. */
const NAMED = {
  Money: money,
  Line: traveller.lineAnswer,
  Lines: lines.linesAnswer,
  LineBinding: lineBinding,
  LineChange: lineChange,
  Periods: lines.periodsAnswer,
  Renewals: lines.renewalsAnswer,
  Comparison: lines.comparisonAnswer,
  Advice: lines.adviceAnswer,
  LinkedLine: traveller.linkAnswer,
  LinksCalledBack: traveller.linksAnswer,
  Message: traveller.message,
  Plan: traveller.planAnswer,
  Plans: traveller.plansAnswer,
  Preview: traveller.previewAnswer,
  NewRenewal: renewalOrder,
  Renewal: traveller.renewalAnswer,
  Payment: traveller.payment,
  NewPayment: paymentRequest,
  Receipt: traveller.receiptAnswer,
  Contacts: contacts.contactsAnswer,
  PendingContact: contacts.pendingAnswer,
  NewAddress: newAddress,
  ShownCode: codeShown,
  Subscription: subscriptionWish,
  NewLanguage: languageWish,
  Review: staff.reviewAnswer,
  Reviews: staff.reviewsAnswer,
  ReviewOpening: opening,
  Resolution: resolution,
  Resolved: staff.resolvedAnswer,
  Report: staff.report,
  Reconciliations: staff.reconciliationsAnswer,
  Carrier: staff.carrierAnswer,
  Carriers: staff.carriersAnswer,
  MaintenanceWindows: maintenanceRequest,
  ActivationJob: staff.activationJob,
  ActivationJobs: staff.jobsAnswer,
  JobReport: jobAnswer,
  ReportedJob: staff.answeredJobAnswer,
} as const satisfies Readonly<Record<string, z.core.$ZodType>>;
export type SchemaName = keyof typeof NAMED;

export type JsonSchema = z.core.JSONSchema.BaseSchema;

export const schemaRef = (name: string): { readonly $ref: string } => ({ $ref: uri(name) });
const uri = (name: string): string => `#/components/schemas/${name}`;

type Override = NonNullable<NonNullable<Parameters<typeof z.toJSONSchema>[1]>['override']>;

/** What the format says already is not said again as a pattern, and nobody needs to know how far a number is exact. */
const plainly: Override = ({ jsonSchema }) => {
  if (jsonSchema.format === 'date') delete jsonSchema.pattern;
  if (jsonSchema.format === 'date-time') {
    // Either kind has a pattern of its own: one takes any offset, the other one UTC alone.
    if (jsonSchema.pattern?.includes('[+-]')) delete jsonSchema.pattern;
    else if (jsonSchema.pattern !== undefined) jsonSchema.pattern = 'Z$';
  }
  const { propertyNames } = jsonSchema;
  if (typeof propertyNames === 'object' && propertyNames.enum) asProperties(jsonSchema, propertyNames.enum);
  if (jsonSchema.type !== 'integer') return;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
};

/** A record of names that are known is an object with these properties. */
const asProperties = (jsonSchema: JsonSchema, names: readonly unknown[]): void => {
  const value = jsonSchema.additionalProperties;
  if (value === undefined) return;
  jsonSchema.properties = Object.fromEntries(names.map((name) => [String(name), value]));
  jsonSchema.additionalProperties = false;
  delete jsonSchema.propertyNames;
};

/** The components of the document: the named schemas, and these. */
export const componentSchemas = (others: Readonly<Record<string, z.core.$ZodType>>): Record<string, JsonSchema> => {
  const registry = z.registry<{ readonly id: string }>();
  for (const [id, schema] of Object.entries({ ...NAMED, ...others })) registry.add(schema, { id });
  // As they are sent: what parsing makes of a request is nobody's business outside.
  const { schemas } = z.toJSONSchema(registry, { io: 'input', uri, override: plainly });
  return Object.fromEntries(Object.entries(schemas).map(([id, { $schema, $id, ...schema }]) => [id, schema]));
};

/** A schema that stands where it is used. */
export const inlineSchema = (schema: z.core.$ZodType): JsonSchema => {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input', override: plainly });
  return rest;
};
