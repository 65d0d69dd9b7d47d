import { IncomingMessage } from 'node:http';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context } from 'hono';

/** Resets the connection (TCP RST) in the middle of the exchange. */
export const resetConnection = (c: Context): Response => {
  const env: unknown = c.env;
  if (typeof env !== 'object' || env === null || !('incoming' in env) || !(env.incoming instanceof IncomingMessage))
    throw new Error('a connection can be reset only where there is one: serve the simulator over HTTP');
  env.incoming.socket.resetAndDestroy();
  return RESPONSE_ALREADY_SENT;
};
