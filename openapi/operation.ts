import type * as z from 'zod';
import type { ProblemCode } from '../shared/http/problem-texts/problem-text.ts';
import type { HeaderName, ParameterName } from './parameters.ts';
import type { SchemaName } from './schemas.ts';

/** What the document says of one route; everything that follows from it is written by `paths.ts`. */
export interface Operation {
  /** As the template declares the route: `GET /v1/lines/{lineId}`. */
  readonly key: `${'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`;
  readonly id: string;
  readonly tag: Tag;
  readonly summary: string;
  readonly description?: string;
  /** Nobody has to log in. */
  readonly isPublic?: true;
  /** A renewal link is enough, and the only key. */
  readonly byLink?: true;
  readonly parameters?: readonly ParameterName[];
  readonly query?: z.core.$ZodObject;
  /** Absent: no body. `any`: whatever the sender sends. */
  readonly body?: SchemaName | 'any';
  readonly answers: readonly DocumentedAnswer[];
  readonly problems: readonly ProblemCode[];
}

export interface DocumentedAnswer {
  readonly status: number | '4XX' | '5XX';
  readonly description: string;
  /** By content type; absent: no body. */
  readonly content?: Readonly<Record<string, SchemaName | 'text' | 'json'>>;
  readonly headers?: readonly HeaderName[];
}

export const TAGS = {
  Lines: "A traveller's SIM, what it can take, and what that would change.",
  Renewals: 'Orders, their payments, and proof of what came of them.',
  Links: 'What the link in a reminder opens, without a login: one SIM, and what was ordered through the link.',
  Contacts: 'How travellers are reached, and how they call it off.',
  Reviews: 'For staff: renewals that wait for a person.',
  Carriers: 'For staff: how the carriers are, and what is done there by hand.',
  Webhooks: 'For payment providers and carriers.',
  Documentation: 'What you are reading.',
} as const;
export type Tag = keyof typeof TAGS;

export const json = (schema: SchemaName): Readonly<Record<string, SchemaName>> => ({ 'application/json': schema });
