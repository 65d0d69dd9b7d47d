import { randomInt } from 'node:crypto';
import * as z from 'zod';
import { daysOf } from '../../shared/domain/plan/length.ts';
import { LANGUAGES, type Plan } from '../../shared/domain/plan/plan.ts';
import type { Iccid } from '../../shared/domain/values/iccid.ts';
import { type LineId, lineId, type PersonId } from '../../shared/domain/values/ids.ts';
import { formatInstant, instant, plusMs, ROLLING_DAY_MS } from '../../shared/domain/values/instant.ts';
import { CATALOGUE, JAPAN_DAYS } from './catalogue.ts';
import { randomIccid } from './iccids.ts';
import { newLine } from './new-line.ts';
import { type Addresses, findPerson, PEOPLE, verified } from './people.ts';
import { introduce, type Seeding } from './seed.ts';

/** Ten years either way: what a test can mean. */
const MAX_DISTANCE_MS = 3_650 * ROLLING_DAY_MS;

const owners: readonly string[] = PEOPLE.map(({ sub }) => sub);
const families: readonly string[] = CATALOGUE.map(({ family }) => family);

const lineSpec = z.strictObject({
  owner: z.enum(owners),
  /** From now to the exclusive end; negative for a line that has ended. */
  endsInMs: z.int().min(-MAX_DISTANCE_MS).max(MAX_DISTANCE_MS),
  family: z.enum(families).default(JAPAN_DAYS[0].family),
  language: z.enum(LANGUAGES).optional(),
  /** Left out means the owner's own address, `null` none. */
  phone: z
    .string()
    .regex(/^\+[1-9]\d{6,14}$/, 'expected E.164, for example +447700900123')
    .nullish(),
  email: z.email().nullish(),
});

/** What a fresh line is to be like. */
export type LineSpec = z.input<typeof lineSpec>;

export interface AddedLine {
  readonly lineId: LineId;
  readonly owner: PersonId;
  readonly iccid: Iccid;
  /** RFC 3339, exclusive. */
  readonly endsAt: string;
}

/** @throws Error that names what does not fit */
export const parseLineSpec = (spec: unknown): LineSpec => {
  const result = lineSpec.safeParse(spec);
  if (!result.success) throw new Error(`not a line: ${z.prettifyError(result.error)}`);
  return result.data;
};

/**
 * Makes a fresh line with ids of its own for one of the seeded people, in the table and at the carrier.
 *
 * @throws Error when the specification does not fit or the carrier simulator does not take the SIM
 */
export const addLine = async ({ store, carriers, now }: Seeding, spec: LineSpec): Promise<AddedLine> => {
  const { owner, endsInMs, family, ...contacts } = lineSpec.parse(spec);
  const person = findPerson(owner);
  const plan = CATALOGUE.find((candidate) => candidate.family === family);
  if (!person || !plan) throw new Error(`nobody called ${owner}, or no plan of family ${family}`);
  const at = instant(now());
  const endsAt = plusMs(at, endsInMs);
  const line = newLine(
    {
      lineId: randomLineId(),
      ownerId: person.sub,
      iccid: randomIccid(),
      contacts: verified(addressesOf(person.contacts, contacts), at),
      plan,
      initial: { startsAt: plusMs(endsAt, -daysOf(plan.length) * ROLLING_DAY_MS), endsAt },
      remainingBytes: remainingOf(plan, endsInMs),
    },
    at,
  );
  await introduce({ store, carriers }, line);
  return { lineId: line.lineId, owner: person.sub, iccid: line.iccid, endsAt: formatInstant(endsAt) };
};

type WantedContacts = Pick<z.output<typeof lineSpec>, 'language' | 'phone' | 'email'>;

const addressesOf = (
  own: Addresses,
  { language, phone = own.phone, email = own.email }: WantedContacts,
): Addresses => ({
  language: language ?? own.language,
  ...(typeof phone === 'string' && { phone }),
  ...(typeof email === 'string' && { email }),
});

/** Half, where nobody counts; the simulators of the other carriers count from all of it. */
const remainingOf = (plan: Plan, endsInMs: number): number => {
  if (endsInMs <= 0) return 0;
  return plan.carrier === 'soracom' ? Math.floor(plan.allowanceBytes / 2) : plan.allowanceBytes;
};

const LINE_ID_CHARACTERS = 12;
/** Crockford's: see the line's id. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

const randomLineId = (): LineId =>
  lineId(Array.from({ length: LINE_ID_CHARACTERS }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join(''));
