import { isCurrent, obtainToken, type SharingDeps } from './airalo-shared-token.ts';
import type { FetchedToken } from './airalo-token.ts';

export type SessionResult = FetchedToken;
export type Session = Extract<FetchedToken, { ok: true }>;

export interface Sessions {
  /** The session in use, or a new one. `refused` is one that the API did not accept: it is not handed out again. */
  get(signal: AbortSignal, refused?: Session): Promise<SessionResult>;
}

/** Keeps the token in memory for all calls of one worker; those that come while it is obtained wait for the same one. */
export const airaloSessions = (deps: SharingDeps): Sessions => {
  let kept: Session | undefined;
  let refusedToken: string | undefined;
  let underWay: Promise<SessionResult> | undefined;

  const renew = async (signal: AbortSignal): Promise<SessionResult> => {
    const result = await obtainToken(deps, signal, refusedToken);
    if (result.ok) refusedToken = undefined;
    kept = result.ok ? result : undefined;
    underWay = undefined;
    return result;
  };

  return {
    async get(signal, refused) {
      // Otherwise another call has replaced it already.
      if (refused && refused.token === kept?.token) {
        refusedToken = refused.token;
        kept = undefined;
      }
      if (kept && isCurrent(kept, deps.clock)) return kept;
      underWay ??= renew(signal);
      return underWay;
    },
  };
};
