import { DynamoDBClient, GetItemCommand, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { lineId, renewalId } from '../../shared/domain/values/ids.ts';
import { type Key, lineKey, renewalKey } from '../../shared/table/keys.ts';
import type { World } from '../../test/e2e/world.ts';
import { itemBytes } from './item-bytes.ts';

const DAY_MS = 86_400_000;
const PLAN = 'jp-1gb-3d';

/** Takes a renewal through each state and weighs its item and its line's item there. */
export const bytesByState = async (
  around: World,
  awsUrl: string,
): Promise<readonly { readonly state: string; readonly renewal: number; readonly line: number }[]> => {
  const mei = around.as('mei');
  const dynamo = new DynamoDBClient({
    endpoint: awsUrl,
    region: 'ap-northeast-1',
    credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
  });
  const { TableNames: [TableName] = [] } = await dynamo.send(new ListTablesCommand({}));
  const weigh = async ({ pk, sk }: Key): Promise<number> => {
    const { Item = {} } = await dynamo.send(new GetItemCommand({ TableName, Key: { pk: { S: pk }, sk: { S: sk } } }));
    return itemBytes(Item);
  };
  const states: { state: string; renewal: number; line: number }[] = [];
  const note = async (state: string, renewal: { renewalId: string; lineId: string }): Promise<void> => {
    const line = await weigh(lineKey(lineId(renewal.lineId)));
    states.push({ state, renewal: await weigh(renewalKey(renewalId(renewal.renewalId))), line });
  };

  const { iccid, lineId: id } = await around.addLine({ owner: 'mei', endsInMs: 9 * DAY_MS });
  const { renewal } = await around.order(mei, id, PLAN);
  await note('awaiting_payment', renewal);
  await around.soracomFaults([{ fault: 'slow', delayMs: 2_000, path: 'set_expiry_time', iccid, times: 1 }]);
  await around.pay(renewal);
  await around.until(mei, renewal.renewalId, 'activating');
  await note('activating', renewal);
  await around.until(mei, renewal.renewalId, 'active');
  await around.idle();
  await note('active, notices sent', renewal);

  const other = await around.addLine({ owner: 'mei', endsInMs: 9 * DAY_MS });
  const { renewal: refused } = await around.order(mei, other.lineId, PLAN);
  await around.soracomFaults([{ fault: 'refuse', path: 'set_expiry_time', iccid: other.iccid }]);
  await around.pay(refused);
  await around.until(mei, refused.renewalId, 'refunded');
  await around.idle();
  await around.soracomFaults([]);
  await note('refunded, notices sent', refused);
  dynamo.destroy();
  return states;
};
