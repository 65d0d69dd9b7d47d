import type { APIGatewayProxyEvent, APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { rawBody } from '../../shared/http/body.ts';
import { chain } from '../../shared/http/chain.ts';
import { lowerCaseHeaders } from '../../shared/http/headers.ts';
import type { PaymentNotice, SignedRequest, WebhookReceiver, WebhookReply } from '../../shared/payments/webhook.ts';
import type { Clock, Log } from '../../shared/runtime/deps.ts';

interface Deps {
  readonly receiver: WebhookReceiver;
  readonly takeNotices: (notices: readonly PaymentNotice[]) => Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Payload 2.0 of HTTP APIs and function URLs, or 1.0 of REST APIs. */
type WebhookEvent = APIGatewayProxyEventV2 | APIGatewayProxyEvent;

/** The largest event of any provider stays far below it. */
const MAX_WEBHOOK_BYTES = 256 * 1024;

/** Verified over the raw bytes, stored, and only then acknowledged, each in the way this provider counts it. */
export const paymentWebhook = ({ receiver, takeNotices, clock, log }: Deps) =>
  chain(
    log,
    async (event) => {
      await takeNotices(await receiver.receive(signedRequest(event, clock)));
      return answer(receiver.accepted);
    },
    ({ code, statusCode }) => answer(receiver.refused(statusCode, code)),
  );

const signedRequest = (event: WebhookEvent, clock: Clock): SignedRequest => ({
  headers: lowerCaseHeaders(event),
  body: rawBody(event, MAX_WEBHOOK_BYTES),
  path: 'rawPath' in event ? event.rawPath : event.path,
  receivedAt: clock(),
});

const answer = ({ statusCode, contentType, body }: WebhookReply): APIGatewayProxyStructuredResultV2 => ({
  statusCode,
  ...(body !== '' && { headers: { 'content-type': contentType } }),
  body,
});
