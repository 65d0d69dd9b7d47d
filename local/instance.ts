import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { dynamoStore } from '../shared/table/dynamo-store.ts';
import { type Accounts, accounts } from './accounts.ts';
import { movableClock } from './cloud/clock.ts';
import { startCloud } from './cloud/cloud.ts';
import { type RunningServer, serveOn } from './cloud/gateway/gateway.ts';
import { synthesize } from './cloud/synthesize.ts';
import { control } from './control.ts';
import { serveFront } from './front.ts';
import { takeHome } from './home.ts';
import { choosePorts, type Endpoints, endpointsFile, lastEndpoints } from './ports.ts';
import { addLine, parseLineSpec } from './seed/lines.ts';
import { seed } from './seed/seed.ts';
import type { Settings } from './settings.ts';
import type { SimulatorStart } from './simulators/main.ts';
import { startSimulator } from './simulators/process.ts';
import { openRecords } from './simulators/records.ts';
import { startPage } from './start-page/start-page.ts';

export interface Instance {
  readonly endpoints: Endpoints;
  stop(): Promise<void>;
}

interface SideUrls {
  readonly issuer: string;
  readonly control: string;
  readonly stripe: string;
  readonly paypal: string;
  readonly soracom: string;
  readonly mailbox: string;
}

const AUDIENCE = 'keizoku-local';

/**
 * Starts everything on this machine and writes down where it is.
 *
 * @throws CannotStart, Unsupported with one clear sentence
 */
export const startInstance = async ({ home, port, fresh }: Settings): Promise<Instance> => {
  const taken = takeHome(home, fresh);
  const front = await serveFront(port);
  const records = openRecords(join(home, 'cloud.sqlite'));
  const clock = movableClock(records);
  const known = accounts(records);
  const urls = await sideUrls(home);
  const controls = await serveControls(urls.control);

  const [simulators, assemblyFolder] = await Promise.all([
    startSimulators(home, clock.offsetMs(), simulatorsOf(known, urls, front.url)),
    synthesize(home, { stage: 'local', publicUrl: front.url, issuerUrl: urls.issuer }),
  ]);
  clock.onJump((offsetMs) => simulators.jump(offsetMs));
  const cloud = await startCloud({
    ...{ home, assemblyFolder, records, clock, mailboxUrl: urls.mailbox },
    secretValues: secretsOf(known, urls, front.url),
  });

  const seeding = {
    store: dynamoStore(cloud.dynamo, cloud.tableName),
    soracomUrl: urls.soracom,
    now: clock.now,
  };
  await seed(seeding);
  cloud.run();
  controls.open(control({ cloud, clock, addLine: (spec) => addLine(seeding, parseLineSpec(spec)) }));
  const endpoints: Endpoints = { api: front.url, ...urls, aws: cloud.awsUrl, pid: process.pid };
  front.open(cloud.serveApi, () => startPage(endpoints));
  writeWhole(endpointsFile(home), `${JSON.stringify(endpoints, null, 2)}\n`);

  return {
    endpoints,
    async stop() {
      await front.close();
      await controls.close();
      await cloud.stop();
      await simulators.stop();
      records.close();
      taken.release();
    },
  };
};

const sideUrls = async (home: string): Promise<SideUrls> => {
  const last = lastEndpoints(home);
  const ports = await choosePorts([
    last?.issuer,
    last?.control,
    last?.stripe,
    last?.soracom,
    last?.mailbox,
    last?.paypal,
  ]);
  const url = (index: number): string => `http://127.0.0.1:${ports[index]}`;
  return { issuer: url(0), control: url(1), stripe: url(2), soracom: url(3), mailbox: url(4), paypal: url(5) };
};

const simulatorsOf = (
  { stripe, paypal, soracom }: Accounts,
  urls: SideUrls,
  apiUrl: string,
): readonly { readonly url: string; readonly simulator: SimulatorStart['simulator'] }[] => [
  { url: urls.issuer, simulator: { name: 'issuer', issuerUrl: urls.issuer, audience: AUDIENCE, apiUrl } },
  { url: urls.stripe, simulator: { name: 'stripe', ...stripe, webhookUrl: `${apiUrl}/v1/webhooks/stripe` } },
  { url: urls.paypal, simulator: { name: 'paypal', ...paypal, webhookUrl: `${apiUrl}/v1/webhooks/paypal` } },
  { url: urls.soracom, simulator: { name: 'soracom', ...soracom } },
  { url: urls.mailbox, simulator: { name: 'mailbox' } },
];

const startSimulators = async (
  home: string,
  offsetMs: number,
  wanted: ReturnType<typeof simulatorsOf>,
): Promise<{ jump(offsetMs: number): void; stop(): Promise<void> }> => {
  const logs = join(home, 'logs');
  const state = join(home, 'simulators');
  for (const folder of [logs, state]) mkdirSync(folder, { recursive: true });
  const running = await Promise.all(
    wanted.map(({ url, simulator }) =>
      startSimulator(
        {
          port: Number(new URL(url).port),
          recordsFile: join(state, `${simulator.name}.sqlite`),
          offsetMs,
          simulator,
        },
        join(logs, `${simulator.name}-simulator.log`),
        console.error,
      ),
    ),
  );
  return {
    jump(later) {
      for (const simulator of running) simulator.jump(later);
    },
    async stop() {
      await Promise.all(running.map((simulator) => simulator.stop()));
    },
  };
};

/** What an operator would put into Secrets Manager, under the names that the template gives its secrets. */
const secretsOf = (
  { stripe, paypal, soracom, wechatpay, alipay, antom, komoju, square }: Accounts,
  urls: SideUrls,
  apiUrl: string,
): Readonly<Record<string, () => string>> => {
  const values = {
    stripe: { secretKey: stripe.secretKey, webhookSecrets: [stripe.webhookSecret], apiUrl: urls.stripe },
    paypal: {
      clientId: paypal.clientId,
      clientSecrets: [paypal.clientSecret],
      webhookIds: [paypal.webhookId],
      environment: 'sandbox',
      apiUrl: urls.paypal,
      trustRootsPem: [paypal.signing.rootPem],
    },
    soracom: { ...soracom, apiUrl: `${urls.soracom}/v1` },
    wechatpay: {
      mchid: wechatpay.mchid,
      appids: [wechatpay.appid],
      apiv3Keys: [wechatpay.apiv3Key],
      keys: { [wechatpay.serial]: wechatpay.publicKey },
    },
    alipay: { appId: alipay.appId, sellerId: alipay.sellerId, publicKeys: [alipay.publicKey] },
    antom: { clientId: antom.clientId, publicKeys: [antom.publicKey] },
    komoju: { webhookSecrets: [komoju.webhookSecret] },
    square: { signatureKeys: [square.signatureKey], notificationUrl: `${apiUrl}/v1/webhooks/square` },
  };
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, () => JSON.stringify(value)]));
};

/** Listens at once, so that nobody else takes the port while everything starts; until then there is nothing to control. */
const serveControls = async (url: string): Promise<RunningServer & { open(app: Hono): void }> => {
  let current = new Hono();
  const server = await serveOn(
    Number(new URL(url).port),
    (request, response) => void getRequestListener((asked, env) => current.fetch(asked, env))(request, response),
  );
  return {
    ...server,
    open(app) {
      current = app;
    },
  };
};

/** Readers see the old file or the new one, never a part. */
const writeWhole = (file: string, text: string): void => {
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
};
