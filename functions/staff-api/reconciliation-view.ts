import {
  type CarrierDifference,
  SKIP_REASONS,
  type SkipReason,
} from '../../shared/domain/reconciliation/carrier-reconciliation.ts';
import {
  type Difference,
  openDifferences,
  type ReconciliationReport,
  repairedDifferences,
} from '../../shared/domain/reconciliation/reconciliation.ts';
import { formatInstant, instant, ROLLING_DAY_MS } from '../../shared/domain/values/instant.ts';
import type { ReconciliationsAnswer } from './answers.ts';

type DifferenceView = ReconciliationsAnswer['reports'][number]['differences'][number];

const OF_PAYMENTS: Readonly<Record<Difference['kind'], string>> = {
  repaired: 'The provider knew more than we did; it has been written down.',
  unknown_to_us: 'The provider has a payment with a reference of ours, and we have no such order: look at it there.',
  unknown_to_provider: 'We hold it for paid and the provider does not know it: its money waits in the review queue.',
  amount_differs: 'Both know this payment, and not by the same amount: look at it at the provider.',
  failed: 'Could not be compared this time; the next run tries again.',
};

type Coded = Extract<CarrierDifference, { kind: 'record_differs' | 'line_differs' | 'settled' }>['code'];
const OF_CODES: Readonly<Record<Coded, string>> = {
  end: 'The carrier has another end than the traveller was promised.',
  missing: 'The carrier does not show this renewal.',
  twice: 'The carrier shows this renewal more than once.',
  recycled: 'The number belongs to another SIM now, before the service was over.',
  sim_absent: 'The carrier does not know the SIM any more, before the service was over.',
  served: 'It was given up, and the carrier serves it.',
};

const OF_REPAIRS: Readonly<Record<Extract<CarrierDifference, { kind: 'repaired' }>['what'][number], string>> = {
  recycled: 'The number belongs to another SIM now: the line is closed for further renewals.',
  checked: 'The record was read back for the first time since the activation, and shows what was promised.',
  taking_back: 'It was given up and the carrier serves it: it is being taken back.',
};

const OF_SKIPPED: Readonly<Record<SkipReason, string>> = {
  under_way: 'a renewal of it was under way',
  no_record: 'this carrier has no record that can be read',
  recycled: 'its number belongs to another SIM',
  out_of_time: 'the time of the run was over',
};

export const reconciliationsView = (reports: readonly ReconciliationReport[]): ReconciliationsAnswer => ({
  reports: reports.map((report) => ({
    kind: report.kind,
    account: report.account,
    day: formatInstant(instant(report.day * ROLLING_DAY_MS)).slice(0, 10),
    ranAt: formatInstant(report.ranAt),
    theirs: report.theirs,
    ours: report.ours,
    repaired: repairedDifferences(report),
    open: openDifferences(report),
    differences: report.kind === 'payments' ? report.differences.map(ofPayment) : report.differences.map(ofCarrier),
    unlisted: report.unlisted,
    skipped: report.kind === 'payments' ? [] : skippedView(report.skipped),
  })),
});

const ofPayment = ({ kind, ...facts }: Difference): DifferenceView => ({
  kind,
  text: OF_PAYMENTS[kind],
  reference: facts.reference,
  ...(facts.captureId !== undefined && { captureId: facts.captureId }),
  ...('what' in facts && { what: [...facts.what] }),
  ...('code' in facts && { code: facts.code }),
});

const ofCarrier = (difference: CarrierDifference): DifferenceView => {
  const { kind, reference } = difference;
  switch (kind) {
    case 'repaired':
      return {
        kind,
        reference,
        text: difference.what.map((what) => OF_REPAIRS[what]).join(' '),
        what: [...difference.what],
      };
    case 'record_differs':
      return {
        kind,
        reference,
        text: `${OF_CODES[difference.code]} Its money waits in the review queue.`,
        code: difference.code,
      };
    case 'line_differs':
      return {
        kind,
        reference,
        text: `${OF_CODES[difference.code]} Look at the SIM at the carrier.`,
        code: difference.code,
      };
    case 'served_for_nothing':
      return { kind, reference, text: `${OF_CODES.served} It waits in the review queue.` };
    case 'unknown_to_us':
      return { kind, reference, text: UNKNOWN_PERIOD, period: difference.period };
    case 'settled':
      return { kind, reference, text: `${OF_CODES[difference.code]} A person has settled it.`, code: difference.code };
    case 'failed':
      return { kind, reference, text: OF_PAYMENTS.failed, code: difference.code };
  }
};

const UNKNOWN_PERIOD =
  'The carrier serves a period that no renewal of ours stands for: find out who bought it. Nothing was changed.';

const skippedView = (skipped: Readonly<Partial<Record<SkipReason, number>>>) =>
  SKIP_REASONS.flatMap((why) => {
    const lines = skipped[why];
    return lines === undefined ? [] : [{ why, text: OF_SKIPPED[why], lines }];
  });
