import { type Instant, instant } from '../../../../shared/domain/values/instant.ts';
import type { PaypalAccount } from '../../../../shared/payments/paypal/paypal-account.ts';
import { paypalWebhook } from '../../../../shared/payments/paypal/paypal-webhook.ts';
import type { SignedRequest } from '../../../../shared/payments/webhook.ts';
import type { Secret } from '../../../../shared/runtime/secrets.ts';
import {
  type ApiAnswer,
  agreeing,
  CERT_URL,
  type CertificateName,
  certificates,
  type Delivery,
  paypalReceiver,
  paypalSide,
} from '../../../webhooks/senders/paypal.ts';

export const NOW = instant(1_790_812_800_000);
export const REFERENCE = '0123456789AB0123456789ABCDEF01';
export const AMOUNT = { amountMinor: 1980, currency: 'JPY' };

/** A delivery as the receiver sees it. */
export const arrived = ({ headers, body, path }: Delivery, receivedAt: Instant = NOW): SignedRequest => ({
  headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
  body,
  path,
  receivedAt,
});

/** A secret that holds `accounts` one after the other: each refresh reads the next one. */
export const secretOf = (
  first: PaypalAccount,
  ...others: readonly PaypalAccount[]
): Secret<PaypalAccount> & { refreshes: number } => {
  const secret = Object.assign(
    async ({ refresh = false } = {}) => {
      if (refresh) secret.refreshes += 1;
      return [first, ...others][Math.min(secret.refreshes, others.length)] ?? first;
    },
    { refreshes: 0 },
  );
  return secret;
};

/**
 * A receiver, and PayPal's side of it: the certificate at its address, and an API that says of the capture or refund
 * in `agreed` what the delivery says of it.
 */
export const receiving = ({
  certificate = 'genuine',
  agreed,
  api = {},
  account = secretOf(paypalReceiver),
}: {
  readonly certificate?: CertificateName;
  readonly agreed?: Buffer;
  readonly api?: Readonly<Record<string, ApiAnswer>>;
  readonly account?: Secret<PaypalAccount>;
} = {}) => {
  const side = paypalSide({
    api: { ...(agreed && agreeing(agreed)), ...api },
    certificateAt: (url) => (url === CERT_URL ? certificates[certificate].pem : undefined),
  });
  return { ...side, receiver: paypalWebhook({ account, fetch: side.fetch, clock: () => NOW }) };
};
