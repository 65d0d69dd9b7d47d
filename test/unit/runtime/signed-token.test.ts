import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { instant, parseInstant, plusMs } from '../../../shared/domain/values/instant.ts';
import { type LinkKeys, linkKeys } from '../../../shared/runtime/link-keys.ts';
import { openToken, sealToken } from '../../../shared/runtime/signed-token.ts';

const NOW = parseInstant('2026-10-01T00:00:00Z');
const END = plusMs(NOW, 60_000);
const key = (id: string, fill: number) => ({ id, key: Buffer.alloc(32, fill).toString('base64') });
const OLD = key('a', 1);
const NEW = key('b', 2);
const KEYS: LinkKeys = [OLD];
const FORGED = { kind: 'forged' };

const sealed = (body = 'ABCDEFGHJKMN', keys = KEYS) => sealToken(keys, 'renew', { body, expiresAt: END });

describe('a signed token', () => {
  test('given any body, then it opens for its purpose until its end, in characters that need no escape in a link', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (body) => {
        fc.pre(Buffer.byteLength(body) <= 256);
        const token = sealed(body);
        expect(token).toMatch(/^[\w-]+$/);
        expect(openToken(KEYS, 'renew', token, NOW)).toEqual({ kind: 'valid', body, expiresAt: END });
      }),
    );
  });

  test('given its end, then it is expired from that instant on', () => {
    expect(openToken(KEYS, 'renew', sealed(), plusMs(END, -1)).kind).toBe('valid');
    expect(openToken(KEYS, 'renew', sealed(), END).kind).toBe('expired');
  });

  test('given another purpose, then it is a forgery', () => {
    expect(openToken(KEYS, 'unsubscribe', sealed(), NOW)).toEqual(FORGED);
  });

  test('given a change of any one bit, or any end cut off, then it is a forgery', () => {
    const token = sealed();
    const bytes = Buffer.from(token.slice(1), 'base64url');
    for (const index of bytes.keys()) {
      for (const bit of [1, 2, 4, 8, 16, 32, 64, 128]) {
        const changed = Buffer.from(bytes);
        changed[index] = (bytes[index] ?? 0) ^ bit;
        expect(openToken(KEYS, 'renew', `a${changed.toString('base64url')}`, NOW)).toEqual(FORGED);
      }
    }
    for (let length = 0; length < token.length; length += 1)
      expect(openToken(KEYS, 'renew', token.slice(0, length), NOW)).toEqual(FORGED);
  });

  test('given the same bytes in another spelling, then it is a forgery', () => {
    const token = sealed('ABCDEFGHJKMNP');
    const last = token.at(-1) ?? '';
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const neighbour = alphabet.charAt(alphabet.indexOf(last) + 1);
    const respelled = [`${token}=`, `${token}==`, `${token} `, `${token.slice(0, -1)}${neighbour}`, `${token}.x`];
    for (const other of respelled) expect(openToken(KEYS, 'renew', other, NOW)).toEqual(FORGED);
  });

  test('given a text longer than any token, then it is a forgery', () => {
    expect(openToken(KEYS, 'renew', sealed() + 'A'.repeat(600), NOW)).toEqual(FORGED);
  });
});

describe('a rotation', () => {
  test('given a new key beside the old one, then both open and the first one signs', () => {
    const before = sealed('x', [OLD]);
    expect(openToken([NEW, OLD], 'renew', before, NOW).kind).toBe('valid');
    expect(sealed('x', [NEW, OLD])).toMatch(/^b/);
    expect(openToken([OLD, NEW], 'renew', sealed('x', [NEW, OLD]), NOW).kind).toBe('valid');
  });

  test('given that the old key is gone, or another one has its name, then its tokens are forgeries', () => {
    expect(openToken([NEW], 'renew', sealed(), NOW)).toEqual(FORGED);
    expect(openToken([{ ...NEW, id: 'a' }], 'renew', sealed(), NOW)).toEqual(FORGED);
  });
});

test('given a body or an end that does not fit, then sealing says so', () => {
  expect(() => sealed('x'.repeat(257))).toThrow(RangeError);
  for (const expiresAt of [instant(-1), instant(2 ** 32 * 1_000)])
    expect(() => sealToken(KEYS, 'renew', { body: '', expiresAt })).toThrow(RangeError);
});

test.each([
  ['one key', [OLD], true],
  ['two keys', [NEW, OLD], true],
  ['no key', [], false],
  ['three keys', [OLD, NEW, key('c', 3)], false],
  ['two keys of one name', [OLD, { ...NEW, id: 'a' }], false],
  ['a short key', [{ id: 'a', key: Buffer.alloc(31).toString('base64') }], false],
  ['a name of two characters', [key('ab', 1)], false],
])('given %s in the secret, then it is usable: %p', (_what, keys, usable) => {
  expect(linkKeys.safeParse({ keys }).success).toBe(usable);
});
