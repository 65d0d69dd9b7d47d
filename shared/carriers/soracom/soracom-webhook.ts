import { createHash, timingSafeEqual } from 'node:crypto';
import * as z from 'zod/mini';
import { Refusal } from '../../errors.ts';
import type { Secret } from '../../runtime/secrets.ts';
import type { CarrierNotice, CarrierRequest, CarrierWebhookReceiver } from '../webhook.ts';
import type { SoracomAccount } from './soracom-account.ts';

const TOKEN_HEADER = 'x-keizoku-token';

/**
 * Takes the web requests of Soracom's event handlers (developers.soracom.io, "Event Handler"). Soracom signs nothing;
 * the brand puts a secret into a header, and writes the body itself. For Keizoku an `ExecuteWebRequestAction` reads:
 *
 * ```json
 * {
 *   "url": "https://…", "httpMethod": "POST", "contentType": "application/json",
 *   "headers": { "x-keizoku-token": "one of webhookTokens" },
 *   "body": "{\"simId\":\"${simId}\",\"event\":\"monthly_traffic\"}"
 * }
 * ```
 *
 * `event` is for people. What happened is not believed, only that something did: the record tells the rest.
 */
export const soracomWebhook = ({ account }: { readonly account: Secret<SoracomAccount> }): CarrierWebhookReceiver => ({
  async receive(request) {
    // Read again once: a token may have been added since the account was kept.
    if (!hasToken(request, await account()) && !hasToken(request, await account({ refresh: true })))
      throw new Refusal('bad_signature');
    return [notice(request.body)];
  },
});

/** Digests have one length: nothing about a token can be told from how long the comparison takes. */
const hasToken = ({ headers }: CarrierRequest, { webhookTokens }: Pick<SoracomAccount, 'webhookTokens'>): boolean => {
  const given = headers[TOKEN_HEADER];
  if (given === undefined) return false;
  return webhookTokens.map((token) => timingSafeEqual(digest(token), digest(given))).includes(true);
};

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

const MAX_TEXT_LENGTH = 64;

const handlerBody = z.object({
  simId: z.string().check(z.regex(/^[0-9A-Za-z_-]+$/), z.maxLength(MAX_TEXT_LENGTH)),
  event: z.string().check(z.minLength(1), z.maxLength(MAX_TEXT_LENGTH)),
});

/** @throws Refusal `notice_unreadable`, also where a variable of the template was left as it is */
const notice = (body: Buffer): CarrierNotice => {
  const read = handlerBody.safeParse(parseJson(body.toString('utf8')));
  if (!read.success) throw new Refusal('notice_unreadable');
  return { kind: 'changed', sim: { carrierRef: read.data.simId } };
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
