import * as z from 'zod';
import type { Backend } from './forward.ts';
import { awsError } from './signed-request.ts';

export interface ConsumedUnits {
  readonly read: number;
  readonly write: number;
}

const capacity = z.looseObject({
  CapacityUnits: z.number().default(0),
  ReadCapacityUnits: z.number().optional(),
  WriteCapacityUnits: z.number().optional(),
});
const answered = z.looseObject({
  ConsumedCapacity: z.union([capacity, z.array(capacity)]).optional(),
  __type: z.string().optional(),
});

const WRITES = new Set(['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem', 'TransactWriteItems']);
const READS = new Set(['GetItem', 'BatchGetItem', 'Query', 'Scan', 'TransactGetItems']);

/** A failed condition is charged like a write of at least 1 KB (DynamoDB Developer Guide, "Condition expressions"). */
const FAILED_CONDITION_UNITS = 1;

/**
 * Asks the engine for the capacity that each request consumes, tells it to `consumed`, and gives the caller only what
 * it asked for.
 */
export const dynamoBackend =
  (engine: Backend, consumed: (operation: string, caller: string, units: ConsumedUnits) => void): Backend =>
  async (request) => {
    const { operation, accessKeyId } = request;
    if (!WRITES.has(operation) && !READS.has(operation)) {
      const answer = await engine(request);
      consumed(operation, accessKeyId, { read: 0, write: 0 });
      return answer;
    }
    const asked = z.looseObject({}).safeParse(parseJson(request.body));
    if (!asked.success) return awsError(400, 'SerializationException', 'the request is no JSON object');
    const body = Buffer.from(JSON.stringify({ ...asked.data, ReturnConsumedCapacity: 'INDEXES' }));
    const answer = await engine({ ...request, body });
    const parsed = answered.safeParse(parseJson(answer.body));
    if (!parsed.success) return answer;
    consumed(operation, accessKeyId, unitsOf(operation, parsed.data));
    if ('ReturnConsumedCapacity' in asked.data) return answer;
    const { ConsumedCapacity: _asked, ...rest } = parsed.data;
    const { 'x-amz-crc32': _checksum, ...headers } = answer.headers;
    return { ...answer, headers, body: Buffer.from(JSON.stringify(rest)) };
  };

const unitsOf = (operation: string, answer: z.infer<typeof answered>): ConsumedUnits => {
  if (answer.__type?.endsWith('ConditionalCheckFailedException')) return { read: 0, write: FAILED_CONDITION_UNITS };
  const entries = [answer.ConsumedCapacity ?? []].flat();
  const total = entries.reduce((sum, { CapacityUnits }) => sum + CapacityUnits, 0);
  return WRITES.has(operation) ? { read: 0, write: total } : { read: total, write: 0 };
};

const parseJson = (body: Buffer): unknown => {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
};
