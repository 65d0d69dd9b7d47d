import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/**
 * What an item weighs by DynamoDB's own rules (Developer Guide, "DynamoDB item sizes and formats"): names and texts in
 * UTF-8, numbers at about a byte for two digits plus one, 3 bytes for a list or map and 1 for each of its entries.
 */
export const itemBytes = (item: Readonly<Record<string, AttributeValue>>): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + utf8(name) + valueBytes(value), 0);

const COLLECTION_BYTES = 3;
const ENTRY_BYTES = 1;

const valueBytes = (value: AttributeValue): number => {
  if (value.S !== undefined) return utf8(value.S);
  if (value.N !== undefined) return numberBytes(value.N);
  if (value.BOOL !== undefined || value.NULL !== undefined) return 1;
  if (value.L !== undefined)
    return value.L.reduce((sum, entry) => sum + ENTRY_BYTES + valueBytes(entry), COLLECTION_BYTES);
  if (value.M !== undefined)
    return Object.entries(value.M).reduce(
      (sum, [name, entry]) => sum + ENTRY_BYTES + utf8(name) + valueBytes(entry),
      COLLECTION_BYTES,
    );
  throw new Error(`no item of ours holds ${Object.keys(value).join()}`);
};

const utf8 = (text: string): number => Buffer.byteLength(text, 'utf8');

/** Leading and trailing zeros are not stored; a sign costs a byte. */
const numberBytes = (text: string): number => {
  const digits = text
    .replace(/^-/, '')
    .replace('.', '')
    .replace(/^0+|0+$/g, '');
  return 1 + Math.ceil(digits.length / 2) + (text.startsWith('-') ? 1 : 0);
};
