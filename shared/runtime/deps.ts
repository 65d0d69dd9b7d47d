import type { Instant } from '../domain/values/instant.ts';

/** Where time comes from: passed in, so that it can be moved. */
export type Clock = () => Instant;
/** Uniform in [0, 1). */
export type Random = () => number;

/** Structured log with stable names; never personal data, never whole payloads. */
export interface Log {
  info(message: string, facts?: Readonly<Record<string, unknown>>): void;
  warn(message: string, facts?: Readonly<Record<string, unknown>>): void;
  error(message: string, facts?: Readonly<Record<string, unknown>>): void;
}
