import * as z from 'zod/mini';
import { isIccid } from '../../domain/values/iccid.ts';
import { Refusal } from '../../errors.ts';
import type { Secret } from '../../runtime/secrets.ts';
import type { CarrierNotice, CarrierRequest, CarrierWebhookReceiver } from '../webhook.ts';
import type { AiraloAccount } from './airalo-account.ts';
import { isSigned } from './airalo-signature.ts';

/**
 * Takes the low data notice, sent at 75 and 90 % of the data and at 3 days and 1 day before the end (page "Notification:
 * Low data"). Its one figure is a percentage: usage and record are worth reading. Opting in asks the address with HEAD
 * first, which nobody signs.
 */
export const airaloWebhook = ({ account }: { readonly account: Secret<AiraloAccount> }): CarrierWebhookReceiver => ({
  async receive(request) {
    if (request.method.toUpperCase() === 'HEAD') return [];
    await verify(request, account);
    return noticesOf(request.body);
  },
});

/**
 * The account is read again once, for a secret may have been added since it was kept.
 *
 * @throws Refusal `bad_signature`
 */
const verify = async ({ body, headers }: CarrierRequest, account: Secret<AiraloAccount>): Promise<void> => {
  const signature = headers['airalo-signature'];
  if (isSigned(body, signature, (await account()).webhookSecrets)) return;
  if (isSigned(body, signature, (await account({ refresh: true })).webhookSecrets)) return;
  throw new Refusal('bad_signature');
};

const anyNotice = z.record(z.string(), z.unknown());
/** A number would have lost digits on its way: the signature is checked over JSON that was read the same way. */
const aboutSim = z.object({ iccid: z.string().check(z.regex(/^\d{1,22}$/)) });

/** @throws Refusal `notice_unreadable` */
const noticesOf = (body: Buffer): readonly CarrierNotice[] => {
  const notice = anyNotice.safeParse(signedJson(body));
  if (!notice.success) throw unreadable('a signed notice is not an object');
  // Credit limits and orders name no SIM at this level.
  if (!('iccid' in notice.data)) return [];
  const named = aboutSim.safeParse(notice.data);
  if (!named.success) throw unreadable('a signed notice names its SIM in another form');
  const { iccid } = named.data;
  return [{ kind: 'changed', sim: isIccid(iccid) ? { iccid } : { carrierRef: iccid } }];
};

/** A parser's own message would quote the text. */
const signedJson = (body: Buffer): unknown => {
  try {
    return JSON.parse(body.toString());
  } catch {
    throw unreadable('a signed notice is not JSON');
  }
};

const unreadable = (why: string): Refusal => new Refusal('notice_unreadable', {}, { cause: new Error(why) });
