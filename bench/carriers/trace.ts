import { isCaptured } from '../../shared/domain/payment/payment.ts';
import type { Renewal } from '../../shared/domain/renewal/renewal.ts';
import type { LineProof } from './lines-at-rest.ts';
import type { JournalCall } from './simulator-control.ts';

/** All that a person needs to see how a line came to break a rule. */
export const traceOf = ({ at, ordered, journal, broken }: LineProof): string => {
  const { line, renewals, sim } = at;
  return [
    ...broken.map((rule) => `line ${line.lineId}, SIM ${line.carrierRef}: ${rule}`),
    `  ours: end ${time(line.endsAt)}, version ${line.expiryVersion}, ${line.fence ? `fence ${JSON.stringify(line.fence)}` : 'no fence'}${line.recycledAt === undefined ? '' : ', set aside'}`,
    `  carrier: ${JSON.stringify(sim)}`,
    ...renewals.flatMap((renewal) => {
      const planned = ordered.find(({ renewalId }) => renewalId === renewal.renewalId)?.case.mishaps ?? [];
      return renewalTrace(
        renewal,
        planned.map(({ name }) => name),
      );
    }),
    "  the carrier's journal:",
    ...journal.map(callTrace),
  ].join('\n');
};

const renewalTrace = (renewal: Renewal, mishaps: readonly string[]): readonly string[] => [
  `  renewal ${renewal.renewalId} is ${renewal.status}; arranged: ${mishaps.join(', ') || 'nothing'}`,
  ...renewal.payments.filter(isCaptured).map(({ captured, refundedMinor, verdict, held }) => {
    const why = held ? ` (${held.reason})` : '';
    return `    ${captured.amountMinor} captured, ${refundedMinor} given back, verdict ${verdict}${why}`;
  }),
  ...renewal.trail.map(({ at, what }) => `    ${time(at)} ${what}`),
];

const callTrace = ({ at, endpoint, status, carriedOut, fault }: JournalCall): string =>
  `    ${time(at)} ${endpoint} → ${status ?? 'no answer'}${carriedOut ? ', carried out' : ''}${fault ? `, fault ${fault}` : ''}`;

const time = (at: number): string => new Date(at).toISOString().slice(0, 19).replace('T', ' ');
