import { type Line, line, type Preview, type Renewal, receipt } from '../answers.ts';
import { StepFailed } from '../failure.ts';
import type { See } from '../narrator.ts';
import { inJapan } from '../times.ts';
import type { Traveller } from '../traveller.ts';

/** The SIM shows what was promised, and the receipt proves it. */
export const checkResult = async (
  see: See,
  mei: Traveller,
  promised: Preview,
  { renewalId }: Renewal,
): Promise<Line> => {
  const sim = await mei.get(line, `/lines/${mei.person.lineId}`);
  see(`the SIM works until ${inJapan(sim.endsAt)}`);
  if (sim.endsAt !== promised.endAfter)
    throw new StepFailed(`The preview promised ${inJapan(promised.endAfter)} as the new end.`);
  for (const text of JSON.stringify(await mei.get(receipt, `/renewals/${renewalId}/receipt`), null, 2).split('\n'))
    see(text);
  return sim;
};
