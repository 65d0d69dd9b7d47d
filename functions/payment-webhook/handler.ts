import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { rawBody } from '../../shared/http/body.ts';
import { chain } from '../../shared/http/chain.ts';
import { lowerCaseHeaders } from '../../shared/http/headers.ts';
import type { PaymentNotice, PaymentProvider, SignedRequest } from '../../shared/payments/provider.ts';
import type { Clock, Log } from '../../shared/runtime/deps.ts';

interface Deps {
  readonly payments: Pick<PaymentProvider, 'verify'>;
  readonly takeNotices: (notices: readonly PaymentNotice[]) => Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Stripe's events stay far below it. */
const MAX_WEBHOOK_BYTES = 256 * 1024;

/** Verified over the raw bytes, stored, and only then acknowledged; anything but a 2xx makes the provider try again. */
export const paymentWebhook = ({ payments, takeNotices, clock, log }: Deps) =>
  chain(log, async (event) => {
    await takeNotices(await payments.verify(signedRequest(event, clock)));
    return { statusCode: 200, headers: { 'content-type': 'application/json' }, body: '{"received":true}' };
  });

const signedRequest = (event: APIGatewayProxyEventV2, clock: Clock): SignedRequest => ({
  headers: lowerCaseHeaders(event),
  body: rawBody(event, MAX_WEBHOOK_BYTES),
  receivedAt: clock(),
});
