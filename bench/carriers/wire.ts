import { SECOND_MS } from '../../shared/domain/values/instant.ts';
import type { Draws } from './draws.ts';

/**
 * In real time, which stands for as long as adapters wait. Much longer than a busy machine takes for any answer: a call
 * that is given up and carried out afterwards would be so for minutes later on the virtual clock.
 */
const TIMEOUT_MS = 1_500;
/** What that costs on the virtual clock: as long as the adapters wait for one call. */
const TIMEOUT_COSTS_MS = 8 * SECOND_MS;
/** One way of a call takes one to so many of these steps: what is on its way at the same time may arrive at the same time. */
const LATENCY_STEP_MS = 50;
const MAX_LATENCY_STEPS = 5;

/** One call as it left. */
export interface SentCall {
  readonly method: string;
  readonly url: URL;
  readonly body: string;
}

interface Options {
  /** On the virtual clock. */
  readonly sleep: (ms: number) => Promise<void>;
  readonly draws: Draws;
  /** What workers wait for together (a token) takes no virtual time: the others could not go on meanwhile. */
  readonly isShared: (call: SentCall) => boolean;
  readonly beforeSent: (call: SentCall) => Promise<void>;
}

/**
 * `fetch` over real HTTP, with a way there and back on the virtual clock. The time-outs that adapters bring along run in
 * real time, which passes for a caller also while it only waits for the clock; so the time-out is measured here, from
 * when the call really leaves, and told as they would tell it.
 */
export const wire = ({ sleep, draws, isShared, beforeSent }: Options): typeof fetch => {
  const travel = (): Promise<void> => sleep(LATENCY_STEP_MS * draws.between(1, MAX_LATENCY_STEPS));

  return async (input, init = {}) => {
    const { signal: _inRealTime, ...rest } = init;
    const request = new Request(input instanceof Request ? input : String(input), rest);
    const call = { method: request.method, url: new URL(request.url), body: await request.clone().text() };
    const travels = !isShared(call);
    if (travels) await travel();
    await beforeSent(call);
    try {
      const answer = await fetch(request, { signal: AbortSignal.timeout(TIMEOUT_MS) });
      const text = await answer.text();
      if (travels) await travel();
      return new Response(text, { status: answer.status, headers: answer.headers });
    } catch (error) {
      if (travels) await sleep(isTimeout(error) ? TIMEOUT_COSTS_MS : LATENCY_STEP_MS);
      throw error;
    }
  };
};

const isTimeout = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'name' in error && error.name === 'TimeoutError';
