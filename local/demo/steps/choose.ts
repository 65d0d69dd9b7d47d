import { type Line, line, type Plan, type Preview, plans, preview } from '../answers.ts';
import { StepFailed } from '../failure.ts';
import type { See } from '../narrator.ts';
import { gigabytes, inJapan } from '../times.ts';
import type { Traveller } from '../traveller.ts';

const SOLD_DAYS = [3, 5, 7];

/** @returns the plan of three days */
export const listPlans = async (see: See, mei: Traveller): Promise<Plan> => {
  const { plans: offered } = await mei.get(plans, `/lines/${mei.person.lineId}/plans`);
  for (const {
    names,
    prices: [price],
  } of offered) {
    see(`¥${price.amountMinor}  ${Object.values(names).join(' · ')}`);
  }
  const [threeDays] = offered;
  if (!threeDays || offered.map(({ length }) => length.count).join() !== SOLD_DAYS.join())
    throw new StepFailed(`Expected plans of ${SOLD_DAYS.join(', ')} days and nothing else.`);
  return threeDays;
};

export const lookAtSim = async (see: See, mei: Traveller): Promise<Line> => {
  const sim = await mei.get(line, `/lines/${mei.person.lineId}`);
  see(`${mei.person.name}, SIM ${sim.iccid}`);
  see(`works until ${inJapan(sim.endsAt)}`);
  const { remainingBytes, totalBytes, asOf } = sim.usage;
  see(`${gigabytes(remainingBytes)} of ${gigabytes(totalBytes)} left, as of ${inJapan(asOf)}`);
  return sim;
};

export const previewRenewal = async (see: See, mei: Traveller, { planId }: Plan): Promise<Preview> => {
  const shown = await mei.get(preview, `/lines/${mei.person.lineId}/preview?planId=${planId}`);
  see(`ends now  ${inJapan(shown.endBefore)}`);
  see(`would end ${inJapan(shown.endAfter)}`);
  see(`rule: ${shown.rule}; warnings: ${shown.warnings.join(', ') || 'none'}`);
  return shown;
};
