import { html } from 'hono/html';
import { layout, type Markup } from '../payment-provider/layout.ts';
import { TEST_CARDS } from './cards.ts';
import { type Checkout, isWallet, type Pending, sessionId, type Wallet } from './checkout.ts';
import { type PageTexts, pageTexts, WALLET_NAMES } from './page-texts.ts';
import { qrCode } from './qr-code.ts';
import { voucherStores } from './voucher.ts';

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
  const { status, intent } = checkout;
  const pending = intent?.status === 'requires_action' ? intent.pending : undefined;
  switch (status) {
    case 'complete':
      return completed(checkout, texts);
    case 'expired':
      return html`<p>${texts.expired}</p>${wayBack(checkout, texts.back)}`;
    case 'open':
      return pending ? approval(checkout, pending, texts) : choice(checkout, texts);
  }
};

const completed = (checkout: Checkout, texts: PageTexts): Markup => {
  const { intent, order } = checkout;
  const home = html`<p><a href="${order.successUrl}">${texts.back}</a></p>`;
  if (intent?.status === 'processing') return html`<p>${texts.processing}</p>${settleForm(checkout, texts)}${home}`;
  if (intent?.pending?.kind === 'voucher') return html`${voucher(checkout, intent.pending.expiresAt, texts)}${home}`;
  return html`<p>${intent?.status === 'succeeded' ? texts.paid : texts.failed}</p>${home}`;
};

const choice = (checkout: Checkout, texts: PageTexts): Markup => {
  const { methods } = checkout.order;
  return html`
  ${checkout.intent?.lastFailure ? html`<p class="bad" role="alert">${texts.declined}</p>` : ''}
  ${methods.includes('card') ? html`${methodForm(checkout, 'apple_pay', texts.applePay)}${cardForm(checkout, texts)}` : ''}
  ${methods.filter(isWallet).map((wallet) => methodForm(checkout, wallet, WALLET_NAMES[wallet]))}
  ${methods.includes('konbini') ? methodForm(checkout, 'konbini', texts.getVoucher, emailField(texts)) : ''}
  ${wayBack(checkout, texts.leave)}`;
};

const cardForm = (checkout: Checkout, texts: PageTexts): Markup => html`
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
  </form>`;

const methodForm = (
  checkout: Checkout,
  method: Wallet | 'apple_pay' | 'konbini',
  label: string,
  fields: Markup = html``,
): Markup => html`
  <form method="post" action="/pay/${sessionId(checkout)}">
    ${fields}
    <button name="method" value="${method}">${label}</button>
  </form>`;

const emailField = (texts: PageTexts): Markup =>
  html`<label>${texts.email} <input type="email" name="email" value="payer@example.com" required /></label>`;

const approval = (checkout: Checkout, { kind, means }: Pending, texts: PageTexts): Markup => html`
  ${means.type === 'wechat_pay' ? html`<p>${texts.scan}</p>${qrCode(checkout.payUrl)}` : ''}
  <form method="post" action="/pay/${sessionId(checkout)}/authenticate">
    <p>${kind === 'wallet' ? texts.walletQuestion : texts.approveQuestion}</p>
    <button name="answer" value="approve">${texts.approve}</button>
    <button name="answer" value="fail" class="quiet">${texts.refuse}</button>
    ${kind === 'wallet' ? html`<button name="answer" value="later" class="quiet">${texts.later}</button>` : ''}
  </form>
  ${wayBack(checkout, texts.leave)}`;

const voucher = (checkout: Checkout, expiresAt: number, texts: PageTexts): Markup => html`
  <p>${texts.voucher}</p>
  <table>
    ${Object.entries(voucherStores(checkout)).map(
      ([store, { payment_code, confirmation_number }]) => html`<tr>
        <th>${store}</th><td><code>${payment_code}</code></td>
        <td>${texts.confirmationNumber} <code>${confirmation_number}</code></td>
      </tr>`,
    )}
  </table>
  <p>${texts.payBy} ${new Date(expiresAt * 1_000).toLocaleString(texts.lang, { timeZone: 'Asia/Tokyo' })}</p>
  ${settleForm(checkout, texts)}`;

const settleForm = (checkout: Checkout, texts: PageTexts): Markup => html`
  <form method="post" action="/pay/${sessionId(checkout)}/settle">
    <button name="outcome" value="paid">${texts.atTheTill}</button>
    <button name="outcome" value="failed" class="quiet">${texts.runOut}</button>
  </form>`;

/** Walking away changes nothing: the session stays open until it expires. */
const wayBack = ({ order }: Checkout, label: string): Markup =>
  order.cancelUrl ? html`<p><a href="${order.cancelUrl}">${label}</a></p>` : html``;

/** Minor units in, the currency's own way of writing out. */
export const price = (amountMinor: number, currency: string, lang: string): string => {
  const format = new Intl.NumberFormat(lang, { style: 'currency', currency: currency.toUpperCase() });
  return format.format(amountMinor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 0));
};
