import * as z from 'zod';
import type { Line } from '../../shared/domain/line/line.ts';

const call = z.object({
  number: z.int(),
  at: z.number(),
  method: z.string(),
  path: z.string(),
  endpoint: z.string(),
  carrierRef: z.string().nullable(),
  status: z.int().nullable(),
  carriedOut: z.boolean().nullable(),
  fault: z.string().nullable(),
});
/** One call in the carrier's own journal. */
export type JournalCall = z.output<typeof call>;

const shownSim = z.object({
  carrierRef: z.string(),
  /** Exclusive; `null` while the carrier knows none. */
  endsAt: z.number().nullable(),
  /** Activations carried out. */
  changes: z.int(),
  /** Where what was bought can be taken back. */
  bundles: z.array(z.object({ state: z.string() })).optional(),
});
export type ShownSim = z.output<typeof shownSim>;

/** One thing that goes wrong on purpose, as `PUT /_sim/faults` takes it. */
const rule = z.looseObject({ fault: z.string() });
export type Rule = Readonly<z.output<typeof rule>>;

/** The simulator forgets calls beyond 2,000; so many may come between two readings. */
const READ_JOURNAL_EVERY = 500;

export type SimulatorControl = ReturnType<typeof simulatorControl>;

/** The control routes that every carrier's simulator has. */
export const simulatorControl = (url: string) => {
  const journal = new Map<number, JournalCall>();
  let unread = 0;

  const ask = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: { 'content-type': 'application/json', connection: 'close' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return JSON.parse(text);
  };

  const readJournal = async (): Promise<void> => {
    unread = 0;
    for (const each of z.array(call).parse(await ask('GET', '/_sim/calls'))) journal.set(each.number, each);
  };

  const rules = async (): Promise<readonly Rule[]> => z.array(rule).parse(await ask('GET', '/_sim/faults'));

  return {
    ask,
    sims: async (): Promise<readonly ShownSim[]> => z.array(shownSim).parse(await ask('GET', '/_sim/sims')),
    /** Behind those that are there. */
    addRules: async (added: readonly Rule[]): Promise<void> => {
      if (added.length > 0) await ask('POST', '/_sim/faults', added);
    },
    /** Before those that are there; in a quiet moment: a rule that is met meanwhile would come back. */
    putFirst: async (added: readonly Rule[]): Promise<void> => {
      await ask('PUT', '/_sim/faults', [...added, ...(await rules())]);
    },
    /** In a quiet moment. */
    dropRules: async (isDropped: (each: Rule) => boolean): Promise<void> => {
      await ask(
        'PUT',
        '/_sim/faults',
        (await rules()).filter((each) => !isDropped(each)),
      );
    },
    /** To be told of each call, so that none of its journal is lost; reads it in a quiet moment. */
    countCall: (): void => {
      unread += 1;
    },
    isJournalDue: (): boolean => unread >= READ_JOURNAL_EVERY,
    readJournal,
    journal: (): readonly JournalCall[] => [...journal.values()].sort((a, b) => a.number - b.number),
  };
};

/** Makes the SIM of a line known, with the line's end. */
export const putSim = async (
  control: SimulatorControl,
  { carrierRef, iccid, endsAt }: Pick<Line, 'carrierRef' | 'iccid' | 'endsAt'>,
  facts: Readonly<Record<string, unknown>>,
): Promise<void> => {
  await control.ask('PUT', `/_sim/sims/${carrierRef}`, { iccid, endsAt, ...facts });
};
