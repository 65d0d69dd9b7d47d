import type { CarrierProvider } from '../shared/carriers/carrier-accounts.ts';
import { SERVES } from '../shared/carriers/serves.ts';
import { unservedTerm } from '../shared/domain/carrier/serves.ts';
import type { Plan } from '../shared/domain/plan/plan.ts';
import { type Problem, problem } from './problem.ts';
import { hashOf, keyOf, lastVersion, type Published } from './published.ts';
import type { Written, WrittenPlan } from './schema.ts';

/** By the name of each account of the brand at a carrier. */
export type Accounts = Readonly<Record<string, CarrierProvider>>;

/** What each plan must keep to beside the others. */
export const planRules = (
  written: WrittenPlan,
  plan: Plan,
  { families, terms }: Written,
  accounts: Accounts,
): readonly Problem[] => {
  const { kind, length, rule } = written;
  const family = families[written.family];
  const provider = accounts[plan.carrier];
  const found: Problem[] = [];
  const add = (path: readonly PropertyKey[], says: string): void => void found.push(problem(path, says));

  if (!family)
    add(['family'], `no line has the family ${written.family}: add it under \`families\`, or write one that is there`);
  if (family?.form && written.form && family.form !== written.form)
    add(['form'], `lines of the family ${written.family} are ${family.form}: no line could take this plan`);
  if (family && !provider)
    add(['family'], `no stage has the account ${plan.carrier} of this family: add it in infra/config.ts`);
  if (!terms[written.terms]) add(['terms'], `there are no terms called ${written.terms}`);
  if (kind === 'unlimited' && !written.fairUse)
    add(
      ['kind'],
      'an unlimited plan has to say what happens to those who use much: write `fairUse: { data: 3 GB, per: day, thenKbps: 256 }`',
    );
  if (kind === 'unlimited' && written.data) add(['data'], 'an unlimited plan has no end of data: take `data` out');
  if (kind !== 'unlimited' && !written.data) add(['kind'], `a plan of the kind ${kind} has data: write \`data: 3 GB\``);
  if (rule === 'month_end' && length.unit === 'day')
    add(['length'], 'what runs to the end of the month has a length in months: write `length: 1 month Asia/Tokyo`');
  if (plan.length.count < 1) add(['length'], 'at least one day or month');
  for (const [index, { id }] of written.reminders.entries())
    if (written.reminders.findIndex((other) => other.id === id) !== index)
      add(['reminders', index], `two reminders are called ${id}`);
  for (const [index, { currency }] of plan.prices.entries())
    if (plan.prices.findIndex((other) => other.currency === currency) !== index)
      add(['prices', index], `two prices in ${currency}: keep one`);
  const term = provider && unservedTerm(SERVES[provider], plan);
  if (term === 'length')
    add(
      ['length'],
      `${provider} counts days of 24 hours: write \`length: ${length.count} x 24 hours\`, or sell it at another carrier`,
    );
  if (term === 'stacking')
    add(
      ['rule'],
      `${provider} cannot carry out ${rule}: write one of ${SERVES[provider ?? 'manual'].stacking.join(', ')}`,
    );
  return found;
};

/** A version that was sold stays as it was: renewals keep it. */
export const versionRules = (plan: Plan, published: Published): readonly Problem[] => {
  const { planId, version } = plan;
  const last = lastVersion(published, planId);
  const known = published[keyOf(plan)];
  if (version < last)
    return [problem(['version'], `version ${last} of ${planId} was sold already: write \`version: ${last + 1}\``)];
  if (version > last + 1) return [problem(['version'], `the next version of ${planId} is ${last + 1}`)];
  if (known !== undefined && known !== hashOf(plan))
    return [
      problem(
        ['version'],
        `version ${version} of ${planId} was sold as it stood before, and cannot change: write \`version: ${version + 1}\`, or take the change back`,
      ),
    ];
  return [];
};

/** What nobody could buy, or twice. */
export const wholeRules = ({ plans, families }: Written): readonly Problem[] => [
  ...plans.flatMap(({ id }, index) =>
    plans.findIndex((other) => other.id === id) === index
      ? []
      : [problem(['plans', index, 'id'], `two plans are called ${id}`)],
  ),
  ...Object.keys(families)
    .filter((family) => !plans.some((plan) => plan.family === family))
    .map((family) => problem(['families', family], `no plan is for lines of ${family}: nobody could renew them`)),
];
