import { serve } from '@hono/node-server';
import { Hono } from 'hono';

export interface CarrierStandIn {
  readonly url: string;
  /** What was put, in order. */
  readonly put: readonly { readonly id: string; readonly body: unknown }[];
  /** Every further request is answered with this status. */
  answerWith(status: 200 | 503): void;
  close(): Promise<void>;
}

/** The one control route of the carrier simulator that the seed uses, over real HTTP. */
export const serveCarrier = async (): Promise<CarrierStandIn> => {
  const put: { id: string; body: unknown }[] = [];
  let status: 200 | 503 = 200;
  const app = new Hono();
  app.put('/_sim/sims/:id', async (context) => {
    if (status !== 200) return context.json({ error: 'told to fail' }, status);
    put.push({ id: context.req.param('id'), body: await context.req.json() });
    return context.json({});
  });
  const { server, port } = await new Promise<{ server: ReturnType<typeof serve>; port: number }>((resolve) => {
    const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, (address) =>
      resolve({ server, port: address.port }),
    );
  });
  return {
    url: `http://127.0.0.1:${port}`,
    put,
    answerWith(next) {
      status = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
};
