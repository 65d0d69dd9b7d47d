import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Clock } from '../runtime/deps.ts';
import { dynamoRateBudget, dynamoTokenStore } from './carrier-state.ts';

/** What the functions that call carriers share, each account by its name. */
export const carrierAccountsState = (client: DynamoDBClient, tableName: string, clock: Clock) => ({
  budget: (account: string, requestsPerSecond: number) =>
    dynamoRateBudget({ client, tableName, account, perSecond: requestsPerSecond, clock }),
  tokens: (account: string, key: () => Promise<string>) => dynamoTokenStore({ client, tableName, account, key, clock }),
});
