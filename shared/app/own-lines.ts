import { createHash, timingSafeEqual } from 'node:crypto';
import type { Line } from '../domain/line/line.ts';
import type { Language } from '../domain/plan/plan.ts';
import { nextReminder } from '../domain/reminder/next-reminder.ts';
import type { Iccid } from '../domain/values/iccid.ts';
import type { LineId, PersonId } from '../domain/values/ids.ts';
import { formatInstant, HOUR_MS, type Instant, instant, SECOND_MS } from '../domain/values/instant.ts';
import { Refusal } from '../errors.ts';
import type { Clock } from '../runtime/deps.ts';
import type { Store } from '../table/store.ts';
import { ownLine } from './read-lines.ts';

/** What comes with a SIM: on its card, or in the message with the eSIM's code. */
export interface Proof {
  readonly iccid: Iccid;
  readonly code: string;
}

/** In one hour, of one person for any SIM, and of anybody for one SIM: 32^10 codes cannot be tried out like that. */
const MAX_TRIES = 10;
const WINDOW_MS = HOUR_MS;
/** Two people, or one person twice, at the same moment. */
const MAX_ATTEMPTS = 3;

/**
 * What a line keeps of the code that its SIM comes with; the ICCID in it makes equal codes different.
 *
 * @param code as people write it: spaces, hyphens and small letters do not count
 */
export const possessionHash = ({ iccid, code }: Proof): string =>
  createHash('sha256')
    .update(`${iccid}\n${code.replaceAll(/[\s-]/g, '').toUpperCase()}`)
    .digest('base64url');

interface BindDeps {
  readonly store: Pick<Store, 'linesNamed' | 'bindLine' | 'countTry'>;
  /** The brand's accounts at carriers: a number may be known at any of them. */
  readonly accounts: readonly string[];
  readonly clock: Clock;
}

/**
 * Gives a SIM to whoever proves to hold it. Binding it again changes nothing. A wrong code, a SIM that is not there and one
 * that nobody can bind are answered alike: which numbers exist cannot be found out.
 *
 * @throws Refusal `too_many_tries`, `proof_not_accepted`, `line_bound`, `line_recycled`
 */
export const bindLine =
  ({ store, accounts, clock }: BindDeps) =>
  async (
    person: PersonId,
    proof: Proof,
    language: Language,
  ): Promise<{ readonly line: Line; readonly isNew: boolean }> => {
    const now = clock();
    for (const what of [`person#${person}`, `sim#${proof.iccid}`]) await countOrRefuse(store, what, now);
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      const line = (await store.linesNamed(accounts, proof.iccid)).find((each) => isProvenBy(each, proof));
      if (!line) throw new Refusal('proof_not_accepted');
      if (line.recycledAt !== undefined) throw new Refusal('line_recycled');
      if (line.ownerId === person) return { line, isNew: attempt > 0 };
      if (line.ownerId !== undefined) throw new Refusal('line_bound');
      const bound = { ...line, contacts: { ...line.contacts, language } };
      await store.bindLine(bound, person, nextReminder(line, now));
    }
    throw new Refusal('busy');
  };

const countOrRefuse = async (store: Pick<Store, 'countTry'>, what: string, now: Instant): Promise<void> => {
  const window = Math.floor(now / WINDOW_MS);
  if (await store.countTry(what, window, MAX_TRIES)) return;
  const until = instant((window + 1) * WINDOW_MS);
  throw new Refusal('too_many_tries', {
    until: formatInstant(until),
    retryAfterSeconds: Math.ceil((until - now) / SECOND_MS),
  });
};

const isProvenBy = ({ possession }: Line, proof: Proof): boolean => {
  const [known, told] = [Buffer.from(possession ?? ''), Buffer.from(possessionHash(proof))];
  return known.byteLength === told.byteLength && timingSafeEqual(known, told);
};

/**
 * Takes a SIM out of somebody's account: its name and contacts go, and so do reminders. Renewals stay with whoever ordered
 * them.
 *
 * @throws Refusal `line_not_found` also when it was done before
 */
export const unbindLine =
  (store: Pick<Store, 'line' | 'unbindLine'>) =>
  async (person: PersonId, id: LineId): Promise<void> => {
    const line = await ownLine(store, person, id);
    if (!(await store.unbindLine(line, person))) throw new Refusal('line_not_found');
  };

/** @throws Refusal `line_not_found` */
export const nameLine =
  (store: Pick<Store, 'line' | 'nameLine'>) =>
  async (person: PersonId, id: LineId, name: string | undefined): Promise<Line> => {
    const { name: _former, ...line } = await ownLine(store, person, id);
    if (!(await store.nameLine(line, person, name))) throw new Refusal('line_not_found');
    return name === undefined ? line : { ...line, name };
  };
