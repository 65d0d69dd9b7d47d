import { describe, expect, test } from '@jest/globals';
import { contactsAnswer } from '../../../functions/contacts-api/answers.ts';
import { contactsApi } from '../../../functions/contacts-api/handler.ts';
import { CONSENT_WORDING } from '../../../functions/contacts-api/words.ts';
import { setLanguage, setSubscription } from '../../../shared/app/contacts/subscription.ts';
import { noteTrouble } from '../../../shared/domain/contact/change.ts';
import { contactVersion, TROUBLE_KINDS } from '../../../shared/domain/contact/contact.ts';
import { MAX_CODES_PER_HOUR } from '../../../shared/domain/contact/verification.ts';
import { smsCountryOf } from '../../../shared/domain/spend/sms-policy.ts';
import { personId } from '../../../shared/domain/values/ids.ts';
import { Refusal } from '../../../shared/errors.ts';
import { contactsWorld, NEW_ADDRESS } from '../app/contacts/contacts-world.ts';
import { bound, LINE_ID, NOW } from '../domain/given.ts';
import { ask, httpEvent } from '../http/http-event.ts';

const BOTH = bound({ language: 'en', email: 'mei@example.com', phone: '+819000000002' });

const world = async (contacts = BOTH) => {
  const around = await contactsWorld(contacts);
  const { store, kept, state, log } = around;
  const clock = () => state.now;
  const handler = contactsApi({
    async verify(authorization) {
      if (authorization === undefined) throw new Refusal('unauthenticated');
      return { person: personId(authorization), roles: [] };
    },
    ...{ store, contacts: kept, askForCode: around.ask, verifyContact: around.verify, removeAddress: around.remove },
    setSubscription: setSubscription({ store, clock }),
    setLanguage: setLanguage({ store }),
    country: (number) => smsCountryOf(number, { countries: [{ callingCode: '+81', segmentPriceE4: 1 }] }),
    ...{ clock, log },
  });
  const request = (
    route: string,
    { body, who = 'mei', channel = 'email', language = 'en', lineId = LINE_ID as string } = {} as {
      body?: unknown;
      who?: string;
      channel?: string;
      language?: string;
      lineId?: string;
    },
  ) => {
    const [method, path] = route.split(' ');
    const key = `${method} /v1/lines/{lineId}${path}`;
    return ask(
      handler,
      httpEvent(key, {
        headers: { authorization: who, 'accept-language': language },
        parameters: { lineId, ...(key.includes('{channel}') && { channel }) },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    );
  };
  return { ...around, request };
};
const ROUTES = [
  ['GET /contacts', undefined],
  ['PUT /contacts/{channel}', { address: NEW_ADDRESS }],
  ['POST /contacts/{channel}/verification', { code: '000001', wording: CONSENT_WORDING }],
  ['PUT /contacts/{channel}/subscription', { subscribed: false }],
  ['DELETE /contacts/{channel}', undefined],
  ['PUT /language', { language: 'ko' }],
] as const;

describe('the contacts of a line', () => {
  test('are shown with their consent, their state in words, and nothing else', async () => {
    const { request } = await world();
    const { status, body } = await request('GET /contacts', { language: 'ja' });
    expect([status, contactsAnswer.parse(body)]).toEqual([200, body]);
    expect(body.contacts.map(({ channel, state }: Record<string, string>) => [channel, state])).toEqual([
      ['email', 'usable'],
      ['sms', 'usable'],
    ]);
    expect(body.contacts[0].stateText).toBe('こちらにお知らせします。');
    expect(body.consent).toEqual({ wording: CONSENT_WORDING, text: expect.stringContaining('SIM') });
  });

  test.each(TROUBLE_KINDS)('given that messages come back (%s), then it is said since when and why', async (kind) => {
    const version = contactVersion(BOTH.email ?? { address: '', verifiedAt: NOW, consent: { at: NOW, wording: '' } });
    const { request } = await world(noteTrouble(BOTH, 'email', version, { kind, at: NOW, code: 'the_code' }));
    const { body } = await request('GET /contacts');
    expect(body.contacts[0]).toMatchObject({ state: kind, since: '2026-10-01T03:00:00Z', code: 'the_code' });
    const again = await request('PUT /contacts/{channel}/subscription', {
      body: { subscribed: true, wording: CONSENT_WORDING },
    });
    expect([again.status, again.body.code, again.body.state]).toEqual([409, 'contact_in_trouble', kind]);
  });

  test('an address is bound by its code', async () => {
    const { request, published, send, sent } = await world();
    const asked = await request('PUT /contacts/{channel}', { body: { address: NEW_ADDRESS } });
    expect([asked.status, asked.body]).toEqual([
      202,
      { channel: 'email', address: NEW_ADDRESS, expiresAt: '2026-10-01T03:10:00Z' },
    ]);
    expect((await request('GET /contacts')).body.pending).toEqual([asked.body]);
    for (const message of published) await send(message);
    expect(sent).toHaveLength(1);
    const code = /\d{6}/.exec(sent[0]?.text ?? '')?.[0];
    const { status, body } = await request('POST /contacts/{channel}/verification', {
      body: { code, wording: CONSENT_WORDING },
    });
    expect([status, body.contacts[0].address, body.pending]).toEqual([200, NEW_ADDRESS, []]);
  });

  test('given an address that nobody can reach, then the answer is the same', async () => {
    const { request, state, published, send } = await world();
    const first = await request('PUT /contacts/{channel}', { body: { address: NEW_ADDRESS } });
    state.outcome = { kind: 'rejected', code: 'invalid' };
    for (const message of published) await send(message);
    const second = await request('PUT /contacts/{channel}', { body: { address: NEW_ADDRESS } });
    expect([second.status, second.body]).toEqual([first.status, first.body]);
  });

  test('given too many codes, then they are told to wait', async () => {
    const { request } = await world();
    for (let number = 0; number < MAX_CODES_PER_HOUR; number += 1)
      await request('PUT /contacts/{channel}', { body: { address: `a${number}@example.com` } });
    const { status, body } = await request('PUT /contacts/{channel}', { body: { address: 'b@example.com' } });
    expect([status, body.code]).toEqual([429, 'too_many_codes']);
  });

  test('unsubscribing, subscribing, another language and removing are shown at once', async () => {
    const { request } = await world();
    const off = await request('PUT /contacts/{channel}/subscription', { body: { subscribed: false } });
    expect(off.body.contacts[0]).toMatchObject({ state: 'unsubscribed', since: '2026-10-01T03:00:00Z' });
    const on = await request('PUT /contacts/{channel}/subscription', {
      body: { subscribed: true, wording: CONSENT_WORDING },
    });
    expect(on.body.contacts[0].state).toBe('usable');
    expect((await request('PUT /language', { body: { language: 'ko' } })).body.language).toBe('ko');
    const gone = await request('DELETE /contacts/{channel}', { channel: 'sms' });
    expect(gone.body.contacts.map(({ channel }: { channel: string }) => channel)).toEqual(['email']);
    const none = await request('PUT /contacts/{channel}/subscription', { channel: 'sms', body: { subscribed: false } });
    expect([none.status, none.body.code]).toEqual([404, 'contact_not_found']);
  });
});

describe('what is refused', () => {
  test.each(ROUTES)("%s of somebody else's line is answered like that of none", async (route, body) => {
    const { request, store } = await world();
    for (const options of [{ who: 'kenji' }, { lineId: 'FAB000000000' }, { lineId: 'no id' }]) {
      const { status, body: told } = await request(route, { body, ...options });
      expect([status, told.code]).toEqual([404, 'line_not_found']);
    }
    expect((await store.line(LINE_ID))?.contacts).toEqual(BOTH);
  });

  test.each([
    ['PUT /contacts/{channel}', 'email', { address: 'no address' }, 400, 'bad_request'],
    ['PUT /contacts/{channel}', 'email', { address: `${'a'.repeat(250)}@example.com` }, 400, 'bad_request'],
    ['PUT /contacts/{channel}', 'sms', { address: '090-1234-5678' }, 400, 'bad_request'],
    ['PUT /contacts/{channel}', 'sms', { address: 'mei@example.com' }, 400, 'bad_request'],
    ['PUT /contacts/{channel}', 'sms', { address: '+12025550123' }, 422, 'country_not_served'],
    ['PUT /contacts/{channel}', 'fax', { address: '+819000000002' }, 404, 'not_found'],
    ['PUT /contacts/{channel}', 'email', { address: NEW_ADDRESS, more: 1 }, 400, 'bad_request'],
    ['POST /contacts/{channel}/verification', 'email', { code: '1', wording: CONSENT_WORDING }, 400, 'bad_request'],
    ['POST /contacts/{channel}/verification', 'email', { code: '123456', wording: '2001-1' }, 409, 'consent_outdated'],
    ['POST /contacts/{channel}/verification', 'email', { code: '123456', wording: CONSENT_WORDING }, 422, 'code_wrong'],
    ['PUT /contacts/{channel}/subscription', 'email', { subscribed: true }, 400, 'bad_request'],
    ['PUT /contacts/{channel}/subscription', 'email', { subscribed: true, wording: '1' }, 409, 'consent_outdated'],
    ['PUT /language', '', { language: 'fr' }, 400, 'bad_request'],
  ])('%s for %s with %j: %d %s', async (route, channel, body, status, code) => {
    const { request, published } = await world();
    const told = await request(route, { channel, body });
    expect([told.status, told.body.code]).toEqual([status, code]);
    expect(JSON.stringify(told.body)).not.toContain('example.com');
    expect(published).toEqual([]);
  });
});
