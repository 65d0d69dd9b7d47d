import * as z from 'zod/mini';
import { type Iccid, isIccid } from '../../domain/values/iccid.ts';
import { type Instant, instant } from '../../domain/values/instant.ts';

/** Milliseconds since the epoch. What is no instant makes the whole reply unreadable, for we would grant it. */
const time = z.pipe(z.int().check(z.minimum(0), z.maximum(8.64e15)), z.transform(instant));

/** What is read of a SIM (API reference, schema `Sim`). Its `profiles` stand under their ICCIDs. */
export const simReply = z.object({
  simId: z.string(),
  status: z.string(),
  expiryTime: z.nullish(time),
  lastModifiedTime: z.nullish(z.number()),
  profiles: z.nullish(z.record(z.string(), z.unknown())),
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
/** Nothing connects, whatever end is set ("Subscriber Status"). */
const STOPPED = new Set(['inactive', 'suspended', 'terminated']);

export const isWorking = ({ status }: SimReply): boolean => WORKING.has(status);

export const isStopped = ({ status }: SimReply): boolean => STOPPED.has(status);

/** Given up for good: it never works again, whatever end it shows. */
export const isTerminated = ({ status }: SimReply): boolean => status === 'terminated';

export const endsAt = ({ expiryTime }: SimReply, end: Instant): boolean => expiryTime === expiryAt(end).expiryTime;

const profile = z.object({ iccid: z.string() });

/**
 * Whether the SIM shows profiles and none of them is this card. A card is written with or without its check digit. One
 * that shows no profile at all says nothing.
 */
export const isOtherCard = ({ profiles }: SimReply, iccid: Iccid): boolean => {
  const cards = Object.entries(profiles ?? {})
    .flatMap(([name, facts]) => [name, profile.safeParse(facts).data?.iccid ?? ''])
    .filter(isIccid);
  return cards.length > 0 && !cards.some((card) => isSameCard(card, iccid));
};

const isSameCard = (a: string, b: string): boolean =>
  a === b || (Math.abs(a.length - b.length) === 1 && (a.startsWith(b) || b.startsWith(a)));

const MAX_REFERENCE_LENGTH = 64;

/** Soracom numbers no changes. SIM, end and the time of the change find it in its audit log. */
export const changeReference = ({ simId, expiryTime, lastModifiedTime }: SimReply): string =>
  `${simId}@${expiryTime ?? '-'}/${lastModifiedTime ?? '-'}`.replace(/[^\x21-\x7e]/g, '_').slice(-MAX_REFERENCE_LENGTH);
