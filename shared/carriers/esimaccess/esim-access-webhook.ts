import { createHash, timingSafeEqual } from 'node:crypto';
import * as z from 'zod/mini';
import { isIccid } from '../../domain/values/iccid.ts';
import { Refusal } from '../../errors.ts';
import type { Secret } from '../../runtime/secrets.ts';
import { parseExactJson } from '../http/exact-json.ts';
import type { CarrierNotice, CarrierRequest, CarrierWebhookReceiver, NamedSim } from '../webhook.ts';
import type { EsimAccessAccount } from './esim-access-account.ts';

/**
 * Takes the notifications of an eSIM Access account. They are not signed: their address holds a secret, and whatever
 * they say is only a reason to read the SIM (docs.esimaccess.com, "Webhooks").
 */
export const esimAccessWebhook = ({
  account,
}: {
  readonly account: Secret<EsimAccessAccount>;
}): CarrierWebhookReceiver => ({
  async receive({ query, body }) {
    const token = query['token'] ?? '';
    // A token may have been added since the secret was kept.
    if (!isKnown(token, await account()) && !isKnown(token, await account({ refresh: true })))
      throw new Refusal('bad_signature');
    return noticesOf(body);
  },
});

const isKnown = (token: string, { webhookTokens }: EsimAccessAccount): boolean =>
  // Each is compared, so that the time tells nothing about which one it is like.
  webhookTokens.map((known) => timingSafeEqual(digest(known), digest(token))).includes(true);

/** Of one length, whatever was sent. */
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Theirs have 14 characters; what is longer than a key can be is none. */
const MAX_NAME_LENGTH = 64;

const notification = z.object({
  notifyType: z.string(),
  content: z.nullish(
    z.object({
      esimTranNo: z.nullish(z.string().check(z.maxLength(MAX_NAME_LENGTH))),
      iccid: z.nullish(z.string()),
    }),
  ),
});

/** They name an order or nothing, and never a top-up. */
const ABOUT_NO_SIM = new Set(['CHECK_HEALTH', 'ORDER_STATUS']);

const noticesOf = (body: CarrierRequest['body']): readonly CarrierNotice[] => {
  const read = notification.safeParse(parsed(body));
  if (!read.success) throw new Refusal('notice_unreadable');
  const { notifyType, content } = read.data;
  if (ABOUT_NO_SIM.has(notifyType)) return [];
  return [{ kind: 'changed', sim: simOf(content) }];
};

/** By the carrier's own name, because numbers are given to other SIMs; some notifications have the number only. */
const simOf = (content: z.output<typeof notification>['content']): NamedSim => {
  const { esimTranNo, iccid } = content ?? {};
  if (esimTranNo) return { carrierRef: esimTranNo };
  if (iccid && isIccid(iccid)) return { iccid };
  throw new Refusal('notice_unreadable');
};

const parsed = (body: CarrierRequest['body']): unknown => {
  try {
    return parseExactJson(body.toString('utf8'));
  } catch {
    throw new Refusal('notice_unreadable');
  }
};
