import { outcomeOf } from './at-rest.ts';
import type { LineProof } from './lines-at-rest.ts';
import type { Proof } from './prove.ts';
import type { Stage } from './stage.ts';
import { traceOf } from './trace.ts';

/** As many lines are told whole. */
const MAX_TRACES = 3;

/** What of the promise was not kept for one line: broken rules, and people asked where outcomes can always be learned. */
const failuresAt = ({ mayNeedPeople }: Stage, { at, broken }: LineProof): readonly string[] => [
  ...broken.map((rule) => `line ${at.line.lineId}: ${rule}`),
  ...at.renewals.flatMap((renewal) => {
    const { outcome, reason } = outcomeOf(renewal);
    const isUnwanted = outcome === 'in review' && !mayNeedPeople;
    return isUnwanted ? [`${renewal.renewalId} waits for a person: ${reason}`] : [];
  }),
];

/** What was not kept at all lines, and every error that no worker may meet; none, if all is well. */
export const failuresOf = ({ stage, lines, errors }: Proof): readonly string[] => [
  ...lines.flatMap((line) => failuresAt(stage, line)),
  ...errors.map((error) => `unexpected: ${error}`),
];

/** All that a person needs to see how the first failures came about. */
export const tracesOf = ({ stage, lines }: Proof): readonly string[] =>
  lines
    .filter((line) => failuresAt(stage, line).length > 0)
    .slice(0, MAX_TRACES)
    .map(traceOf);
