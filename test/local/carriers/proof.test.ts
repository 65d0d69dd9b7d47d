import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { outcomeOf } from '../../../bench/carriers/at-rest.ts';
import { type Proof, prove } from '../../../bench/carriers/prove.ts';
import { STAGES } from '../../../bench/carriers/stages/all.ts';
import { failuresOf, tracesOf } from '../../../bench/carriers/verdict.ts';
import { type DynamoEngine, startDynamo } from '../../../local/cloud/dynamo-engine.ts';
import { clientOf } from '../../table/table-on-engine.ts';

/** A share of what `npm run prove:carriers` does, with more that goes wrong around each renewal. */
const SHARE = { renewals: 20, seed: 7, faults: 0.6 };
const WITHIN_MS = 90_000;

describe('given renewals at a carrier where most things that can go wrong do', () => {
  let engine: DynamoEngine;
  let client: DynamoDBClient;

  beforeAll(async () => {
    engine = await startDynamo();
    client = clientOf(engine.url);
  });
  afterAll(async () => {
    client.destroy();
    await engine.stop();
  });

  describe.each(STAGES)('$account', (stage) => {
    let proof: Proof;
    beforeAll(async () => {
      proof = await prove(client, stage, SHARE);
    }, WITHIN_MS);

    test('when all is over, then each is active once, refunded once or with a person, and the record is ours', () => {
      expect([...failuresOf(proof), ...tracesOf(proof)]).toEqual([]);
    });

    test('when all is over, then none is missing, and many are active', () => {
      const outcomes = proof.lines.flatMap(({ at }) => at.renewals.map((renewal) => outcomeOf(renewal).outcome));
      expect(outcomes.length + proof.refusedForGood.all().length).toBeGreaterThanOrEqual(SHARE.renewals);
      expect(outcomes.filter((outcome) => outcome === 'active').length).toBeGreaterThan(SHARE.renewals / 4);
    });

    test('when it is counted what went wrong, then it was not nothing', () => {
      const met = proof.journal.filter(({ fault }) => fault !== null);
      expect(met.length).toBeGreaterThan(SHARE.renewals / 4);
    });
  });
});
