import * as z from 'zod';
import { createIssuer } from '../issuer/issuer.ts';
import { createAiralo } from './airalo/index.ts';
import { createEsimAccess } from './esimaccess/index.ts';
import { createEsimGo } from './esimgo/index.ts';
import { createMailbox } from './mailbox/index.ts';
import { createPaypal } from './paypal/index.ts';
import { type Simulator, type Surroundings, serveSimulator } from './simulator.ts';
import { createSoracom } from './soracom/index.ts';
import { createStripe } from './stripe/index.ts';

/** What the parent process says first: which simulator to be. */
const start = z.object({
  port: z.number(),
  recordsFile: z.string(),
  offsetMs: z.number(),
  simulator: z.discriminatedUnion('name', [
    z.object({ name: z.literal('issuer'), issuerUrl: z.string(), audience: z.string(), apiUrl: z.string() }),
    z.object({ name: z.literal('stripe'), secretKey: z.string(), webhookUrl: z.string(), webhookSecret: z.string() }),
    z.object({
      name: z.literal('paypal'),
      clientId: z.string(),
      clientSecret: z.string(),
      webhookUrl: z.string(),
      webhookId: z.string(),
      signing: z.object({
        rootPem: z.string(),
        bundlePem: z.string(),
        privateKeyPem: z.string(),
        certId: z.string(),
      }),
    }),
    z.object({
      name: z.literal('soracom'),
      authKeyId: z.string(),
      authKey: z.string(),
      webhookUrl: z.string(),
      webhookToken: z.string(),
    }),
    z.object({ name: z.literal('airalo'), clientId: z.string(), clientSecret: z.string(), webhookUrl: z.string() }),
    z.object({
      name: z.literal('esimaccess'),
      accessCode: z.string(),
      secretKey: z.string(),
      /** With the secret that it holds. */
      webhookUrl: z.string(),
    }),
    z.object({ name: z.literal('esimgo'), apiKey: z.string(), webhookUrl: z.string() }),
    z.object({ name: z.literal('mailbox'), eventsUrl: z.string() }),
  ]),
});
export type SimulatorStart = z.infer<typeof start>;

const jump = z.object({ offsetMs: z.number() });

const creatorOf = ({ simulator }: SimulatorStart): ((surroundings: Surroundings) => Simulator) => {
  switch (simulator.name) {
    case 'issuer':
      return createIssuer({
        issuerUrl: () => simulator.issuerUrl,
        audience: simulator.audience,
        apiUrl: () => simulator.apiUrl,
      });
    case 'stripe':
      return createStripe({
        secretKey: simulator.secretKey,
        webhookSecret: simulator.webhookSecret,
        webhookUrl: () => simulator.webhookUrl,
      });
    case 'paypal': {
      const { clientId, clientSecret, webhookId, signing } = simulator;
      return createPaypal({ clientId, clientSecret, webhookId, signing, webhookUrl: () => simulator.webhookUrl });
    }
    case 'soracom': {
      const { authKeyId, authKey, webhookUrl, webhookToken } = simulator;
      return createSoracom({ authKeyId, authKey, webhook: { url: () => webhookUrl, token: webhookToken } });
    }
    case 'airalo': {
      const { clientId, clientSecret, webhookUrl } = simulator;
      return createAiralo({ clientId, clientSecret, webhookUrl: () => webhookUrl });
    }
    case 'esimaccess': {
      const { accessCode, secretKey, webhookUrl } = simulator;
      return createEsimAccess({ accessCode, secretKey, webhookUrl: () => webhookUrl });
    }
    case 'esimgo':
      return createEsimGo({ apiKey: simulator.apiKey, callbackUrl: () => simulator.webhookUrl });
    case 'mailbox':
      return createMailbox({ eventsUrl: simulator.eventsUrl });
  }
};

let offsetMs = 0;

const run = async (message: unknown): Promise<void> => {
  const options = start.parse(message);
  offsetMs = options.offsetMs;
  const { url } = await serveSimulator(creatorOf(options), {
    port: options.port,
    recordsFile: options.recordsFile,
    now: () => Date.now() + offsetMs,
  });
  process.send?.({ url });
};

process.once('message', (message) => {
  run(message).catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
  process.on('message', (later) => {
    offsetMs = jump.parse(later).offsetMs;
  });
});
// Nobody is left to serve: a simulator must not outlive the cloud, however that ended.
process.once('disconnect', () => process.exit(0));
// Ctrl-C reaches the whole process group; the parent drains first and then lets go.
process.on('SIGINT', () => {});
