import * as z from 'zod/mini';
import { CARRIER_REPAIRS, SKIP_REASONS } from '../domain/reconciliation/carrier-reconciliation.ts';
import type { LedgerEntry, ReconciliationReport } from '../domain/reconciliation/reconciliation.ts';
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

const figures = {
  account: z.string(),
  day: z.number(),
  ranAt: instantField,
  theirs: z.number(),
  ours: z.number(),
  unlisted: z.number(),
};

const paymentsRow = z.object({
  // Rows from before carriers were compared say no kind.
  kind: z._default(z.literal('payments'), 'payments'),
  ...figures,
  differences: z.array(difference),
});

const about = { reference: z.string() };
const recordDifference = z.enum(['end', 'missing', 'twice', 'recycled', 'sim_absent']);
const carrierDifference = z.discriminatedUnion('kind', [
  z.object({ ...about, kind: z.literal('repaired'), what: z.array(z.enum(CARRIER_REPAIRS)) }),
  z.object({ ...about, kind: z.literal('record_differs'), code: recordDifference }),
  z.object({ ...about, kind: z.literal('line_differs'), code: z.enum(['end', 'sim_absent']) }),
  z.object({ ...about, kind: z.literal('served_for_nothing') }),
  z.object({ ...about, kind: z.literal('unknown_to_us'), period: z.string() }),
  z.object({ ...about, kind: z.literal('settled'), code: z.union([recordDifference, z.literal('served')]) }),
  z.object({ ...about, kind: z.literal('failed'), code: z.string() }),
]);

const carrierRow = z.object({
  kind: z.literal('carrier'),
  ...figures,
  differences: z.array(carrierDifference),
  skipped: z.partialRecord(z.enum(SKIP_REASONS), z.number()),
});

const reportRow = z.union([carrierRow, paymentsRow]);

export const reconciliationFromItem = (item: unknown): ReconciliationReport => reportRow.parse(item);

export const reconciliationToItem = (report: ReconciliationReport) => ({
  ...reconciliationKey(report.ranAt, report.account),
  ...report,
});
