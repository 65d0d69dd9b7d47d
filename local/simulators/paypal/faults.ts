import * as z from 'zod';
import { type FaultSwitch as CommonSwitch, commonFaults, createFaultSwitch } from '../payment-provider/faults.ts';
import type { Records } from '../records.ts';

export const faultsSchema = z.strictObject({
  ...commonFaults,
  /** The certificate is served without the one that issued it: only PayPal itself can say what it signed. */
  leafOnly: z.boolean().default(false),
  /** Every capture is declined, whatever the payer chose. */
  captureDeclined: z.boolean().default(false),
  /** Every capture is taken on for review; a control route ends it. */
  capturePending: z.boolean().default(false),
  /** Every refund is taken on; a control route ends it. */
  refundPending: z.boolean().default(false),
});

export type Faults = z.output<typeof faultsSchema>;
export type FaultSwitch = CommonSwitch<Faults>;

export const faultSwitch = (records: Records): FaultSwitch =>
  createFaultSwitch(records, (stored) => faultsSchema.parse(stored));
