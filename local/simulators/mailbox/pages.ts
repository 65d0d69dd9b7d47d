import type { Hono } from 'hono';
import { addressesPage } from './addresses-page.ts';
import type { Behaviours } from './behaviour.ts';
import { inboxPage } from './inbox-page.ts';
import type { Messages } from './message.ts';

/** For people. */
export const pageRoutes = (app: Hono, messages: Messages, inboxes: Behaviours): void => {
  app.get('/', (c) => c.html(addressesPage(messages.list())));
  app.get('/inbox/:address', (c) => {
    const address = c.req.param('address');
    return c.html(inboxPage(address, inboxes.of(address), messages.list(address).toReversed()));
  });
};
