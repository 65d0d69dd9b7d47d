import * as z from 'zod/mini';
import type { Instant } from '../../domain/values/instant.ts';

/** What is read of a SIM (API reference, schema `Sim`); times are milliseconds since the epoch. */
export const simReply = z.object({
  simId: z.string(),
  status: z.string(),
  expiryTime: z.nullish(z.number()),
  lastModifiedTime: z.nullish(z.number()),
});

export type SimReply = z.output<typeof simReply>;

/** What a set end does when it comes. */
export interface Expiry {
  readonly expiryTime: number;
  readonly expiryAction: 'deleteSession';
}

/**
 * Soracom acts at the moment `expiryTime` has come, in milliseconds: the instant up to which the SIM works, as our
 * exclusive ends are. `deleteSession` cuts the connection and lets no other begin, and leaves the SIM's status alone:
 * so one absolute call brings it back, and there is no state halfway between. `suspend` and `deactivate` would need a
 * second call that can fail by itself, `suspend` costs a fee to undo, and `terminate` cannot be undone
 * (developers.soracom.io, "Expiration Function").
 */
export const expiryAt = (end: Instant): Expiry => ({ expiryTime: end, expiryAction: 'deleteSession' });

/** `ready` becomes `active` by itself when the device first connects ("Subscriber Status"). */
const WORKING = new Set(['ready', 'active']);

export const isWorking = ({ status }: SimReply): boolean => WORKING.has(status);

export const endsAt = ({ expiryTime }: SimReply, end: Instant): boolean => expiryTime === expiryAt(end).expiryTime;

const MAX_REFERENCE_LENGTH = 64;

/** Soracom numbers no changes. SIM, end and the time of the change find it in its audit log. */
export const changeReference = ({ simId, expiryTime, lastModifiedTime }: SimReply): string =>
  `${simId}@${expiryTime}/${lastModifiedTime ?? '-'}`.slice(-MAX_REFERENCE_LENGTH);
