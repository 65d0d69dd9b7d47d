import { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context } from 'hono';
import type { Fault } from './faults.ts';

/** How one service takes a message, and how it says no. */
export interface Answers {
  readonly accept: () => Response;
  readonly refuse: Readonly<Record<'throttle' | 'reject' | 'error_500', () => Response>>;
}

/** Answers a request that the service would take, unless a fault is set. What is refused leaves nothing behind. */
export const answer = async (c: Context, fault: Fault | undefined, answers: Answers): Promise<Response> => {
  const response = decide(fault, answers);
  // A process that is told to end does not wait for somebody's delay.
  if (fault) await sleep(fault.delayMs, undefined, { ref: false });
  return fault?.kind === 'lost_response' ? dropConnection(c) : response;
};

const decide = (fault: Fault | undefined, { accept, refuse }: Answers): Response => {
  switch (fault?.kind) {
    case undefined:
    case 'slow':
    case 'lost_response':
      return accept();
    case 'throttle':
    case 'reject':
    case 'error_500':
      return refuse[fault.kind]();
  }
};

/** Closes the connection in the middle of the exchange, as a network does. */
const dropConnection = (c: Context): Response => {
  const env: unknown = c.env;
  if (typeof env !== 'object' || env === null || !('incoming' in env) || !(env.incoming instanceof IncomingMessage))
    throw new Error('a connection can be lost only where there is one: serve the simulator over HTTP');
  env.incoming.socket.destroy();
  return RESPONSE_ALREADY_SENT;
};

/** AWS refuses what is not signed for the service; the signature itself is not checked here. */
export const isSignedFor = (c: Context, service: string): boolean =>
  new RegExp(`^AWS4-HMAC-SHA256 Credential=[^/]+/\\d{8}/[^/]+/${service}/aws4_request`).test(
    c.req.header('authorization') ?? '',
  );
