import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { soracomWebhook } from '../../../shared/carriers/soracom/soracom-webhook.ts';
import type { CarrierNotice } from '../../../shared/carriers/webhook.ts';
import { instant } from '../../../shared/domain/values/instant.ts';
import { Refusal } from '../../../shared/errors.ts';
import { TOKEN } from './soracom-world.ts';

/** The real receiver behind real HTTP, as the function stands behind its address. */
export const serveReceiver = async () => {
  const taken: CarrierNotice[] = [];
  const refused: string[] = [];
  const { receive } = soracomWebhook({
    account: async () => ({ authKeyId: 'x', authKey: 'y', apiUrl: 'https://unused.example', webhookTokens: [TOKEN] }),
  });
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    try {
      const delivery = {
        method: 'POST',
        headers,
        body: Buffer.concat(chunks),
        query: {},
        receivedAt: instant(Date.now()),
      };
      taken.push(...(await receive(delivery)));
      response.writeHead(200).end('{}');
    } catch (error) {
      refused.push(error instanceof Refusal ? error.code : String(error));
      response.writeHead(400).end('{}');
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    taken,
    refused,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
