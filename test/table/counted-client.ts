import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';

export interface Count {
  readonly requests: number;
  readonly readUnits: number;
  readonly writeUnits: number;
}

interface Capacity {
  readonly CapacityUnits?: number;
}

const WRITE = /^(Put|Update|Delete|BatchWrite|TransactWrite)/;

/** A client that has each request answered with the capacity it consumed, indexes included, and adds it up. */
export const countedClient = (config: DynamoDBClientConfig) => {
  const client = new DynamoDBClient(config);
  let count: Count = { requests: 0, readUnits: 0, writeUnits: 0 };
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        const result = await next({ ...args, input: { ...args.input, ReturnConsumedCapacity: 'INDEXES' } });
        const { ConsumedCapacity } = result.output as { ConsumedCapacity?: Capacity | readonly Capacity[] };
        const units = [ConsumedCapacity ?? []].flat().reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
        count = {
          requests: count.requests + 1,
          readUnits: count.readUnits + (WRITE.test(commandName) ? 0 : units),
          writeUnits: count.writeUnits + (WRITE.test(commandName) ? units : 0),
        };
        return result;
      },
    { step: 'initialize' },
  );
  return {
    client,
    /** What `work` asked of the table. */
    async during(work: () => Promise<unknown>): Promise<Count> {
      count = { requests: 0, readUnits: 0, writeUnits: 0 };
      await work();
      return count;
    },
  };
};
