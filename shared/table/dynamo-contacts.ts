import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { CONTACT_CHANNELS } from '../domain/contact/contact.ts';
import { MAX_CODE_TRIES, type Verification } from '../domain/contact/verification.ts';
import { type LineId, lineId } from '../domain/values/ids.ts';
import { type Instant, SECOND_MS } from '../domain/values/instant.ts';
import { lineOfNumberKey, numberKey, numberPk, verificationKey } from './contact-keys.ts';
import type { ContactStore } from './contact-store.ts';
import { counters } from './counters.ts';
import { instantField } from './fields.ts';
import { lineIdOfKey } from './keys.ts';
import { type Item, type TableClient, tableClient } from './table-client.ts';

const row = z.object({
  channel: z.enum(CONTACT_CHANNELS),
  address: z.string(),
  requestId: z.string(),
  askedAt: instantField,
  expiresAt: instantField,
  codeHash: z.optional(z.string()),
  tries: z.number(),
});

const verificationFrom = (item: Item): Verification => {
  const { codeHash, ...rest } = row.parse(item);
  return {
    ...rest,
    lineId: lineId(lineIdOfKey(item)),
    ...(codeHash !== undefined && { codeHash }),
  };
};

const verificationItem = ({ lineId: line, ...rest }: Verification) => ({
  ...verificationKey(line, rest.channel),
  ...rest,
  ttl: ttl(rest.expiresAt),
});

/** DynamoDB deletes what is past this, within days: nobody relies on it. In whole seconds. */
const ttl = (endsAt: Instant): number => Math.ceil(endsAt / SECOND_MS);

/** Also for lines that come with a verified number. */
export const nameNumber = async (table: TableClient, number: string, line: LineId): Promise<void> => {
  await table.put(numberKey(number, line));
};

export const dynamoContacts = (client: DynamoDBClient, tableName: string): ContactStore => {
  const table = tableClient(client, tableName);
  const isSeen = ({ requestId }: Verification, further: string, values: Readonly<Record<string, unknown>> = {}) => ({
    condition: `#requestId = :requestId AND ${further}`,
    values: { ':requestId': requestId, ...values },
  });
  return {
    async verification(line, channel) {
      const item = await table.get(verificationKey(line, channel), true);
      return item && verificationFrom(item);
    },

    async askVerification(verification) {
      await table.put(verificationItem(verification));
    },

    keepCode: (seen, codeHash) =>
      table.update(verificationKey(seen.lineId, seen.channel), {
        set: { codeHash },
        names: { '#requestId': 'requestId' },
        ...isSeen(seen, 'attribute_not_exists(#codeHash)'),
      }),

    takeTry: (seen) =>
      table.update(verificationKey(seen.lineId, seen.channel), {
        names: { '#requestId': 'requestId', '#tries': 'tries' },
        ...isSeen(seen, '#tries < :max', { ':max': MAX_CODE_TRIES, ':one': 1 }),
        assign: { '#tries': '#tries + :one' },
      }),

    dropVerification: (line, channel) => table.remove(verificationKey(line, channel)),

    nameNumber: (number, line) => nameNumber(table, number, line),
    unnameNumber: (number, line) => table.remove(numberKey(number, line)),

    async linesOfNumber(number) {
      return (await table.query(numberPk(number))).map(lineOfNumberKey);
    },

    ...counters(table),
  };
};
