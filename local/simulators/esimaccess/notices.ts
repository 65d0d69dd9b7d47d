import { randomUUID } from 'node:crypto';
import type { CarrierEvent, CarrierWebhooks } from '../carrier/webhooks.ts';
import { apiTime, type Esim, smdpStatus, statusOf, totalDuration, totalVolume } from './esim.ts';

export const NOTIFY_TYPES = [
  'CHECK_HEALTH',
  'ORDER_STATUS',
  'ESIM_STATUS',
  'SMDP_EVENT',
  'DATA_USAGE',
  'VALIDITY_USAGE',
] as const;
export type NotifyType = (typeof NOTIFY_TYPES)[number];

const DAY_MS = 86_400_000;
/** Shares of the volume that are left when a DATA_USAGE is sent. */
const THRESHOLDS = [0.5, 0.2, 0.1];

/** Times in notifications end with `Z`. */
const noticeTime = (at: number): string => apiTime(at).replace('+0000', 'Z');

/** What the carrier tells on its own account (docs.esimaccess.com, "Webhooks"), in its envelope. */
export const notices = (webhooks: Pick<CarrierWebhooks, 'send'>, now: () => number) => {
  const names = ({ iccid, orderNo, esimTranNo, packages }: Esim) => ({
    iccid,
    orderNo,
    esimTranNo,
    transactionId: packages[0]?.transactionId ?? '',
  });

  const send = (notifyType: NotifyType, content: object): string => {
    const id = randomUUID().replaceAll('-', '');
    const body = JSON.stringify({ notifyType, notifyId: id, eventGenerateTime: noticeTime(now()), content });
    const event: CarrierEvent = { id, type: notifyType, body };
    webhooks.send(event);
    return id;
  };

  const status = (esim: Esim) => ({ esimStatus: statusOf(esim, now()), smdpStatus: smdpStatus(esim) });

  const usage = (esim: Esim, remainThreshold: number): string =>
    send('DATA_USAGE', {
      ...names(esim),
      totalVolume: totalVolume(esim),
      orderUsage: esim.orderUsage,
      remain: totalVolume(esim) - esim.orderUsage,
      remainThreshold,
      lastUpdateTime: noticeTime(esim.usageAt),
    });

  const tell = (notifyType: Exclude<NotifyType, 'CHECK_HEALTH'>, esim: Esim): string => {
    switch (notifyType) {
      case 'ORDER_STATUS': {
        const { orderNo, transactionId } = names(esim);
        return send(notifyType, { orderNo, transactionId, orderStatus: 'GOT_RESOURCE' });
      }
      case 'ESIM_STATUS':
        return send(notifyType, { ...names(esim), ...status(esim) });
      case 'SMDP_EVENT': {
        const event = { eid: '0'.repeat(32), timestamp: noticeTime(now()), seqNumber: 1 };
        return send(notifyType, { ...names(esim), ...status(esim), ...event });
      }
      case 'DATA_USAGE':
        return usage(esim, 0.5);
      case 'VALIDITY_USAGE':
        return send(notifyType, {
          ...names(esim),
          remain: Math.max(Math.ceil((esim.expiresAt - now()) / DAY_MS), 0),
          totalDuration: totalDuration(esim),
          durationUnit: 'DAY',
          expiredTime: noticeTime(esim.expiresAt),
        });
    }
  };

  return {
    tell,
    /** Sent once, when an address is first configured. */
    checkHealth: () => send('CHECK_HEALTH', { orderNo: '1234567890', orderStatus: 'Test' }),
    /** What a change of its usage is worth telling. */
    used(before: Esim, after: Esim): void {
      if (statusOf(before, now()) !== statusOf(after, now())) tell('ESIM_STATUS', after);
      const left = (esim: Esim): number => 1 - esim.orderUsage / totalVolume(esim);
      for (const threshold of THRESHOLDS)
        if (left(before) > threshold && left(after) <= threshold) usage(after, threshold);
    },
  };
};

export type Notices = ReturnType<typeof notices>;
