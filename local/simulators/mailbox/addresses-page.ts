import { html } from 'hono/html';
import { japanTime, layout, type Markup } from './layout.ts';
import type { Message } from './message.ts';

/** Everybody who ever got a message, the latest first. */
export const addressesPage = (messages: readonly Message[]): Markup => {
  const newestFirst = messages.toReversed();
  const addresses = [...new Set(newestFirst.map(({ to }) => to))];
  return layout(
    'Phones and mailboxes',
    html`<h1>Phones and mailboxes</h1>
      <p>Every SMS and e-mail that was sent on this machine. Times in Japan.</p>`,
    addresses.length === 0
      ? html`<p>No messages yet.</p>`
      : html`<ul>${addresses.map((address) => row(newestFirst.filter(({ to }) => to === address)))}</ul>`,
  );
};

const row = ([latest, ...older]: readonly Message[]): Markup =>
  latest
    ? html`<li class="address">
        <a href="/inbox/${encodeURIComponent(latest.to)}">${latest.to}</a>
        <p class="quiet">
          ${latest.channel === 'sms' ? 'Phone' : 'Mailbox'} · ${older.length + 1}
          ${older.length === 0 ? 'message' : 'messages'} · latest ${japanTime(latest.at)}
        </p>
      </li>`
    : html``;
