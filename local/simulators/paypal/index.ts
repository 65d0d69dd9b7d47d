import { Hono } from 'hono';
import type { Simulator, Surroundings } from '../simulator.ts';
import { apiRoutes } from './api.ts';
import { controlRoutes } from './control.ts';
import { createDeliveries } from './deliveries.ts';
import { endpoints } from './endpoints.ts';
import { type FaultSwitch, faultSwitch } from './faults.ts';
import { openOrders } from './orders.ts';
import { pageRoutes } from './pages.ts';
import type { SigningChain } from './signing-chain.ts';
import { createTokens, type Tokens } from './tokens.ts';

export interface PaypalConfig {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where events are delivered; asked for each delivery, for it may not be known at the start. */
  readonly webhookUrl: () => string;
  /** Part of every signature. */
  readonly webhookId: string;
  /** Signs the deliveries; `newSigningChain` makes one. */
  readonly signing: SigningChain;
}

/**
 * PayPal as a shop meets it: Orders v2 with the page where the payer agrees, captures and refunds, the statement, and
 * webhooks signed with certificates of its own, repeated until they are taken. State and unfinished deliveries outlive
 * the process.
 */
export const createPaypal =
  ({ clientId, clientSecret, webhookUrl, webhookId, signing }: PaypalConfig) =>
  ({ records, now }: Surroundings): Simulator => {
    const app = new Hono();
    const faults = faultSwitch(records);
    const tokens = createTokens(records, now, { clientId, clientSecret });
    const deliveries = createDeliveries(records, now, faults, { url: webhookUrl, webhookId, signing });
    const orders = openOrders(records, deliveries, now);

    openRoutes(app, { tokens, faults, signing });
    endpoints(apiRoutes(app, { tokens, faults, now }), { orders, faults, webhookId, bundlePem: signing.bundlePem });
    controlRoutes(app, { orders, deliveries, faults, tokens, now });
    pageRoutes(app, { orders, deliveries, faults, now });
    deliveries.resume();
    return { app, stop: deliveries.stop };
  };

const CERTIFICATE_END = '-----END CERTIFICATE-----\n';

/** What is asked without a token: the token itself, and the certificates. */
const openRoutes = (
  app: Hono,
  {
    tokens,
    faults,
    signing,
  }: { readonly tokens: Tokens; readonly faults: FaultSwitch; readonly signing: SigningChain },
): void => {
  app.post('/v1/oauth2/token', async (c) => {
    const { grant_type: grantType } = await c.req.parseBody();
    if (grantType !== 'client_credentials') return c.json({ error: 'unsupported_grant_type' }, 400);
    const granted = tokens.grant(c.req.header('authorization'));
    if (!granted) return c.json({ error: 'invalid_client', error_description: 'Client Authentication failed' }, 401);
    return c.json({ access_token: granted.token, token_type: 'Bearer', expires_in: granted.lifeSeconds, scope: '' });
  });

  app.get('/v1/notifications/certs/:id', (c) => {
    if (c.req.param('id') !== signing.certId) return c.text('', 404);
    const { bundlePem } = signing;
    const leafLength = bundlePem.indexOf(CERTIFICATE_END) + CERTIFICATE_END.length;
    return c.text(faults.read().leafOnly ? bundlePem.slice(0, leafLength) : bundlePem);
  });
};
