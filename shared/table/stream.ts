import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod/mini';
import type { Line } from '../domain/line/line.ts';
import type { Renewal } from '../domain/renewal/renewal.ts';
import { LINE_SK, RENEWAL_SK_PREFIX } from './keys.ts';
import { lineFromItem } from './line-item.ts';
import { renewalFromItem } from './renewal-item.ts';

/** What changed in the table, in the words of the domain. `id` is the record's sequence number. */
export type TableChange = { readonly id: string } & (
  | { readonly kind: 'renewal'; readonly before?: Renewal; readonly after: Renewal }
  | { readonly kind: 'line'; readonly before?: Line; readonly after: Line }
);

const image = z.looseObject({ pk: z.string(), sk: z.string() });

const attributes = z.record(
  z.string(),
  z.custom<AttributeValue>((value) => typeof value === 'object' && value !== null),
);
const streamRecord = z.object({
  SequenceNumber: z.string(),
  OldImage: z.optional(attributes),
  NewImage: z.optional(attributes),
});

/**
 * @returns `undefined` for what calls for nothing: deletions and other item families
 * @throws when an image does not fit its family's schema: a poison record
 */
export const tableChange = (record: unknown): TableChange | undefined => {
  const { SequenceNumber: id, OldImage, NewImage } = streamRecord.parse(record);
  if (!NewImage) return undefined;
  const after = image.parse(unmarshall(NewImage));
  const before = OldImage && image.parse(unmarshall(OldImage));
  if (after.sk.startsWith(RENEWAL_SK_PREFIX))
    return {
      id,
      kind: 'renewal',
      ...(before && { before: renewalFromItem(before).renewal }),
      after: renewalFromItem(after).renewal,
    };
  if (after.sk === LINE_SK)
    return { id, kind: 'line', ...(before && { before: lineFromItem(before) }), after: lineFromItem(after) };
  return undefined;
};
