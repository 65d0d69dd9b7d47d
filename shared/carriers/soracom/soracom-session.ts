import * as z from 'zod/mini';
import { type Instant, plusMs } from '../../domain/values/instant.ts';
import type { Clock } from '../../runtime/deps.ts';
import type { Secret } from '../../runtime/secrets.ts';
import { type Exchange, exchange } from '../http/exchange.ts';
import type { SoracomAccount } from './soracom-account.ts';
import { type CallFailure, failureOf, MALFORMED } from './soracom-failure.ts';

/** Soracom allows 48 hours. A token that leaks is worth an hour, and a function seldom lives longer than a few. */
const TOKEN_SECONDS = 3_600;
/** Renewed this long before its end, so that it does not end on the way. */
const RENEW_BEFORE_END_MS = 60_000;

export interface Session {
  readonly apiUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly endsAt: Instant;
}

export type SessionResult =
  | { readonly ok: true; readonly session: Session }
  | { readonly ok: false; readonly failure: CallFailure };

export interface Sessions {
  /** The session in use, or a new one. `refused` is one that the API did not accept: it is not handed out again. */
  get(signal: AbortSignal, refused?: Session): Promise<SessionResult>;
}

/** The key is wrong, or may not authenticate. */
const REFUSED = 'auth_refused';
const DENIALS = new Set([400, 401, 403]);

const authReply = z.object({ apiKey: z.string().check(z.minLength(1)), token: z.string().check(z.minLength(1)) });

/** Keeps one token in memory for all calls; those that come while it is being fetched wait for the same one. */
export const soracomSessions = (deps: {
  readonly account: Secret<SoracomAccount>;
  readonly clock: Clock;
  readonly send: typeof fetch;
}): Sessions => {
  const { account, clock, send } = deps;
  let kept: Session | undefined;
  let underWay: Promise<SessionResult> | undefined;

  const authenticate = async (signal: AbortSignal, refresh: boolean): Promise<SessionResult> => {
    let secret: SoracomAccount;
    try {
      secret = await account({ refresh });
    } catch {
      return { ok: false, failure: { code: 'account_unreadable' } };
    }
    const { apiUrl, authKeyId, authKey } = secret;
    const askedAt = clock();
    const body = { json: { authKeyId, authKey, tokenTimeoutSeconds: TOKEN_SECONDS } };
    const result = read(await exchange(send, { method: 'POST', url: `${apiUrl}/auth`, body }, signal), askedAt);
    // The key may just have been rotated: look at the secret once more.
    if (!result.ok && result.failure.code === REFUSED && !refresh) return authenticate(signal, true);
    if (!result.ok) return result;
    const { apiKey, token } = result;
    const endsAt = plusMs(askedAt, TOKEN_SECONDS * 1_000);
    return {
      ok: true,
      session: { apiUrl, headers: { 'x-soracom-api-key': apiKey, 'x-soracom-token': token }, endsAt },
    };
  };

  const renew = async (signal: AbortSignal, refresh: boolean): Promise<SessionResult> => {
    const result = await authenticate(signal, refresh);
    kept = result.ok ? result.session : undefined;
    underWay = undefined;
    return result;
  };

  return {
    async get(signal, refused) {
      if (kept && kept !== refused && clock() < kept.endsAt - RENEW_BEFORE_END_MS) return { ok: true, session: kept };
      underWay ??= renew(signal, refused !== undefined);
      return underWay;
    },
  };
};

type AuthResult = Exclude<SessionResult, { ok: true }> | ({ readonly ok: true } & z.output<typeof authReply>);

/** Whatever goes wrong here, the call itself was never made. */
const read = (answer: Exchange, now: Instant): AuthResult => {
  if (answer.kind === 'answered' && DENIALS.has(answer.status)) return { ok: false, failure: { code: REFUSED } };
  if (answer.kind !== 'answered' || answer.status !== 200) return failed(failureOf(answer, now));
  const reply = authReply.safeParse(answer.body);
  return reply.success ? { ok: true, ...reply.data } : failed({ ...MALFORMED, code: 'malformed' });
};

const failed = (failure: CallFailure): AuthResult => ({
  ok: false,
  failure: { ...failure, code: `auth_${failure.code}` },
});
