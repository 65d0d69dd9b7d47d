import { type Grant, MAX_GRANTS } from '../shared/domain/line/grant.ts';
import { termsOf } from '../shared/domain/line/granting.ts';
import type { Line } from '../shared/domain/line/line.ts';
import { endOf, timeline } from '../shared/domain/line/timeline.ts';
import type { Plan } from '../shared/domain/plan/plan.ts';
import { quote } from '../shared/domain/renewal/quote.ts';
import { iccid } from '../shared/domain/values/iccid.ts';
import { lineId, personId } from '../shared/domain/values/ids.ts';
import { plusMs, ROLLING_DAY_MS } from '../shared/domain/values/instant.ts';
import { type Problem, problem } from './problem.ts';
import { instantOf, localText } from './quantities.ts';
import type { WrittenExample } from './schema.ts';

/** What the rules make of an example, where that is not what it says. */
export const wrongExample = (plan: Plan, example: WrittenExample, plans: readonly Plan[]): readonly Problem[] => {
  const unknown = example.line.renewals.findIndex((each) => !plans.some(({ planId }) => planId === each.plan));
  if (unknown >= 0) return [problem(['line', 'renewals', unknown, 'plan'], 'there is no plan of this name')];
  const { zone } = example.line;
  const line = lineOf(plan, example, plans);
  const now = instantOf(example.at, zone);
  const result = quote(line, plan, now, example.early ? { early: true } : {});
  if (!result.ok) {
    if (example.refused === result.refusal) return [];
    const says = `the rules refuse this with ${result.refusal}: write \`refused: ${result.refusal}\`, or change the line`;
    return [problem(['refused'], says)];
  }
  if (!example.expect)
    return [problem(['refused'], `the rules do not refuse this: write \`expect:\` with what it gives`)];
  const { expect } = example;
  const { endBefore, endAfter, startsAt, periodEndsAt, allowanceBytes, warnings } = result.quote;
  const time = (at: typeof startsAt): string => (at === undefined ? 'nothing' : localText(at, zone));
  const wanted = (local: typeof expect.start): string => time(local && instantOf(local, zone));
  const expectedEnd = expect.periodEnd ?? (expect.start ? expect.newEnd : undefined);
  return [
    differs('oldEnd', wanted(expect.oldEnd), time(endBefore)),
    differs('newEnd', wanted(expect.newEnd), time(endAfter)),
    differs('start', wanted(expect.start), time(startsAt)),
    differs('periodEnd', wanted(expectedEnd), time(periodEndsAt)),
    differs('data', String(bytesOf(expect.data, plan)), String(allowanceBytes)),
    differs('warnings', `[${expect.warnings.join(', ')}]`, `[${warnings.join(', ')}]`),
  ].flat();
};

/** Whether its line still runs when the plan is bought. */
export const isRunning = (plan: Plan, example: WrittenExample, plans: readonly Plan[]): boolean =>
  lineOf(plan, example, plans).endsAt > instantOf(example.at, example.line.zone);

const differs = (what: string, expected: string, given: string): readonly Problem[] =>
  expected === given ? [] : [problem(['expect', what], `${what}: expected ${expected}, the rules give ${given}`)];

const bytesOf = (
  data: WrittenExample['expect'] extends infer E ? (E extends { data?: infer D } ? D : never) : never,
  { length }: Plan,
): number => {
  if (!data) return 0;
  return data.isDaily ? data.bytes * length.count : data.bytes;
};

const lineOf = (plan: Plan, { line: given, at }: WrittenExample, plans: readonly Plan[]): Line => {
  const { zone, left } = given;
  const end = instantOf(given.end, zone);
  const now = instantOf(at, zone);
  const initial = { startsAt: plusMs(end, -MAX_GRANTS * ROLLING_DAY_MS), endsAt: end };
  const grants = given.renewals.flatMap((renewal): Grant[] => {
    const sold = plans.find(({ planId }) => planId === renewal.plan);
    return sold ? [{ ...termsOf(sold), grantedAt: instantOf(renewal.at, zone) }] : [];
  });
  const bytes = left?.bytes ?? 0;
  return {
    lineId: lineId('000000000000'),
    ownerId: personId('example'),
    iccid: iccid('8981100005819480000'),
    carrier: plan.carrier,
    carrierRef: 'example',
    form: plan.form ?? 'esim',
    family: plan.family,
    zone,
    contacts: { language: 'en' },
    // Where nothing is said of its data, something is left: only an example that says 0 MB has used all of it up.
    usage: { remainingBytes: bytes, totalBytes: left ? Math.max(1, bytes) : 0, asOf: now },
    initial,
    grants,
    endsAt: endOf(timeline(initial, grants)),
    expiryVersion: 1,
    plan: { planId: plan.planId, version: plan.version },
    graceMs: plan.graceMs,
    reminders: plan.reminders,
    claims: {},
    fenceRev: 0,
  };
};
