import { describe, expect, test } from '@jest/globals';
import { unlike } from '../../documented/resembles.ts';

const example = {
  renewalId: 'R',
  at: '2026-11-24T10:11:18.7Z',
  local: '2026-11-24T19:11:18+09:00',
  carrierReference: '8981@1',
  trail: [{ what: 'created', text: 'At 2026-11-24 19:13 (Asia/Tokyo).' }],
};

describe('an answer resembles an example', () => {
  test('whenever it was asked for', () => {
    const later = {
      ...example,
      at: '2027-01-01T00:00:00Z',
      local: '2027-01-01T09:00:00.5+09:00',
      carrierReference: '8981@2',
      trail: [{ what: 'created', text: 'At 2027-01-01 09:00 (Asia/Tokyo).' }],
    };
    expect(unlike(example, later)).toEqual([]);
  });

  test('in whichever order messages went out', () => {
    const [sms, email] = ['sms', 'email'].map((channel) => ({ at: example.at, channel }));
    expect(unlike({ messages: [sms, email] }, { messages: [email, sms] })).toEqual([]);
    expect(unlike({ messages: [sms, email] }, { messages: [email, email] })).not.toEqual([]);
  });

  test.each([
    ['another value', { ...example, renewalId: 'S' }, '/renewalId'],
    ['a field more', { ...example, more: 1 }, '/more'],
    ['a field less', { ...example, carrierReference: undefined }, '/carrierReference'],
    ['an entry less', { ...example, trail: [] }, '/trail'],
    ['another time zone', { ...example, local: '2026-11-24T10:11:18Z' }, '/local'],
    ['a time where there was none', { ...example, renewalId: '2026-11-24T10:11:18Z' }, '/renewalId'],
  ])('not with %s', (_what, actual, at) => {
    expect(unlike(example, actual).join()).toContain(at);
  });
});
