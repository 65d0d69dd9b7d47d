import type { IncomingMessage, ServerResponse } from 'node:http';
import { CannotStart } from './cannot-start.ts';
import { type RunningServer, serveOn } from './cloud/gateway/gateway.ts';

type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export interface Front extends RunningServer {
  /** Until then every request is answered by 503, which makes those who deliver come again. */
  open(api: Handle, startPage: () => string): void;
}

/** Links in reminders lead to `/r`. */
const PAGES = new Set(['/', '/r']);

/**
 * The port that people know: the start page at `/`, the API everywhere else.
 *
 * @throws CannotStart when the port is taken
 */
export const serveFront = async (port: number): Promise<Front> => {
  let handle: Handle = async (_request, response) => {
    response.writeHead(503, { 'content-type': 'application/json', 'retry-after': '1' });
    response.end('{"message":"Service Unavailable"}');
  };
  const server = await serveOn(port, (request, response) => {
    handle(request, response).catch(() => response.destroy());
  }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE') throw new CannotStart(`Port ${port} is in use: set PORT to another one.`);
    throw new CannotStart(`Port ${port} cannot be used: ${error.message}.`);
  });
  return {
    ...server,
    open(api, startPage) {
      handle = async (request, response) => {
        const [path] = (request.url ?? '/').split('?', 1);
        if (path === undefined || !PAGES.has(path) || !['GET', 'HEAD'].includes(request.method ?? ''))
          return api(request, response);
        response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
        response.end(startPage());
      };
    },
  };
};
