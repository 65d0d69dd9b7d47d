import type { Hono } from 'hono';
import { addressesPage } from './addresses-page.ts';
import { inboxPage } from './inbox-page.ts';
import type { Messages } from './message.ts';

/** For people. */
export const pageRoutes = (app: Hono, messages: Messages): void => {
  app.get('/', (c) => c.html(addressesPage(messages.list())));
  app.get('/inbox/:address', (c) => {
    const address = c.req.param('address');
    return c.html(inboxPage(address, messages.list(address).toReversed()));
  });
};
