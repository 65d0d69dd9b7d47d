import { expect } from '@jest/globals';
import { eventually } from '../../../local/eventually.ts';
import { type Answer, WITHIN_MS, type World } from '../world.ts';
import type { CarrierName } from './outcome.ts';

/** Workers act for so long on what they read of a carrier. */
const KNOWN_FOR_MS = 6_000;

/** In the unit that each carrier's simulator takes: dollars, or ten-thousandths of them. */
const CREDITS: Readonly<Record<'airalo' | 'esimaccess' | 'esimgo', (dollars: number) => readonly [string, object]>> = {
  airalo: (amount) => ['float', { amount }],
  esimaccess: (dollars) => ['balance', { balance: dollars * 10_000 }],
  esimgo: (balance) => ['organisation', { balance }],
};
export type Creditor = keyof typeof CREDITS;

/** What happens to an account as a whole, with all who use it knowing. */
export const accounts = (around: World) => {
  const support = around.as('support');

  /** Until whoever has looked before looks again. */
  const known = () => around.advance(KNOWN_FOR_MS);

  const change = async (act: () => Promise<unknown>): Promise<void> => {
    await act();
    await known();
  };

  const asked = (method: string, path: string, body: unknown): Promise<Answer> =>
    support.request(method, path, { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

  const announce = async (account: CarrierName, windows: readonly object[]): Promise<void> =>
    expect((await asked('PUT', `/carriers/${account}/maintenance`, { windows })).status).toBe(200);

  const answerJob = (id: string, answer: object): Promise<Answer> => asked('POST', `/activation-jobs/${id}`, answer);

  const openJobs = async (): Promise<readonly string[]> =>
    (await support.get('/activation-jobs?account=manual')).body.jobs.map((job: { renewalId: string }) => job.renewalId);

  const viewed = async (account: CarrierName): Promise<Answer['body']> =>
    (await support.get('/carriers')).body.carriers.find((each: { account: string }) => each.account === account);

  return {
    known,
    /** What the brand has left at each of them, without anybody having looked yet. */
    credit: (dollars: number, of: readonly Creditor[]) =>
      Promise.all(of.map((carrier) => around.carrier(carrier).set(...CREDITS[carrier](dollars)))),
    /** The schedule looks at every account. */
    watched: () => change(() => around.fire('carrier-watch')),
    /** Announces that all of them are serviced until so long from now. */
    serviced: async (forMs: number, of: readonly CarrierName[]): Promise<void> => {
      const now = Date.parse((await around.control('/clock')).now);
      const windows = [{ from: new Date(now - 1_000).toISOString(), until: new Date(now + forMs).toISOString() }];
      await change(() => Promise.all(of.map((account) => announce(account, windows))));
    },
    state: async (account: CarrierName): Promise<string> => (await viewed(account)).state,
    untilState: (account: CarrierName, state: string) =>
      eventually(`${account} is ${state}`, WITHIN_MS, async () => {
        const found = await viewed(account);
        if (found.state !== state) throw new Error(`it is ${JSON.stringify(found)}`);
      }),
    /** A person does what is open for these renewals, or refuses it, until none of them waits for anybody. */
    workOff: async (renewalIds: readonly string[], answer: object, isOver: () => Promise<boolean>): Promise<void> =>
      eventually('every job is worked off', WITHIN_MS, async () => {
        for (const id of (await openJobs()).filter((each) => renewalIds.includes(each)))
          expect((await answerJob(id, answer)).status).toBe(200);
        expect(await isOver()).toBe(true);
      }),
    answerJob,
    openJobs,
  };
};
