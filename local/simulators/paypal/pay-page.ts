import { html } from 'hono/html';
import { layout, type Markup } from '../payment-provider/layout.ts';
import type { Amount } from './amount.ts';
import { INSTRUMENTS, type Instrument, type Order } from './order.ts';
import { type PageTexts, pageTexts } from './page-texts.ts';
import { cancelUrl, returnUrl } from './return-url.ts';

/** What the payer sees of an order, whatever state it is in. Plain forms: nothing needs a script. */
export const payPage = (order: Order): Markup => {
  const texts = pageTexts(order.terms.locale);
  const title = order.terms.description ?? 'PayPal';
  return layout(
    texts.lang,
    title,
    html`<p class="note">${texts.simulated}</p>
      <h1>${title}</h1>
      <p class="price">${price(order.terms.amount, texts.lang)}</p>
      ${order.status === 'PAYER_ACTION_REQUIRED' || order.awaitsNewApproval ? form(order, texts) : done(order, texts)}`,
  );
};

const form = (order: Order, texts: PageTexts): Markup => html`
  ${order.awaitsNewApproval ? html`<p class="bad" role="alert">${texts.declined}</p>` : ''}
  <form method="post" action="/checkoutnow/${order.id}">
    <fieldset>
      <legend>${texts.choose}</legend>
      ${INSTRUMENTS.map(
        (instrument, index) => html`<label>
          <input type="radio" name="instrument" value="${instrument}" required ${index === 0 ? 'checked' : ''} />
          ${label(instrument, texts)}
        </label>`,
      )}
    </fieldset>
    <button>${texts.pay}</button>
  </form>
  <p><a href="${cancelUrl(order)}">${texts.leave}</a></p>`;

const label = (instrument: Instrument, texts: PageTexts): string => {
  switch (instrument) {
    case 'balance':
      return texts.balance;
    case 'declined_card':
      return texts.declinedCard;
  }
};

const done = (order: Order, texts: PageTexts): Markup =>
  html`<p>${texts.done}</p><p><a href="${returnUrl(order)}">${texts.back}</a></p>`;

/** Minor units in, the currency's own way of writing out. */
export const price = ({ amountMinor, currency }: Amount, lang: string): string => {
  const format = new Intl.NumberFormat(lang, { style: 'currency', currency });
  return format.format(amountMinor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 0));
};
