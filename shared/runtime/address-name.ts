import { createHash } from 'node:crypto';
import type { ContactChannel } from '../domain/contact/contact.ts';

/** Bytes of a hash that names an address: no two meet, and the table says nothing that is read over a shoulder. */
const ADDRESS_HASH_BYTES = 16;

/** Addresses that reach the same mailbox in two spellings have two names: that is as harmless as two addresses. */
export const addressName = (channel: ContactChannel, address: string): string =>
  `${channel}#${createHash('sha256').update(address.toLowerCase()).digest().subarray(0, ADDRESS_HASH_BYTES).toString('base64url')}`;
