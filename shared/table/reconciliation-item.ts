import * as z from 'zod/mini';
import type { LedgerEntry, Reconciliation } from '../domain/reconciliation/reconciliation.ts';
import { parsePaymentReference, paymentReference } from '../domain/values/ids.ts';
import { instantField, moneyField, moneyRow } from './fields.ts';
import { dayOf, ledgerPk, reconciliationKey } from './keys.ts';

const referenceField = z.pipe(
  z.string(),
  z.transform((text) => {
    const parsed = parsePaymentReference(text);
    if (!parsed) throw new RangeError('not a payment reference');
    return paymentReference(parsed.renewalId, parsed.number);
  }),
);

const ledgerRow = z.pipe(
  z.object({ sk: referenceField, account: z.string(), captureId: z.string(), captured: moneyField, at: instantField }),
  z.transform(({ sk: reference, ...rest }): LedgerEntry => ({ reference, ...rest })),
);

export const ledgerFromItem = (item: unknown): LedgerEntry => ledgerRow.parse(item);

export const ledgerToItem = ({ account, reference, captureId, captured, at }: LedgerEntry) => ({
  pk: ledgerPk(account, dayOf(at)),
  sk: reference,
  account,
  captureId,
  captured: moneyRow(captured),
  at,
});

const base = { reference: z.string(), captureId: z.exactOptional(z.string()) };
const difference = z.discriminatedUnion('kind', [
  z.object({
    ...base,
    kind: z.literal('repaired'),
    what: z.array(
      z.enum([
        'requires_action',
        'processing',
        'approved',
        'declined',
        'failed',
        'cancelled',
        'expired',
        'captured',
        'refunded',
        'refund_failed',
        'refund_part',
        'refund_needs_details',
        'disputed',
        'dispute_closed',
      ]),
    ),
  }),
  z.object({ ...base, kind: z.enum(['unknown_to_us', 'unknown_to_provider', 'amount_differs']) }),
  z.object({ ...base, kind: z.literal('failed'), code: z.string() }),
]);

const reportRow = z.object({
  account: z.string(),
  day: z.number(),
  ranAt: instantField,
  theirs: z.number(),
  ours: z.number(),
  differences: z.array(difference),
  unlisted: z.number(),
});

export const reconciliationFromItem = (item: unknown): Reconciliation => reportRow.parse(item);

export const reconciliationToItem = (report: Reconciliation) => ({
  ...reconciliationKey(report.ranAt, report.account),
  ...report,
});
