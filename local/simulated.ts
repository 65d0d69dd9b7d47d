import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Accounts } from './accounts.ts';
import type { SideUrls } from './side-urls.ts';
import type { SimulatorStart } from './simulators/main.ts';
import { startSimulator } from './simulators/process.ts';

interface Wanted {
  readonly url: string;
  readonly simulator: SimulatorStart['simulator'];
}

/** For whom the tokens of the local issuer are. */
const AUDIENCE = 'keizoku-local';

/** Everybody around the product, and where they deliver to. */
export const simulatorsOf = (accounts: Accounts, urls: SideUrls, apiUrl: string): readonly Wanted[] => {
  const { stripe, paypal, soracom, soracomWebhook, airalo, esimaccess, esimgo } = accounts;
  const ofCarrier = (account: string): string => `${apiUrl}/v1/carrier-webhooks/${account}`;
  return [
    { url: urls.issuer, simulator: { name: 'issuer', issuerUrl: urls.issuer, audience: AUDIENCE, apiUrl } },
    { url: urls.mailbox, simulator: { name: 'mailbox', eventsUrl: `${urls.control}/message-events` } },
    { url: urls.stripe, simulator: { name: 'stripe', ...stripe, webhookUrl: `${apiUrl}/v1/webhooks/stripe` } },
    { url: urls.paypal, simulator: { name: 'paypal', ...paypal, webhookUrl: `${apiUrl}/v1/webhooks/paypal` } },
    {
      url: urls.soracom,
      simulator: {
        name: 'soracom',
        ...soracom,
        webhookUrl: ofCarrier('soracom'),
        webhookToken: soracomWebhook.token,
      },
    },
    { url: urls.airalo, simulator: { name: 'airalo', ...airalo, webhookUrl: ofCarrier('airalo') } },
    {
      url: urls.esimaccess,
      simulator: {
        name: 'esimaccess',
        accessCode: esimaccess.accessCode,
        secretKey: esimaccess.secretKey,
        webhookUrl: `${ofCarrier('esimaccess')}?token=${esimaccess.webhookToken}`,
      },
    },
    { url: urls.esimgo, simulator: { name: 'esimgo', ...esimgo, webhookUrl: ofCarrier('esimgo') } },
  ];
};

export interface RunningSimulators {
  /** Tells them that the clock was moved. */
  jump(offsetMs: number): void;
  stop(): Promise<void>;
}

/** Each in a process of its own, with its state and its log in `home`. */
export const startSimulators = async (
  home: string,
  offsetMs: number,
  wanted: readonly Wanted[],
): Promise<RunningSimulators> => {
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
