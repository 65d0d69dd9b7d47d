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
  const proof = await mei.get(receipt, `/renewals/${renewalId}/receipt`);
  see(`receipt: ¥${proof.paid.amountMinor} paid, reference ${proof.paymentReference}`);
  see(`         ordered ${inJapan(proof.orderedAt)}, paid ${inJapan(proof.paidAt)}`);
  see(`         active ${inJapan(proof.activatedAt)}, ${proof.carrier}'s reference ${proof.carrierReference}`);
  see(`         end before ${inJapan(proof.endBefore)}, after ${inJapan(proof.endAfter)}`);
  if (proof.endBefore !== promised.endBefore || proof.endAfter !== promised.endAfter)
    throw new StepFailed('The receipt tells of other ends than the preview.');
  return sim;
};
