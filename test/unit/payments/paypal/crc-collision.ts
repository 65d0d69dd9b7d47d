import { crc32 } from 'node:zlib';

/**
 * Puts four bytes in the place of `marker` so that the whole has the CRC-32 `wanted`: a CRC is linear, so it can be
 * calculated backwards. What everybody can do who has seen one signed delivery.
 */
export const withCrc = (text: string, marker: string, wanted: number): Buffer => {
  const at = text.indexOf(marker);
  const before = Buffer.from(text.slice(0, at));
  const after = Buffer.from(text.slice(at + marker.length));
  const forward = (crc32(before) ^ 0xffffffff) >>> 0;
  let state = (wanted ^ 0xffffffff) >>> 0;
  for (const byte of after.toReversed()) state = back(state, byte);
  for (const byte of le(forward).toReversed()) state = back(state, byte);
  return Buffer.concat([before, le(state), after]);
};

const le = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};

const REVERSED = Array.from({ length: 256 }, (_, index) => {
  let value = (index << 24) >>> 0;
  for (let bit = 0; bit < 8; bit += 1)
    value = (value & 0x80000000 ? ((value ^ 0xedb88320) << 1) | 1 : value << 1) >>> 0;
  return value;
});

const back = (state: number, byte: number): number =>
  (((state << 8) >>> 0) ^ (REVERSED[state >>> 24] ?? 0) ^ byte) >>> 0;
