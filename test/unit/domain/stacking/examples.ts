import { expect, test } from '@jest/globals';
import { spansOf, termsOf } from '../../../../shared/domain/line/granting.ts';
import type { Line } from '../../../../shared/domain/line/line.ts';
import { settleLine } from '../../../../shared/domain/line/settle.ts';
import { endOf, isDated } from '../../../../shared/domain/line/timeline.ts';
import { quote } from '../../../../shared/domain/renewal/quote.ts';
import { ROLLING_DAY_MS } from '../../../../shared/domain/values/instant.ts';
import { aLine, aPlan } from '../given.ts';
import { at, between, grantIn, spanIn, spanTold, told } from './given-text.ts';

const JAPAN = 'Asia/Tokyo';

/** Times are those of the wall clocks of `zone`, and ends are exclusive: see `given-text.ts`. */
interface Given {
  readonly it: string;
  /** Of all times told, and of the days and months of all plans; Japan where absent. */
  readonly zone?: string;
  /** The period that the line was sold with. */
  readonly sold: string;
  /** What was granted to it since, in that order. */
  readonly has?: readonly string[];
}

/** Somebody looks at what one more renewal would do. */
export interface Order extends Given {
  /** How long after its end the line can be renewed, in days; 30 where absent. */
  readonly graceDays?: number;
  /** Data left; none where absent. */
  readonly leftMb?: number;
  readonly buys: string;
  /** The new period, `waits`, or why it is refused. */
  readonly gets: string;
  /** The line's end with it; that of the new period where absent. */
  readonly ends?: string;
  /** In the order in which they are shown, separated by blanks; none where absent. */
  readonly warns?: string;
  /** How many periods wait before the new one; not looked at where absent. */
  readonly queued?: number;
}

const lineOf = ({ zone = JAPAN, sold, has = [] }: Given, change: Partial<Line> = {}): Line => {
  const timed = { initial: between(sold, zone), grants: has.map((each) => grantIn(each, zone)) };
  return aLine({ ...timed, endsAt: endOf(spansOf(timed)), ...change });
};

const looksAt = (order: Order): void => {
  const { zone = JAPAN, graceDays = 30, leftMb = 0, buys, gets, ends, warns = '', queued } = order;
  const grant = grantIn(buys, zone);
  const { usage } = aLine();
  const line = lineOf(order, {
    graceMs: graceDays * ROLLING_DAY_MS,
    usage: { ...usage, remainingBytes: leftMb * 1_000_000 },
  });
  const quoted = quote(line, aPlan(termsOf({ ...aPlan(), ...grant })), grant.grantedAt, {
    early: grant.early === true,
  });
  if (!quoted.ok) {
    expect(quoted.refusal).toBe(gets);
    return;
  }
  const { startsAt, periodEndsAt, endAfter, warnings, queuedBefore } = quoted.quote;
  const isDatedPeriod = startsAt !== undefined && periodEndsAt !== undefined;
  const period = isDatedPeriod ? spanTold({ state: 'dated', startsAt, endsAt: periodEndsAt }, zone) : 'waits';
  expect({ period, ends: told(endAfter, zone), warns: warnings.join(' '), queued: queued && queuedBefore }).toEqual({
    period: gets === 'waits' ? gets : spanIn(gets, zone),
    ends: told(ends === undefined ? between(gets, zone).endsAt : at(ends, zone), zone),
    warns,
    queued,
  });
};

export const orders = (examples: readonly Order[]): void => test.each(examples)('$it', looksAt);

/** What had happened to a line, and its periods that follow from that. */
export interface History extends Given {
  readonly has: readonly string[];
  /** After the period that it was sold with, in the order of granting; a revoked one that never began leaves none. */
  readonly becomes: readonly string[];
  /** That of the period which it was sold with, where something has ended it. */
  readonly soldThen?: string;
  readonly ends: string;
}

export const histories = (examples: readonly History[]): void =>
  test.each(examples)('$it', (history) => {
    const { zone = JAPAN, sold, becomes, soldThen = sold, ends } = history;
    const { initial, grants } = lineOf(history);
    const spans = spansOf({ initial, grants });
    const ofGrants = grants.flatMap((grant) => spans.filter((span) => span.grant === grant));
    const first = spans.filter((span) => isDated(span) && !span.grant);
    expect([...first, ...ofGrants].map((span) => spanTold(span, zone))).toEqual(
      [soldThen, ...becomes].map((each) => spanIn(each, zone)),
    );
    expect(told(endOf(spans), zone)).toBe(told(at(ends, zone), zone));
  });

/** A renewal is active, and the line takes its data in. */
export interface Settled extends Given {
  /** Left and in all, in MB. */
  readonly data: readonly [left: number, total: number];
  readonly gets: string;
  readonly becomes: readonly [left: number, total: number];
  /** The line's end, where it is of interest. */
  readonly ends?: string;
}

export const settlements = (examples: readonly Settled[]): void =>
  test.each(examples)('$it', (settled) => {
    const { zone = JAPAN, data, gets, becomes, ends } = settled;
    const grant = grantIn(gets, zone);
    const usage = { remainingBytes: data[0] * 1_000_000, totalBytes: data[1] * 1_000_000, asOf: grant.grantedAt };
    const line = settleLine(
      lineOf(settled, { usage }),
      grant,
      aPlan(termsOf({ ...aPlan(), ...grant })),
      grant.grantedAt,
    );
    const { remainingBytes, totalBytes } = line.usage;
    expect([remainingBytes / 1_000_000, totalBytes / 1_000_000]).toEqual(becomes);
    if (ends !== undefined) expect(told(line.endsAt, zone)).toBe(told(at(ends, zone), zone));
  });
