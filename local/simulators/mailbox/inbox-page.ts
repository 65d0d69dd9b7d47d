import { html } from 'hono/html';
import { type TextPart, textParts } from '../../../shared/messaging/links.ts';
import { smsSegments } from '../../../shared/messaging/sms-segments.ts';
import { languageOf } from './language.ts';
import { japanTime, layout, type Markup } from './layout.ts';
import type { Message } from './message.ts';

/** More would not be read, and the page comes again every few seconds. */
const MAX_SHOWN = 100;

/** One phone or mailbox as its owner sees it. */
export const inboxPage = (address: string, newestFirst: readonly Message[]): Markup =>
  layout(
    address,
    html`<h1>${address}</h1>
      <p><a href="/">All phones and mailboxes</a> · newest first, times in Japan</p>`,
    newestFirst.length === 0
      ? html`<p>No messages yet.</p>`
      : html`<ul>${newestFirst.slice(0, MAX_SHOWN).map(entry)}</ul>`,
  );

const entry = (message: Message): Markup => {
  switch (message.channel) {
    case 'sms':
      return smsEntry(message);
    case 'email':
      return emailEntry(message);
  }
};

const smsEntry = ({ from, text, at, messageId }: Message): Markup => html`<li class="sms" id="${messageId}">
  <p class="quiet">${from}</p>
  <p class="text" lang="${languageOf(text)}">${textParts(text).map(part)}</p>
  <p class="quiet">${japanTime(at)} · ${size(text)}</p>
</li>`;

const emailEntry = ({ from, subject = '', text, at, messageId }: Message): Markup => html`<li
  class="email"
  id="${messageId}"
>
  <h2 lang="${languageOf(subject)}">${subject}</h2>
  <p class="quiet">${from} · ${japanTime(at)}</p>
  <p class="text" lang="${languageOf(text)}">${textParts(text).map(part)}</p>
</li>`;

const part = ({ kind, value }: TextPart): Markup => {
  switch (kind) {
    case 'link':
      return html`<a href="${value}">${value}</a>`;
    case 'text':
      return html`${value}`;
  }
};

const size = (text: string): string => {
  const { encoding, units, segments } = smsSegments(text);
  return `${segments} ${segments === 1 ? 'segment' : 'segments'} (${encoding}, ${units} units)`;
};
