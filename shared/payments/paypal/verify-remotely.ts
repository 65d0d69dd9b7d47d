import * as z from 'zod/mini';
import { type PaypalCall, PaypalRefused } from './paypal-calls.ts';
import { unavailable, understood } from './paypal-fetch.ts';
import { AUTH_ALGO, type Transmission } from './transmission.ts';

const verdict = z.object({ verification_status: z.string() });

/**
 * Asks PayPal whether it signed a delivery (developer.paypal.com/docs/api/webhooks/v1/#verify-webhook-signature_post).
 * The body goes in as the text that was received: written anew it would have another CRC. So it must be one JSON
 * object by itself, or it could close the request's and say something else about its own signature.
 */
export const isSignedSaysPaypal = async (
  call: PaypalCall,
  transmission: Transmission,
  body: Buffer,
  webhookIds: readonly string[],
): Promise<boolean> => {
  const event = jsonObjectText(body);
  if (event === undefined) return false;
  for (const webhookId of webhookIds) if (await isSignedFor(call, transmission, event, webhookId)) return true;
  return false;
};

const isSignedFor = async (
  call: PaypalCall,
  { id, time, certUrl, signature }: Transmission,
  event: string,
  webhookId: string,
): Promise<boolean> => {
  const facts = JSON.stringify({
    auth_algo: AUTH_ALGO,
    cert_url: certUrl,
    transmission_id: id,
    transmission_sig: signature,
    transmission_time: time,
    webhook_id: webhookId,
  });
  const request = `${facts.slice(0, -1)},"webhook_event":${event}}`;
  try {
    const reply = await call({ method: 'POST', path: '/v1/notifications/verify-webhook-signature', body: request });
    return understood(verdict, reply).verification_status === 'SUCCESS';
  } catch (error) {
    if (!(error instanceof PaypalRefused)) throw error;
    // Not allowed to ask is no answer.
    if (error.status === 403) throw unavailable('does not let us verify', error);
    return false;
  }
};

const jsonObjectText = (body: Buffer): string | undefined => {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? text : undefined;
  } catch {
    return undefined;
  }
};
