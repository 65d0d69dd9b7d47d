import { parseArgs } from 'node:util';
import { startDynamo } from '../../local/cloud/dynamo-engine.ts';
import { clientOf } from '../../test/table/table-on-engine.ts';
import { type Proof, prove } from './prove.ts';
import { callsOf, differencesOf, faultsMet, mishapsOf, refundsOf, reviewsOf, rowOf, waitsOf } from './report.ts';
import { STAGES } from './stages/all.ts';
import { failuresOf, tracesOf } from './verdict.ts';

/** `npm run prove:carriers -- [--renewals 1000] [--carrier airalo] [--seed 1] [--faults 0.2]` */
const { values } = parseArgs({
  options: {
    renewals: { type: 'string', default: '1000' },
    carrier: { type: 'string' },
    seed: { type: 'string', default: '1' },
    faults: { type: 'string', default: '0.2' },
  },
});

const [renewals, seed, faults] = [Number(values.renewals), Number(values.seed), Number(values.faults)];
const stages = STAGES.filter(({ account }) => values.carrier === undefined || account === values.carrier);
const isUsable =
  Number.isInteger(renewals) && renewals > 0 && Number.isInteger(seed) && seed >= 0 && faults >= 0 && faults <= 1;
if (!isUsable || stages.length === 0) {
  console.error('--renewals and --seed are whole numbers, --faults a share, --carrier one of');
  console.error(STAGES.map(({ account }) => account).join(', '));
  process.exit(1);
}

const show = (proof: Proof): readonly string[] => {
  const { stage, refusals, runs } = proof;
  console.log(`\n${stage.account}: calls for each renewal, by endpoint`);
  console.table(callsOf(proof));
  console.log('faults met, by kind');
  console.table(faultsMet(proof));
  console.log('what was arranged around each renewal, and how it ended');
  console.table(mishapsOf(proof));
  console.log('in review:', Object.fromEntries(reviewsOf(proof).all()));
  console.log('refunded:', Object.fromEntries(refundsOf(proof).all()));
  console.log('waits:', Object.fromEntries(waitsOf(proof).all()));
  console.log('compared by day:', Object.fromEntries(differencesOf(proof).all()));
  console.log('orders refused, tries again included:', Object.fromEntries(refusals.all()));
  console.log('runs:', Object.fromEntries(runs.all()));
  const failures = failuresOf(proof);
  for (const failure of failures) console.error(`FAILED ${failure}`);
  for (const trace of tracesOf(proof)) console.error(trace);
  return failures;
};

const engine = await startDynamo();
const client = clientOf(engine.url);
const proofs: Proof[] = [];
let failed = 0;
try {
  for (const stage of stages) {
    const proof = await prove(client, stage, { renewals, seed, faults });
    proofs.push(proof);
    failed += show(proof).length;
  }
  console.log(`\n${renewals} renewals at each carrier, ${faults * 100} % of them with a mishap, seed ${seed}`);
  console.table(Object.fromEntries(proofs.map((proof) => [proof.stage.account, rowOf(proof)])));
} finally {
  client.destroy();
  await engine.stop();
}
process.exitCode = failed === 0 ? 0 : 1;
