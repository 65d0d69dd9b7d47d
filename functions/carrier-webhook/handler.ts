import type { APIGatewayProxyEvent, APIGatewayProxyEventV2 } from 'aws-lambda';
import type { TakenNotices } from '../../shared/app/carriers/take-carrier-notices.ts';
import type { CarrierNotice, CarrierRequest, CarrierWebhookReceiver } from '../../shared/carriers/webhook.ts';
import { rawBody } from '../../shared/http/body.ts';
import { chain } from '../../shared/http/chain.ts';
import { lowerCaseHeaders } from '../../shared/http/headers.ts';
import type { Clock, Log } from '../../shared/runtime/deps.ts';

interface Deps {
  readonly receiver: CarrierWebhookReceiver;
  readonly takeNotices: (notices: readonly CarrierNotice[]) => Promise<TakenNotices>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Payload 2.0 of HTTP APIs and function URLs, or 1.0 of REST APIs. */
type WebhookEvent = APIGatewayProxyEventV2 | APIGatewayProxyEvent;

/** The largest notice of any carrier has about two kilobytes. */
const MAX_WEBHOOK_BYTES = 64 * 1024;

/** Verified over the raw bytes, handed on, and only then acknowledged: every carrier counts the status alone. */
export const carrierWebhook = ({ receiver, takeNotices, clock, log }: Deps) =>
  chain(log, async (event) => {
    const notices = await receiver.receive(arrived(event, clock));
    if (notices.length > 0) log.info('carrier notices', { ...(await takeNotices(notices)) });
    return { statusCode: 200, body: '' };
  });

const arrived = (event: WebhookEvent, clock: Clock): CarrierRequest => ({
  method: 'httpMethod' in event ? event.httpMethod : event.requestContext.http.method,
  headers: lowerCaseHeaders(event),
  body: rawBody(event, MAX_WEBHOOK_BYTES),
  query: event.queryStringParameters ?? {},
  receivedAt: clock(),
});
