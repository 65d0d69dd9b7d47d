import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from 'hono';
import { ApiError } from './api-error.ts';
import type { Call, Calls } from './calls.ts';
import { resetConnection } from './connection.ts';
import type { Distortion, Obstacle } from './fault-kinds.ts';
import type { FaultSwitch, FaultTarget, Take } from './faults.ts';

/**
 * What an endpoint does: its answer's body, or an {@link ApiError} with nothing changed. `take` asks for the faults that
 * only the endpoint understands.
 */
export type Work = (take: Take) => unknown;

/** How a carrier tells errors. */
export interface Dialect {
  /** The body of an answer that is an error. */
  errorBody(status: number, code: string, message: string): unknown;
  /** The code of a failure of its own. */
  readonly internalCode: string;
  /** What `refuse` says unless its rule says otherwise. */
  readonly refusal: { readonly status: number; readonly code: string };
}

export interface AnswerDeps<Endpoint extends string> {
  readonly calls: Calls;
  readonly faults: FaultSwitch<Endpoint>;
  readonly dialect: Dialect;
}

type Journal = (facts: Partial<Pick<Call, 'status' | 'carriedOut' | 'fault'>>) => void;

/** Answers one call through whatever fault it meets, and keeps the journal. */
export const answer = async <Endpoint extends string>(
  c: Context,
  { calls, faults, dialect }: AnswerDeps<Endpoint>,
  target: FaultTarget<Endpoint>,
  work: Work,
): Promise<Response> => {
  const { endpoint, carrierRef } = target;
  let call = calls.begin({ method: c.req.method, path: c.req.path, endpoint, carrierRef });
  const journal: Journal = (facts) => {
    call = calls.update({ ...call, ...facts });
  };
  const obstacle = faults.takeObstacle(target);
  if (obstacle) {
    journal({ carriedOut: false, fault: obstacle.fault });
    return misbehave(c, obstacle, { dialect, journal, body: {} });
  }
  const taker = faults.takerFor(target);
  const take: Take = (kind, isWanted) => {
    const settings = taker(kind, isWanted);
    if (settings) journal({ fault: kind.name });
    return settings;
  };
  try {
    const body = work(take);
    const distortion = faults.takeDistortion(target);
    journal({ carriedOut: true, ...(distortion && { fault: distortion.fault }) });
    if (distortion && distortion.fault !== 'slow') return misbehave(c, distortion, { dialect, journal, body });
    // A process that is told to end does not wait for somebody's delay.
    if (distortion) await sleep(distortion.delayMs, undefined, { ref: false });
    journal({ status: 200 });
    return c.json(body);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    journal({ status: error.status, carriedOut: false });
    return failure(dialect, error, error.retryAfter);
  }
};

const PAGE = '<!doctype html><html><head><title>Maintenance</title></head><body><h1>Please wait</h1></body></html>';

const misbehave = (
  c: Context,
  fault: Obstacle | Exclude<Distortion, { fault: 'slow' }>,
  { dialect, journal, body }: { readonly dialect: Dialect; readonly journal: Journal; readonly body: unknown },
): Response => {
  const { internalCode, refusal } = dialect;
  switch (fault.fault) {
    case 'down':
    case 'lost_response':
      return resetConnection(c);
    case 'html':
      journal({ status: 200 });
      return c.html(PAGE);
    case 'malformed':
      journal({ status: 200 });
      return malformed(fault.shape, body);
    case 'refuse': {
      const { status = refusal.status, code = refusal.code } = fault;
      journal({ status });
      return failure(dialect, { status, code, message: 'refused on purpose' });
    }
    case 'error_after_success':
      journal({ status: 500 });
      return failure(dialect, { status: 500, code: internalCode, message: 'Internal error' });
    case 'status':
      journal({ status: fault.status });
      return failure(dialect, { status: fault.status, code: internalCode, message: 'told to fail' }, fault.retryAfter);
  }
};

const malformed = (shape: 'wrong' | 'cut', body: unknown): Response => {
  const whole = JSON.stringify(body ?? null);
  const text = shape === 'wrong' ? '{"unexpected":[true]}' : whole.slice(0, Math.ceil(whole.length / 2));
  return new Response(text, { status: 200, headers: { 'content-type': 'application/json' } });
};

const failure = (
  { errorBody }: Dialect,
  { status, code, message }: { readonly status: number; readonly code: string; readonly message: string },
  retryAfter?: string,
): Response =>
  Response.json(errorBody(status, code, message), {
    status,
    headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter },
  });
