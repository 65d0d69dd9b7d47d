import { html } from 'hono/html';
import { TEST_CARDS } from './cards.ts';
import { type Checkout, sessionId } from './checkout.ts';
import { layout, type Markup } from './layout.ts';
import { type PageTexts, pageTexts } from './page-texts.ts';

/** What the payer sees of a session, whatever state it is in. Plain forms: nothing needs a script. */
export const payPage = (checkout: Checkout): Markup => {
  const { order } = checkout;
  const texts = pageTexts(order.locale);
  return layout(
    texts.lang,
    order.name,
    html`<p class="note">${texts.simulated}</p>
      <h1>${order.name}</h1>
      <p class="price">${price(order.amountMinor, order.currency, texts.lang)}</p>
      ${content(checkout, texts)}`,
  );
};

const content = (checkout: Checkout, texts: PageTexts): Markup => {
  switch (checkout.status) {
    case 'complete':
      return html`<p>${texts.paid}</p><p><a href="${checkout.order.successUrl}">${texts.back}</a></p>`;
    case 'expired':
      return html`<p>${texts.expired}</p>${wayBack(checkout, texts.back)}`;
    case 'open':
      return checkout.intent?.status === 'requires_action' ? approval(checkout, texts) : cardForm(checkout, texts);
  }
};

const cardForm = (checkout: Checkout, texts: PageTexts): Markup => html`
  ${checkout.intent?.lastFailure ? html`<p class="bad" role="alert">${texts.declined}</p>` : ''}
  <form method="post" action="/pay/${sessionId(checkout)}">
    <fieldset>
      <legend>${texts.choose}</legend>
      ${TEST_CARDS.map(
        ({ number, label }, index) => html`<label>
          <input type="radio" name="card" value="${number}" required ${index === 0 ? 'checked' : ''} />
          <code>${number.replaceAll(/(.{4})(?=.)/g, '$1 ')}</code> <span lang="en">${label}</span>
        </label>`,
      )}
    </fieldset>
    <button>${texts.pay}</button>
  </form>
  ${wayBack(checkout, texts.leave)}`;

const approval = (checkout: Checkout, texts: PageTexts): Markup => html`
  <form method="post" action="/pay/${sessionId(checkout)}/authenticate">
    <p>${texts.approveQuestion}</p>
    <button name="answer" value="approve">${texts.approve}</button>
    <button name="answer" value="fail" class="quiet">${texts.refuse}</button>
  </form>
  ${wayBack(checkout, texts.leave)}`;

/** Walking away changes nothing: the session stays open until it expires. */
const wayBack = ({ order }: Checkout, label: string): Markup =>
  order.cancelUrl ? html`<p><a href="${order.cancelUrl}">${label}</a></p>` : html``;

/** Minor units in, the currency's own way of writing out. */
export const price = (amountMinor: number, currency: string, lang: string): string => {
  const format = new Intl.NumberFormat(lang, { style: 'currency', currency: currency.toUpperCase() });
  return format.format(amountMinor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 0));
};
