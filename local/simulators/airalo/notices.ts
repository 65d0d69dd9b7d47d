import { createHmac, randomUUID } from 'node:crypto';
import type { Hono } from 'hono';
import { ROLLING_DAY_MS, SECOND_MS } from '../../../shared/domain/values/instant.ts';
import { type CarrierEvent, type CarrierWebhooks, carrierWebhooks } from '../carrier/webhooks.ts';
import type { Surroundings } from '../simulator.ts';
import { evenly } from '../webhooks/retry-schedule.ts';
import { type DataPackage, running, type Sim } from './sim.ts';

export const LEVELS = ['75%', '90%', '3days', '1days'] as const;
export type Level = (typeof LEVELS)[number];

export interface NoticeConfig {
  /** With which deliveries are signed. */
  readonly clientSecret: string;
  /** An address that is opted in without a call of the API; asked when it is needed. */
  readonly webhookUrl?: (() => string) | undefined;
  /** What the signature covers: the body as it is sent, or as PHP writes JSON, with `/` as `\/`. */
  readonly signs?: 'raw' | 'escaped' | undefined;
}

export interface Notices extends Pick<CarrierWebhooks, 'shown' | 'stop'> {
  /** Opts in; `false` when the address does not answer HEAD with 200. */
  optIn(url: string): Promise<boolean>;
  address(): string | undefined;
  /** Sends them whatever the state of the SIM is; `false` when nobody has opted in. */
  send(sim: Sim, levels: readonly Level[]): Promise<boolean>;
  /** Sends what the state of the SIM gives reason for, once. */
  sendDue(sim: Sim): void;
}

/** Every quarter of an hour in reality; here the pause is that of the webhook faults. */
const REPETITIONS = 20;
const HEAD_TIMEOUT_MS = 10 * SECOND_MS;

/** The low data webhook (pages "Webhook definition", "Notification: Low data"). */
export const openNotices = (app: Hono, surroundings: Surroundings, config: NoticeConfig): Notices => {
  const { records, now } = surroundings;
  const address = (): string | undefined => records.get('opt_in', 'webhook_low_data');

  const webhooks = carrierWebhooks(app, surroundings, {
    name: 'airalo',
    url: () => address() ?? '',
    schedule: evenly(REPETITIONS),
    headers: ({ body }, _at, spoiled) => ({
      'content-type': 'application/json',
      'airalo-signature': createHmac('sha512', spoiled ? `${config.clientSecret}x` : config.clientSecret)
        .update(config.signs === 'escaped' ? body.replaceAll('/', '\\/') : body)
        .digest('hex'),
    }),
    // "Any response >= 204 is treated as a failure".
    isTaken: (status) => status >= 200 && status < 204,
  });

  const optIn = async (url: string): Promise<boolean> => {
    const answers = await fetch(url, {
      method: 'HEAD',
      redirect: 'manual',
      signal: AbortSignal.timeout(HEAD_TIMEOUT_MS),
    })
      .then(({ status }) => status === 200)
      .catch(() => false);
    if (answers) records.put('opt_in', 'webhook_low_data', url);
    return answers;
  };

  const isOptedIn = async (): Promise<boolean> => {
    if (address() !== undefined) return true;
    const url = config.webhookUrl?.();
    return url !== undefined && optIn(url);
  };

  const sendTo = async (events: readonly CarrierEvent[]): Promise<boolean> => {
    if (!(await isOptedIn())) return false;
    webhooks.send(...events);
    return true;
  };

  return {
    shown: webhooks.shown,
    stop: webhooks.stop,
    optIn,
    address,
    send: (sim, levels) =>
      sendTo(levels.map((level) => noticeOf(sim, sim.packages.at(-1), level, `notice-${randomUUID()}`))),
    sendDue(sim) {
      const current = running(sim, now());
      if (!current || (address() === undefined && !config.webhookUrl)) return;
      const known = new Set(webhooks.list().map(({ eventId }) => eventId));
      const events = dueLevels(current, now())
        .map((level) => noticeOf(sim, current, level, `notice-${sim.iccid}-${current.id}-${level.replace('%', '')}`))
        .filter(({ id }) => !known.has(id));
      if (events.length > 0) sendTo(events).catch((error: unknown) => console.error('airalo simulator', error));
    },
  };
};

const percentLeft = ({ offer, usedMb }: DataPackage): number =>
  offer.amountMb === 0 ? 100 : Math.round(((offer.amountMb - usedMb) / offer.amountMb) * 100);

/** Alerts come at 75 and 90 % of the data, and at 3 days and 1 day before the end. */
const dueLevels = (current: DataPackage, now: number): readonly Level[] => {
  const usedPercent = 100 - percentLeft(current);
  const daysLeft = ((current.expiredAt ?? now) - now) / ROLLING_DAY_MS;
  const isDue: Readonly<Record<Level, boolean>> = {
    '75%': usedPercent >= 75,
    '90%': usedPercent >= 90,
    '3days': daysLeft <= 3,
    '1days': daysLeft <= 1,
  };
  return LEVELS.filter((level) => isDue[level]);
};

const noticeOf = ({ iccid }: Sim, about: DataPackage | undefined, level: Level, id: string): CarrierEvent => ({
  id,
  type: `low_data ${level}`,
  body: JSON.stringify({
    level,
    package_name: about?.offer.id ?? '',
    remaining_percentage: about ? percentLeft(about) : 0,
    iccid,
  }),
});
