import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from 'hono';
import { ApiError } from './api-error.ts';
import type { Call, Calls } from './calls.ts';
import { resetConnection } from './connection.ts';
import { type Fault, type FaultSwitch, type FaultTarget, isDistortion, isObstacle } from './faults.ts';

/** What an endpoint does: its answer's body, or an {@link ApiError} with nothing changed. */
export type Work = () => unknown;

type Journal = (facts: Partial<Pick<Call, 'status' | 'carriedOut' | 'fault'>>) => void;

/** Answers one call through whatever fault it meets, and keeps the journal. */
export const answer = async (
  c: Context,
  { calls, faults }: { readonly calls: Calls; readonly faults: FaultSwitch },
  target: FaultTarget,
  work: Work,
): Promise<Response> => {
  let call = calls.begin({ method: c.req.method, path: c.req.path, simId: target.simId });
  const journal: Journal = (facts) => {
    call = calls.update({ ...call, ...facts });
  };
  const obstacle = faults.take(isObstacle, target);
  if (obstacle) {
    journal({ carriedOut: false, fault: obstacle.fault });
    return misbehave(c, obstacle, journal);
  }
  try {
    const body = work();
    const distortion = faults.take(isDistortion, target);
    journal({ carriedOut: true, fault: distortion?.fault ?? null });
    if (distortion && distortion.fault !== 'slow') return misbehave(c, distortion, journal);
    // A process that is told to end does not wait for somebody's delay.
    if (distortion) await sleep(distortion.delayMs, undefined, { ref: false });
    journal({ status: 200 });
    return c.json(body);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    journal({ status: error.status, carriedOut: false });
    return c.json({ code: error.code, message: error.message }, error.status);
  }
};

const PAGE = '<!doctype html><html><head><title>Maintenance</title></head><body><h1>Please wait</h1></body></html>';

const misbehave = (c: Context, fault: Exclude<Fault, { fault: 'slow' | 'stale' }>, journal: Journal): Response => {
  switch (fault.fault) {
    case 'down':
    case 'lost_response':
      return resetConnection(c);
    case 'html':
      journal({ status: 200 });
      return c.html(PAGE);
    case 'refuse':
      journal({ status: fault.status });
      return failure(fault.status, fault.code, 'refused on purpose');
    case 'error_after_success':
      journal({ status: 500 });
      return failure(500, 'AGW0005', 'Internal error');
    case 'status':
      journal({ status: fault.status });
      return failure(fault.status, 'AGW0005', 'told to fail', fault.retryAfter);
  }
};

const failure = (status: number, code: string, message: string, retryAfter?: string): Response =>
  Response.json({ code, message }, { status, headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter } });
