import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { loadCatalogue } from '../../shared/app/load-catalogue.ts';
import { environment } from '../../shared/runtime/environment.ts';
import { powertoolsLog } from '../../shared/runtime/log.ts';
import { dynamoStore } from '../../shared/table/dynamo-store.ts';
import { planFromItem } from '../../shared/table/plan-item.ts';
import { type Answer, catalogueLoader } from './handler.ts';

const env = environment('TABLE_NAME');
const load = loadCatalogue({ store: dynamoStore(new DynamoDBClient(), env.TABLE_NAME) });

/** Infrastructure puts it beside the bundle, as the table keeps it. */
const FILE = join(process.env['LAMBDA_TASK_ROOT'] ?? '.', 'catalogue.json');
const ANSWER_WITHIN_MS = 10_000;

const answer = async (url: string, body: Answer): Promise<void> => {
  // The address is signed for a request without a type.
  const response = await fetch(url, {
    method: 'PUT',
    headers: { 'content-type': '' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  });
  if (!response.ok) throw new Error(`CloudFormation did not take the answer: ${response.status}`);
};

export const handler = catalogueLoader({
  load: () =>
    load(
      z
        .array(z.unknown())
        .parse(JSON.parse(readFileSync(FILE, 'utf8')))
        .map(planFromItem),
    ),
  answer,
  log: powertoolsLog(),
});
