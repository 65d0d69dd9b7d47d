import { randomUUID } from 'node:crypto';
import type { Context, Hono } from 'hono';
import * as z from 'zod';
import { answer, type Work } from '../carrier/answer.ts';
import type { Calls } from '../carrier/calls.ts';
import { STALE } from '../carrier/fault-kinds.ts';
import type { FaultTarget, Take } from '../carrier/faults.ts';
import { jsonBody } from '../carrier/json-body.ts';
import * as errors from './api-error.ts';
import type { CatalogueBundle } from './catalogue.ts';
import type { Esim } from './esim.ts';
import type { Esims } from './esims.ts';
import {
  type Endpoint,
  type Faults,
  INSUFFICIENT_FLOAT,
  MAINTENANCE,
  PRICE_CHANGE,
  PROCESSING,
  RECYCLED,
} from './faults.ts';
import type { IccidText } from './iccid-text.ts';
import type { Organisation } from './organisation.ts';
import { bundlesBody, esimBody, orderedBody, organisationBody, validatedBody } from './replies.ts';
import { seenAt } from './timeline.ts';

const order = z.object({
  type: z.enum(['validate', 'transaction']),
  assign: z.literal(true, 'only orders that assign are simulated'),
  order: z.tuple(
    [
      z.object({
        type: z.literal('bundle'),
        item: z.string().min(1),
        quantity: z.literal(1),
        iccids: z.tuple([z.string().min(1)]),
        allowReassign: z.literal(false, 'reassigning to a new eSIM is not simulated').default(false),
      }),
    ],
    'only orders of one bundle for one eSIM are simulated',
  ),
});
const listing = z.object({
  includeUsed: z.enum(['true', 'false']).default('false'),
  limit: z.coerce.number().int().min(1).max(200).default(15),
});
const revoking = z.object({
  type: z.enum(['validate', 'transaction']).default('transaction'),
  refundToBalance: z.enum(['true', 'false']).default('false'),
});

const ASSIGNMENT = '/v2.5/esims/:iccid/bundles/:name/assignments/:id';
/** As many can wait on one eSIM. */
const MAX_QUEUED = 30;
const REFUNDABLE_MS = 60 * 86_400_000;

export interface Platform {
  readonly esims: Esims;
  readonly organisation: Organisation;
  readonly catalogue: readonly CatalogueBundle[];
  readonly calls: Calls;
  readonly faults: Faults;
  readonly now: () => number;
  readonly apiKey: string;
  readonly callbackUrl: () => string;
  readonly write: IccidText;
}

/** The part of eSIM Go's API that renewing needs (docs.esim-go.com/api/v2_5), under `/v2.5`. */
export const apiRoutes = (app: Hono, platform: Platform): void => {
  const { esims, organisation, apiKey, callbackUrl, write, now } = platform;
  const answering = { ...platform, dialect: errors.dialect };

  const aim = (endpoint: Endpoint, iccid: string | null): FaultTarget<Endpoint> => ({
    endpoint,
    carrierRef: iccid,
    iccid,
  });

  /** The key first; what eSIM Go itself is up to next. */
  const withKey = (c: Context, target: FaultTarget<Endpoint>, work: Work) =>
    answer(c, answering, target, (take) => {
      const isOrder = target.endpoint === 'order' || target.endpoint === 'validate';
      if (c.req.header('x-api-key') !== apiKey) throw errors.badKey(isOrder ? 401 : 403);
      const maintenance = take(MAINTENANCE);
      if (maintenance) throw errors.underMaintenance(maintenance.retryAfter);
      if (target.iccid !== null && take(RECYCLED)) throw isOrder ? errors.unknownSim(target.iccid) : errors.noAccess();
      return work(take);
    });

  app.post('/v2.5/orders', async (c) => {
    const body = await jsonBody(c);
    const wanted = order.safeParse(body);
    const iccid = wanted.data?.order[0].iccids[0] ?? null;
    const endpoint = wanted.data?.type === 'transaction' ? 'order' : 'validate';
    return withKey(c, aim(endpoint, iccid), (take) => {
      const { type, order: lines } = read(order, body);
      return type === 'validate' ? validate(platform, lines[0], take) : buy(platform, lines[0], take);
    });
  });

  app.get('/v2.5/esims/:iccid/bundles', (c) =>
    withKey(c, aim('bundles', c.req.param('iccid')), (take) => {
      const { includeUsed, limit } = read(listing, c.req.query());
      const esim = esims.get(c.req.param('iccid'));
      const stale = take(STALE, ({ staleMs }) => lastChangeOf(esim) > now() - staleMs);
      const seen = seenAt(esim, stale ? now() - stale.staleMs : now());
      return bundlesBody(seen, { includeUsed: includeUsed === 'true', limit });
    }),
  );

  app.get('/v2.5/esims/:iccid', (c) =>
    withKey(c, aim('esim', c.req.param('iccid')), () => esimBody(esims.get(c.req.param('iccid')), write)),
  );

  app.get('/v2.5/organisation', (c) =>
    withKey(c, aim('organisation', null), () => organisationBody(organisation.get(), apiKey, callbackUrl())),
  );

  app.delete(ASSIGNMENT, (c) => {
    const endpoint = c.req.query('type') === 'validate' ? 'revoke_validate' : 'revoke';
    return withKey(c, aim(endpoint, c.req.param('iccid')), () => revoke(platform, c.req.param(), c.req.query()));
  });
};

type Line = z.output<typeof order>['order'][0];

/** What an order checks, also one that only validates. */
const check = ({ esims, catalogue, organisation, now }: Platform, line: Line, take: Take): CatalogueBundle => {
  const [iccid] = line.iccids;
  const esim = esims.find(iccid);
  if (!esim || esim.returnedAt !== null) throw errors.unknownSim(iccid);
  const bundle = catalogue.find(({ name }) => name === line.item);
  if (!bundle) throw errors.unknownBundle(line.item);
  if (esim.state === 'deactivated') throw errors.deactivated();
  if (esim.incompatible.includes(bundle.name)) throw errors.incompatible(bundle.name);
  const waiting = seenAt(esim, now()).filter(({ state }) => state === 'processing' || state === 'queued');
  if (waiting.length >= MAX_QUEUED) throw errors.queueFull();
  const price = take(PRICE_CHANGE)?.price ?? bundle.price;
  if (take(INSUFFICIENT_FLOAT) || price > organisation.get().balance) throw errors.noBalance();
  return { ...bundle, price };
};

const validate = (platform: Platform, line: Line, take: Take) =>
  validatedBody(check(platform, line, take), platform.organisation.get().currency, platform.now());

const buy = (platform: Platform, line: Line, take: Take) => {
  const { esims, organisation, now, write } = platform;
  const bundle = check(platform, line, take);
  const reference = randomUUID();
  const processingMs = take(PROCESSING)?.ms ?? organisation.get().processingMs;
  const esim = esims.assign(line.iccids[0], bundle, reference, processingMs);
  return orderedBody(bundle, esim, { reference, organisation: organisation.charge(bundle.price), now: now() }, write);
};

const revoke = (
  { esims, organisation, now }: Platform,
  { iccid, name, id }: { readonly iccid: string; readonly name: string; readonly id: string },
  query: Record<string, string>,
) => {
  const { type, refundToBalance } = read(revoking, query);
  const found = esims.assignment(iccid, name, id);
  if (found.state === 'revoked') throw errors.revokedAlready();
  const isUntouched = found.startsAt === null && now() < found.assignedAt + REFUNDABLE_MS;
  const refund = isUntouched ? (refundToBalance === 'true' ? 'balance' : 'inventory') : null;
  if (type === 'validate')
    return { status: refund ? `Bundle can be revoked and refunded to ${refund}` : 'Bundle can be revoked, no refund' };
  esims.revoke(iccid, id);
  if (refund === 'balance') organisation.charge(-found.price);
  return {
    status: refund
      ? `Successfully Revoked Bundle, bundle has been refunded to ${refund}`
      : 'Successfully Revoked Bundle, no refund applicable',
  };
};

const lastChangeOf = ({ assigned, usage }: Esim): number =>
  Math.max(0, ...usage.map(({ at }) => at), ...assigned.flatMap((of) => [of.assignedAt, of.revokedAt ?? 0]));

const read = <T extends z.ZodType>(schema: T, value: unknown): z.output<T> => {
  const result = schema.safeParse(value);
  if (!result.success) throw errors.invalid(z.prettifyError(result.error));
  return result.data;
};
