import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import { eventually } from '../../../local/eventually.ts';
import { type Answer, type SimulatedCarrier, WITHIN_MS, type World } from '../world.ts';
import { type CarrierName, type Cell, expectedIn, type Seen } from './outcome.ts';

export const DAY_MS = 86_400_000;
export const MINUTE_MS = 60_000;
/** No reminder falls into it. */
const ENDS_IN_MS = 20 * DAY_MS;

/** Longer than a circuit that has just opened stays so. */
const ORDERED_WITHIN_MS = 45_000;

const PLANS: Readonly<Record<CarrierName, { readonly family: string; readonly planId: string }>> = {
  soracom: { family: 'jp-1gb', planId: 'jp-1gb-3d' },
  airalo: { family: 'airalo-jp', planId: 'airalo-jp-7d' },
  esimaccess: { family: 'esimaccess-jp', planId: 'esimaccess-jp-7d' },
  esimgo: { family: 'esimgo-jp', planId: 'esimgo-jp-7d' },
  manual: { family: 'manual-jp', planId: 'manual-jp-7d' },
};

/** The calls that activate, by the names of the simulators. */
export const ACTIVATING: Readonly<Record<SimulatedCarrier, string>> = {
  soracom: 'set_expiry_time',
  airalo: 'topup_order',
  esimaccess: 'topup',
  esimgo: 'order',
};

export const isSimulated = (carrier: CarrierName): carrier is SimulatedCarrier => carrier !== 'manual';

export interface Line {
  readonly carrier: CarrierName;
  readonly lineId: string;
  readonly iccid: string;
  readonly carrierRef: string;
  readonly endsAt: string;
  /** Nobody else writes to it. */
  readonly email: string;
}

export interface Case extends Line {
  readonly promised: Answer['body'];
  readonly renewal: Answer['body'];
}

/** What tests of one product do with lines and renewals at any carrier. */
export const renewing = (around: World) => {
  const mei = around.as('mei');

  const newLine = async (carrier: CarrierName): Promise<Line> => {
    const email = `${randomUUID()}@example.com`;
    const { family } = PLANS[carrier];
    const line = await around.addLine({
      owner: 'mei',
      endsInMs: ENDS_IN_MS,
      family,
      email,
      phone: null,
      language: 'en',
    });
    const carrierRef = isSimulated(carrier) ? (await around.carrier(carrier).sim(line.iccid)).carrierRef : line.iccid;
    return { carrier, email, carrierRef, ...line };
  };

  /** Tries to order; a refused one may be tried again. */
  const order = async (line: Line): Promise<Case | { readonly refused: string }> => {
    const preview = await mei.get(`/lines/${line.lineId}/preview?planId=${PLANS[line.carrier].planId}`);
    if (preview.status !== 200) return { refused: preview.body.code };
    const { status, body } = await mei.order({ ...preview.body.order, method: 'card' });
    return status === 201 ? { ...line, promised: preview.body, renewal: body } : { refused: body.code };
  };

  /** As travellers do: whoever is told to try again in a minute, for an answer that was slow, tries again. */
  const ordered = async (carrier: CarrierName, of?: Line): Promise<Case> => {
    const line = of ?? (await newLine(carrier));
    const done = await eventually(`${carrier} answers an order`, ORDERED_WITHIN_MS, async () => {
      const answer = await order(line);
      if ('refused' in answer && answer.refused === 'carrier_unavailable') throw new Error('it is unavailable');
      return answer;
    });
    if ('refused' in done) throw new Error(`a renewal at ${carrier} was not sold: ${done.refused}`);
    return done;
  };

  const renewalOf = async ({ renewal }: Case): Promise<Answer['body']> =>
    (await mei.get(`/renewals/${renewal.renewalId}`)).body;

  /** Until the renewal has left a trace that fits; answers it. */
  const traced = (wanted: Case, what: RegExp): Promise<Answer['body']> =>
    eventually(`${wanted.carrier} ${wanted.renewal.renewalId} tells ${what}`, WITHIN_MS, async () => {
      const renewal = await renewalOf(wanted);
      if (!renewal.trail.some((entry: { what: string }) => what.test(entry.what)))
        throw new Error(`it tells ${JSON.stringify(renewal.trail)}`);
      return renewal;
    });

  return { mei, newLine, order, ordered, renewalOf, traced, ...looking(around, renewalOf) };
};

export type Renewing = ReturnType<typeof renewing>;

const FINAL = new Set(['active', 'refunded', 'needs_review', 'expired', 'closed']);
/** Two look-ups that find nothing, some seconds apart, and one more attempt. */
const FINAL_WITHIN_MS = 40_000;
const TOLD_WITHIN_MS = 5_000;

const looking = (around: World, renewalOf: (of: Case) => Promise<Answer['body']>) => {
  const mei = around.as('mei');

  const areOver = async (cases: readonly Case[]): Promise<boolean> =>
    (await Promise.all(cases.map(renewalOf))).every(({ status }) => FINAL.has(status));

  /** Looks at one after the other: whoever asks for all of them at once keeps the machine from its work. */
  const eachEventually = async (
    cases: readonly Case[],
    what: string,
    withinMs: number,
    look: (of: Case) => Promise<void>,
  ): Promise<void> => {
    for (const of of cases) await eventually(`${of.carrier} ${of.renewal.renewalId} ${what}`, withinMs, () => look(of));
  };

  /** Waits for the end of each; one that does not end is told by what is seen of it. */
  const finished = async (cases: readonly Case[]): Promise<void> => {
    const isOver = async (of: Case): Promise<void> => expect(await areOver([of])).toBe(true);
    await eachEventually(cases, 'is over', FINAL_WITHIN_MS, isOver).catch(() => undefined);
    await around.idle();
  };

  /** Until each is over, or waits for what comes next. */
  const resting = async (cases: readonly Case[]): Promise<void> => {
    const rests = async (of: Case): Promise<void> => {
      const { status, trail } = await renewalOf(of);
      if (!FINAL.has(status) && !/^(wait|accepted)\b/.test(trail.at(-1).what)) throw new Error(`it is ${status}`);
    };
    await eachEventually(cases, 'rests', WITHIN_MS, rests);
    await around.idle();
  };

  const calls = async ({ carrier, carrierRef }: Line): Promise<number> => {
    if (!isSimulated(carrier)) return 0;
    const all = await around.carrier(carrier).calls();
    return all.filter((each) => each.carrierRef === carrierRef && each.endpoint === ACTIVATING[carrier]).length;
  };

  /** Until the carrier has got one call that activates for each. */
  const called = (cases: readonly Case[]): Promise<void> =>
    eachEventually(cases, 'is called', WITHIN_MS, async (of) => expect(await calls(of)).toBe(1));

  const endsIn = (line: Line, promised: string | undefined) => (end: string | number | null) => {
    const at = end === null ? Number.NaN : new Date(end).getTime();
    if (promised !== undefined && at === Date.parse(promised)) return 'ends as promised';
    return at === Date.parse(line.endsAt) ? 'ends as before' : `ends ${end}`;
  };

  const record = async (line: Line, promised: string | undefined): Promise<string> => {
    if (!isSimulated(line.carrier)) return 'none';
    const sims = await around.carrier(line.carrier).sims();
    const sim = sims.find(({ carrierRef }) => carrierRef === line.carrierRef);
    return `${sim.changes} ${sim.changes === 1 ? 'change' : 'changes'}, ${endsIn(line, promised)(sim.endsAt)}`;
  };

  const shown = async (line: Line, promised: string | undefined): Promise<string> => {
    const { body } = await mei.get(`/lines/${line.lineId}`);
    return `${endsIn(line, promised)(body.endsAt)}${body.renewable ? '' : ', set aside'}`;
  };

  const told = async ({ email }: Line): Promise<readonly string[]> =>
    (await around.messages(email)).map(({ subject = '' }) => subject);

  const refundedOf = async (renewal: Answer['body']): Promise<string> => {
    const { refundedMinor } = await around.booked('stripe', renewal.payment.reference);
    if (refundedMinor === 0) return 'nothing';
    return refundedMinor === renewal.price.amountMinor ? 'everything' : `${refundedMinor}`;
  };

  const receipt = async (renewal: Answer['body']): Promise<string> => {
    const { status, body } = await mei.get(`/renewals/${renewal.renewalId}/receipt`);
    if (status !== 200) return 'none';
    if (body.status === 'refunded') return 'of the refund';
    return body.carrierConfirmedAt ? 'confirmed by the carrier' : 'not confirmed';
  };

  const seen = async (of: Case, promisedEnd: string = of.promised.endAfter): Promise<Seen> => {
    const renewal = await renewalOf(of);
    return {
      renewal: renewal.reason === undefined ? renewal.status : `${renewal.status}: ${renewal.reason}`,
      called: await calls(of),
      record: await record(of, promisedEnd),
      line: await shown(of, promisedEnd),
      refunded: await refundedOf(renewal),
      told: await told(of),
      receipt: await receipt(renewal),
    };
  };

  const seenUnsold = async (line: Line, { refused }: { readonly refused: string }): Promise<Seen> => ({
    renewal: `not sold: ${refused}`,
    called: await calls(line),
    record: await record(line, undefined),
    line: await shown(line, undefined),
    refunded: 'nothing',
    told: await told(line),
    receipt: 'none',
  });

  /** Messages and receipts follow what has been decided. */
  const expectSeen = async (of: Case, wanted: Seen, promisedEnd?: string): Promise<void> => {
    const look = async () => expect(await seen(of, promisedEnd)).toEqual(wanted);
    await eventually('everything is told', TOLD_WITHIN_MS, look).catch(look);
  };

  const expectUnsold = async (
    line: Line,
    outcome: Case | { readonly refused: string },
    { cell }: { readonly cell: Cell },
  ): Promise<void> =>
    expect('refused' in outcome ? await seenUnsold(line, outcome) : await seen(outcome)).toEqual(expectedIn(cell));

  return { called, finished, areOver, resting, expectSeen, expectUnsold };
};

export const paid = async (around: World, { renewal }: Case): Promise<void> => {
  const { status } = await around.pay(renewal);
  if (status >= 300) throw new Error(`not paid: ${status}`);
};
