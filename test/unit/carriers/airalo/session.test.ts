import { describe, expect, test } from '@jest/globals';
import type { KeptToken, TokenStore } from '../../../../shared/carriers/shared-state.ts';
import { HOUR_MS, instant, MINUTE_MS } from '../../../../shared/domain/values/instant.ts';
import {
  ACCOUNT,
  field,
  json,
  NOW,
  networkError,
  numbered,
  ORDER,
  onNetwork,
  placed,
  type Sent,
  type Step,
  silence,
  token,
  URL,
} from './airalo-replies.ts';

/** What all workers share. */
const store = (kept?: KeptToken) => {
  let now = kept;
  let isLeased = false;
  const seen = { reads: 0, leases: 0, saved: [] as KeptToken[] };
  const tokens: TokenStore = {
    async read() {
      seen.reads += 1;
      return now;
    },
    async lease() {
      seen.leases += 1;
      if (isLeased) return false;
      isLeased = true;
      return true;
    },
    async save(token) {
      seen.saved.push(token);
      now = token;
      isLeased = false;
    },
  };
  return {
    tokens,
    seen,
    takeLease: () => {
      isLeased = true;
    },
    expireLease: () => {
      isLeased = false;
    },
  };
};

const isFetch = ({ url }: Sent): boolean => url.endsWith('/token');
const bearers = (sent: readonly Sent[]) =>
  sent.map((request) => (isFetch(request) ? 'fetch' : request.headers['authorization']));
const turnedAway = (): Step => json({ data: [], meta: { message: 'This action is unauthorized.' } }, 401);

describe('the token', () => {
  test('given none, then one is fetched and kept for all workers, for a day', async () => {
    const { tokens, seen } = store();
    const { carrier, anotherCarrier, sent } = onNetwork([token('one', 31_622_400), placed(), placed(), placed()], {
      tokens,
    });
    expect(await carrier.activate(ORDER)).toMatchObject({ kind: 'confirmed' });
    expect(await carrier.activate(ORDER)).toMatchObject({ kind: 'confirmed' });
    expect(await anotherCarrier().activate(ORDER)).toMatchObject({ kind: 'confirmed' });
    expect(sent[0]).toMatchObject({
      method: 'POST',
      url: `${URL}/token`,
      form: { client_id: 'client-1', client_secret: 'secret-1', grant_type: 'client_credentials' },
      isMultipart: false,
    });
    expect(bearers(sent)).toEqual(['fetch', 'Bearer token-one', 'Bearer token-one', 'Bearer token-one']);
    // "expires_in" says a year, the page a day.
    expect(seen.saved).toEqual([{ token: 'token-one', endsAt: NOW + 24 * HOUR_MS }]);
  });

  test('given a shared one, then it is used until a minute before its end, also when memory still has it', async () => {
    const { tokens } = store({ token: 'token-kept', endsAt: instant(NOW + HOUR_MS) });
    const { carrier, sent, jump } = onNetwork([placed(), placed(), token('two'), placed()], { tokens });
    await carrier.activate(ORDER);
    jump(HOUR_MS - MINUTE_MS - 1);
    await carrier.activate(ORDER);
    jump(1);
    await carrier.activate(ORDER);
    expect(bearers(sent)).toEqual(['Bearer token-kept', 'Bearer token-kept', 'fetch', 'Bearer token-two']);
  });

  test('given another worker that is fetching it, then it is waited for', async () => {
    const shared = store();
    shared.takeLease();
    const { carrier, sent } = onNetwork([placed()], {
      tokens: {
        ...shared.tokens,
        async read() {
          const kept = await shared.tokens.read();
          if (shared.seen.reads === 3)
            await shared.tokens.save({ token: 'token-other', endsAt: instant(NOW + HOUR_MS) });
          return kept;
        },
      },
    });
    expect(await carrier.activate(ORDER)).toMatchObject({ kind: 'confirmed' });
    expect(bearers(sent)).toEqual(['Bearer token-other']);
  });

  test('given another worker that is lost, then the lease goes to the next one', async () => {
    const shared = store();
    shared.takeLease();
    const { carrier, sent } = onNetwork([token(), placed()], {
      tokens: {
        ...shared.tokens,
        async lease() {
          if (shared.seen.leases === 2) shared.expireLease();
          return shared.tokens.lease();
        },
      },
    });
    expect(await carrier.activate(ORDER)).toMatchObject({ kind: 'confirmed' });
    expect(bearers(sent)).toEqual(['fetch', 'Bearer token-one']);
  });

  test('given another worker that keeps it busy, then nothing is sent, and the tries are counted', async () => {
    const { tokens, seen, takeLease } = store();
    takeLease();
    const { carrier, sent } = onNetwork([], { tokens });
    expect(await carrier.activate(ORDER)).toEqual({ kind: 'not_sent', code: 'token_busy' });
    expect(await carrier.lookUp(ORDER)).toEqual({ kind: 'unavailable', code: 'token_busy' });
    expect(sent).toEqual([]);
    expect(seen.reads).toBe(12);
  });

  test('given calls at once, then they wait for the same one', async () => {
    const { tokens, seen } = store();
    const { carrier, sent } = onNetwork([token(), placed(), placed(), placed()], { tokens });
    const outcomes = await Promise.all([1, 2, 3].map(() => carrier.activate(ORDER)));
    expect(outcomes.map(({ kind }) => kind)).toEqual(['confirmed', 'confirmed', 'confirmed']);
    expect(sent.filter(isFetch)).toHaveLength(1);
    expect(seen.leases).toBe(1);
  });

  test.each(['read', 'lease'] as const)('given a store that cannot %s, then nothing is sent', async (broken) => {
    const tokens = { ...store().tokens, [broken]: () => Promise.reject(new Error('down')) };
    const { carrier, sent } = onNetwork([], { tokens });
    expect(await carrier.activate(ORDER)).toEqual({ kind: 'not_sent', code: 'token_store' });
    expect(sent).toEqual([]);
  });

  test('given a store that cannot save, then the token is good for this worker', async () => {
    const tokens = { ...store().tokens, save: () => Promise.reject(new Error('down')) };
    expect(await onNetwork([token(), placed()], { tokens }).carrier.activate(ORDER)).toMatchObject({
      kind: 'confirmed',
    });
  });
});

describe('a token that is turned away', () => {
  const kept = { token: 'token-kept', endsAt: instant(NOW + HOUR_MS) };

  test('is fetched anew once, with a secret that was read again', async () => {
    const { tokens } = store(kept);
    const { carrier, sent, secrets } = onNetwork([turnedAway(), token('two'), placed(), placed()], { tokens });
    expect(await carrier.activate(ORDER)).toMatchObject({ kind: 'confirmed' });
    await carrier.activate(ORDER);
    expect(bearers(sent)).toEqual(['Bearer token-kept', 'fetch', 'Bearer token-two', 'Bearer token-two']);
    expect(secrets).toEqual([false, true]);
    expect(sent[1]?.form).toMatchObject({ client_secret: 'secret-2' });
  });

  test('is replaced by the one that another worker has fetched meanwhile', async () => {
    const shared = store(kept);
    const { carrier, sent } = onNetwork(
      [
        async () => {
          await shared.tokens.save({ token: 'token-newer', endsAt: instant(NOW + HOUR_MS) });
          return json({}, 401);
        },
        placed(),
      ],
      { tokens: shared.tokens },
    );
    expect(await carrier.activate(ORDER)).toMatchObject({ kind: 'confirmed' });
    expect(bearers(sent)).toEqual(['Bearer token-kept', 'Bearer token-newer']);
  });

  test('and its successor too ends the attempt, and nothing was carried out', async () => {
    const { carrier, sent } = onNetwork([turnedAway(), token('two'), turnedAway()], { tokens: store(kept).tokens });
    expect(await carrier.activate(ORDER)).toEqual({ kind: 'not_sent', code: 'http_401' });
    expect(sent).toHaveLength(3);
  });

  test('by many calls at once is replaced once', async () => {
    const { tokens } = store(kept);
    const { carrier, sent } = onNetwork(
      [json({}, 401), json({}, 401), json({}, 401), token('two'), placed(), placed(), placed()],
      { tokens },
    );
    const outcomes = await Promise.all([1, 2, 3].map(() => carrier.activate(ORDER)));
    expect(outcomes.map(({ kind }) => kind)).toEqual(['confirmed', 'confirmed', 'confirmed']);
    expect(sent.filter(isFetch)).toHaveLength(1);
  });

  test('is not taken from the store again, although the fetching failed', async () => {
    const { carrier, sent } = onNetwork([turnedAway(), json({}, 500), token('two'), placed()], {
      tokens: { ...store(kept).tokens, lease: async () => true },
    });
    expect(await carrier.activate(ORDER)).toMatchObject({ kind: 'not_sent', code: 'auth_http_500' });
    expect(await carrier.activate(ORDER)).toMatchObject({ kind: 'confirmed' });
    expect(bearers(sent)).toEqual(['Bearer token-kept', 'fetch', 'fetch', 'Bearer token-two']);
  });
});

describe('fetching a token', () => {
  test.each([
    ['401', json({ data: [], meta: { message: 'Client authentication failed' } }, 401)],
    ['422', field('client_id')],
    ['403', numbered(89, 403)],
  ])('given credentials that are refused (%s), then a rotated secret is tried once', async (_what, refusal) => {
    const { carrier, sent, secrets } = onNetwork([refusal, token(), placed()], { tokens: store().tokens });
    expect(await carrier.activate(ORDER)).toMatchObject({ kind: 'confirmed' });
    expect(secrets).toEqual([false, true]);
    expect(sent[1]?.form).toMatchObject({ client_secret: 'secret-2' });
  });

  test('given credentials that stay wrong, then it ends after the second try', async () => {
    const { carrier, sent } = onNetwork([json({}, 401), json({}, 401)], { tokens: store().tokens });
    expect(await carrier.activate(ORDER)).toEqual({ kind: 'not_sent', code: 'auth_refused' });
    expect(sent).toHaveLength(2);
  });

  test('given the same secret once more, then it is not tried again: only three tries a minute are free', async () => {
    const { carrier, sent } = onNetwork([json({}, 401)], { tokens: store().tokens, account: () => ACCOUNT });
    expect(await carrier.activate(ORDER)).toEqual({ kind: 'not_sent', code: 'auth_refused' });
    expect(sent).toHaveLength(1);
  });

  test.each([
    ['no connection', networkError('ECONNREFUSED'), { code: 'auth_conn_refused', trouble: 'unreachable' }],
    ['reset', networkError('ECONNRESET'), { code: 'auth_conn_lost', trouble: 'unreachable' }],
    ['silence', silence, { code: 'auth_timeout', trouble: 'unreachable' }],
    ['500', json({}, 500), { code: 'auth_http_500', trouble: 'unreachable' }],
    ['throttled', json({}, 429, { 'retry-after': '5' }), { code: 'auth_http_429', retryAfterMs: 5_000 }],
    ['throttled, no wait', json({}, 429), { code: 'auth_http_429' }],
    ['a page', new Response('<html>'), { code: 'auth_malformed', trouble: 'unreachable' }],
    ['no token', json({ data: { expires_in: 60 } }), { code: 'auth_malformed', trouble: 'unreachable' }],
  ])('given %s, then the call was certainly not made, and the failure is not kept', async (_what, step, facts) => {
    const { carrier } = onNetwork([step, token(), placed()], {
      tokens: { ...store().tokens, lease: async () => true },
    });
    expect(await carrier.activate(ORDER)).toEqual({ kind: 'not_sent', ...facts });
    expect(await carrier.activate(ORDER)).toMatchObject({ kind: 'confirmed' });
  });

  test.each([
    ['at first', () => Promise.reject(new Error('denied')), 'account_unreadable'],
    [
      'when it is read again',
      (refresh: boolean) => (refresh ? Promise.reject(new Error('denied')) : ACCOUNT),
      'auth_refused',
    ],
  ])('given a secret that cannot be read %s, then nothing is thrown', async (_when, account, code) => {
    const { carrier } = onNetwork([json({}, 401)], {
      tokens: store().tokens,
      account: account as () => typeof ACCOUNT,
    });
    expect(await carrier.activate(ORDER)).toEqual({ kind: 'not_sent', code });
  });
});
