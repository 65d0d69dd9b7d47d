import { createHmac } from 'node:crypto';
import type { CarrierEvent } from '../carrier/webhooks.ts';
import type { Dispatch } from '../webhooks/deliveries.ts';
import { doubling } from '../webhooks/retry-schedule.ts';
import { descriptionOf } from './catalogue.ts';
import type { IccidText } from './iccid-text.ts';
import type { Seen } from './timeline.ts';

export const ALERTS = ['Utilisation', 'FirstUse', 'FirstAttachment'] as const;
export type Alert = (typeof ALERTS)[number];

/** Whether and how often eSIM Go repeats a callback is not documented; a few times is this simulator's. */
const MAX_TRIES = 5;

/** Version 3: base64 of the HMAC-SHA256 of the body under the API key. */
export const callbackDispatch = (apiKey: string, url: () => string): Dispatch<null> => ({
  name: 'eSIM Go',
  url,
  schedule: doubling(MAX_TRIES),
  headers: ({ body }, _at, spoiled) => ({
    'content-type': 'application/json',
    'x-signature-sha256': createHmac('sha256', spoiled ? `not ${apiKey}` : apiKey)
      .update(body)
      .digest('base64'),
  }),
});

const iso = (at: number | null): string => (at === null ? '' : new Date(at).toISOString());

export const callback = (
  id: string,
  alertType: Alert,
  iccid: string,
  seen: Seen | undefined,
  write: IccidText,
): CarrierEvent => ({
  id,
  type: alertType,
  body: JSON.stringify({
    iccid: write(iccid),
    alertType,
    ...(seen && alertType !== 'FirstAttachment' && { bundle: bundleOf(seen) }),
  }),
});

const bundleOf = (seen: Seen) => ({
  id: seen.id,
  reference: seen.reference,
  name: seen.bundle,
  description: descriptionOf(seen.bundle),
  initialQuantity: seen.bytes ?? 0,
  remainingQuantity: seen.bytes === null ? 0 : seen.bytes - seen.usedBytes,
  startTime: iso(seen.startsAt),
  endTime: iso(seen.endsAt),
  unlimited: seen.bytes === null,
});

const THRESHOLDS_PERCENT = [1, 50, 80, 100];

/** What the platform tells of its own accord when data was used; `before` is the same bundle, if it had begun. */
export const alertsOf = (before: Seen | undefined, after: Seen): readonly Alert[] => {
  const used = before?.usedBytes ?? 0;
  const first: readonly Alert[] = used === 0 && after.usedBytes > 0 ? ['FirstUse'] : [];
  const { bytes } = after;
  if (bytes === null) return first;
  const crossed = THRESHOLDS_PERCENT.map((percent) => (bytes * percent) / 100).filter(
    (at) => used < at && after.usedBytes >= at,
  );
  return [...first, ...crossed.map((): Alert => 'Utilisation')];
};
