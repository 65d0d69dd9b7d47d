import { createPublicKey } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { certificatePem, newParty } from '../../local/simulators/paypal/certificate.ts';
import { formatInstant, instant } from '../../shared/domain/values/instant.ts';
import { alipayFixtures } from './deliveries/alipay.ts';
import { antomFixtures } from './deliveries/antom.ts';
import {
  type Case,
  CLOCK,
  type Delivery,
  FEN,
  ORDER_ID,
  type ProviderFixtures,
  type Sequence,
  YEN,
} from './deliveries/fixture.ts';
import { komojuFixtures } from './deliveries/komoju.ts';
import { certificateFile, paypalFixtures } from './deliveries/paypal.ts';
import { squareFixtures } from './deliveries/square.ts';
import { stripeFixtures } from './deliveries/stripe.ts';
import { wechatFixtures } from './deliveries/wechat.ts';
import { alipayReceiver } from './senders/alipay.ts';
import { antomReceiver } from './senders/antom.ts';
import { komojuKeys } from './senders/komoju.ts';
import { CERT_URL, certificates, intermediatesPem, paypalReceiver } from './senders/paypal.ts';
import { squareReceiver } from './senders/square.ts';
import { stripeSecrets } from './senders/stripe.ts';
import { CERTIFICATE_SERIAL, PUBLIC_KEY_ID, wechatpayKeys, wechatpayReceiver } from './senders/wechatpay.ts';

const FIXTURES: readonly ProviderFixtures[] = [
  stripeFixtures,
  paypalFixtures,
  alipayFixtures,
  antomFixtures,
  wechatFixtures,
  komojuFixtures,
  squareFixtures,
];

/**
 * Writes a folder of webhook fixtures: deliveries of every provider with the verdicts that its rules ask for, and the
 * keys of their receivers. Ids and verdicts are the same each time; keys are new in every process, and only their
 * public halves are written.
 */
export const writeFolder = (folder: string): void => {
  const write = (name: string, content: string): void => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  };
  const writeJson = (name: string, content: unknown): void => write(name, `${JSON.stringify(content, null, 1)}\n`);

  writeJson('keys/secrets.json', secrets);
  for (const [name, pem] of pemFiles()) write(`keys/${name}.pem`, pem);
  const cases = FIXTURES.flatMap(({ provider, cases: all }) => all.map((each) => caseFile(provider, each)));
  const sequences = FIXTURES.flatMap(({ provider, sequences: all }) => all.map((each) => sequenceFile(provider, each)));
  for (const each of cases) writeJson(`cases/${each.provider}/${each.id}.json`, each);
  for (const each of sequences) writeJson(`sequences/${each.id}.json`, each);
  writeJson('manifest.json', {
    set: 'keizoku',
    defaults: {
      order_id: ORDER_ID,
      jpy: { amount: YEN, currency: 'JPY' },
      cny: { amount: FEN, currency: 'CNY' },
    },
    clock: CLOCK,
    clock_iso: formatInstant(instant(CLOCK * 1_000)),
    cases: cases.map(({ id, provider, group, title, expect }) => ({ id, provider, group, title, ...expect })),
    sequences: sequences.map(({ id, provider, title, expect }) => ({ id, provider, title, ...expect })),
  });
};

const requestFile = ({ headers, body, path }: Delivery) => ({
  method: 'POST',
  path,
  headers: Object.entries(headers),
  body_b64: body.toString('base64'),
});

const surroundings = ({ config = 'default', order, cert_fetch, provider_api }: Case | Sequence) => ({
  clock: CLOCK,
  config,
  order: order === undefined ? ('default' as const) : order,
  ...(cert_fetch && { cert_fetch }),
  ...(provider_api && { provider_api }),
});

const caseFile = (provider: string, fixture: Case) => ({
  id: `${provider}-${fixture.name}`,
  provider,
  group: fixture.group,
  title: fixture.title,
  ...surroundings(fixture),
  http: requestFile(fixture.http),
  body_text: fixture.http.body.toString('utf8'),
  expect: { strict: fixture.expect.alt === undefined, signature: fixture.group, ...fixture.expect },
});

const sequenceFile = (provider: string, fixture: Sequence) => ({
  id: `${provider}-seq-${fixture.name}`,
  provider,
  title: fixture.title,
  ...surroundings(fixture),
  mode: fixture.mode,
  steps: fixture.steps.map(({ http, before }) => ({
    http: requestFile(http),
    ...(before && { before }),
    body_text: http.body.toString('utf8'),
  })),
  expect: { strict: fixture.expect.alt === undefined, ...fixture.expect },
});

const secrets = {
  stripe: { secret: stripeSecrets.present, secret_old: stripeSecrets.other },
  paypal: { webhook_id: paypalReceiver.webhookIds[0], cert_url: CERT_URL },
  alipay: { app_id: alipayReceiver.appId, seller_id: alipayReceiver.sellerId },
  antom: { client_id: antomReceiver.clientId, path: '/webhooks/antom' },
  wechat: {
    apiv3_key: wechatpayReceiver.apiv3Keys[0],
    mchid: wechatpayReceiver.mchid,
    appid: wechatpayReceiver.appids[0],
    platform_serial: CERTIFICATE_SERIAL,
    public_key_id: PUBLIC_KEY_ID,
  },
  komoju: { secret: komojuKeys.present },
  square: { signature_key: squareReceiver.signatureKeys[0], notification_url: squareReceiver.notificationUrl },
};

const pemFiles = (): readonly (readonly [name: string, pem: string])[] => [
  ['alipay-public', alipayReceiver.publicKeys[0] ?? ''],
  ['antom-public', antomReceiver.publicKeys[0] ?? ''],
  ['wechat-pubkey-public', wechatpayKeys.byPublicKey],
  ['wechat-platform-cert', platformCertificate()],
  ['paypal-root-ca', (paypalReceiver.trustRootsPem ?? []).join('')],
  ['paypal-intermediate-ca', intermediatesPem.join('')],
  ...certificateNames.map((name) => [certificateFile(name).replace(/\.pem$/, ''), certificates[name].pem] as const),
];

const certificateNames = Object.keys(certificates) as (keyof typeof certificates)[];

/** The sender's key as WeChat Pay hands it out: in a certificate. */
const platformCertificate = (): string => {
  const issuer = newParty('Tenpay.com Root CA');
  const subject = { ...issuer, commonName: 'Tenpay.com sign', publicKey: createPublicKey(wechatpayKeys.byCertificate) };
  return certificatePem({ subject, issuer, ca: false, notBefore: Date.UTC(2025, 0), notAfter: Date.UTC(2040, 0) });
};
