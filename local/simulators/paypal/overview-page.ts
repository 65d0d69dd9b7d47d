import { html } from 'hono/html';
import { layout, type Markup } from '../payment-provider/layout.ts';
import type { Delivery } from './deliveries.ts';
import type { Faults } from './faults.ts';
import { pageUrl } from './objects.ts';
import { type Order, referenceOf, refundedMinor } from './order.ts';
import { price } from './pay-page.ts';

/** As many as a person reads. */
const MAX_ROWS = 50;

/** What a merchant would look up in PayPal's dashboard, the newest first. */
export const overviewPage = (orders: readonly Order[], deliveries: readonly Delivery[], faults: Faults): Markup =>
  layout(
    'en',
    'PayPal simulator',
    html`<h1>PayPal simulator</h1>
      <h2>Orders and captures</h2>
      ${table(['reference', 'price', 'order', 'capture', 'refunded', 'dispute', ''], orders.toReversed(), orderRow)}
      <h2>Refunds</h2>
      ${table(['capture', 'amount', 'state', 'created'], orders.toReversed().flatMap(refundsOf), refundRow)}
      <h2>Webhook deliveries</h2>
      ${table(['event', 'state', 'answers', ''], deliveries.toReversed(), deliveryRow)}
      <h2>Faults</h2>
      <p>Set with <code>PUT /_sim/faults</code>.</p>
      <pre>${JSON.stringify(faults, null, 2)}</pre>`,
  );

const table = <T>(heads: readonly string[], rows: readonly T[], row: (item: T) => Markup): Markup =>
  rows.length === 0
    ? html`<p>None yet.</p>`
    : html`<div class="scroll">
        <table>
          <thead><tr>${heads.map((head) => html`<th>${head}</th>`)}</tr></thead>
          <tbody>${rows.slice(0, MAX_ROWS).map(row)}</tbody>
        </table>
      </div>`;

const orderRow = (order: Order): Markup => {
  const { terms, status, capture, disputes } = order;
  const refunded = { ...terms.amount, amountMinor: refundedMinor(order) };
  return html`<tr>
    <td><code>${referenceOf(order)}</code></td>
    <td>${price(terms.amount, 'en')}</td>
    <td>${status}</td>
    <td>${capture?.status ?? (order.awaitsNewApproval ? 'declined' : 'none')}</td>
    <td>${price(refunded, 'en')}</td>
    <td>${disputes.map(({ outcome }) => outcome ?? 'open').join(', ')}</td>
    <td><a href="${pageUrl(order)}">page</a></td>
  </tr>`;
};

const refundsOf = (order: Order) => order.refunds.map((refund) => ({ order, refund }));

const refundRow = ({ order, refund }: ReturnType<typeof refundsOf>[number]): Markup => html`<tr>
  <td><code>${order.capture?.id ?? ''}</code></td>
  <td>${price(refund.amount, 'en')}</td>
  <td>${refund.status}${refund.reversal ? ' (reversal)' : ''}</td>
  <td>${new Date(refund.createdAt).toISOString()}</td>
</tr>`;

const deliveryRow = ({ eventId, type, state, tries }: Delivery): Markup => html`<tr>
  <td>${type}<br /><code>${eventId}</code></td>
  <td>${state}</td>
  <td>${tries.map(({ status }) => status ?? 'no answer').join(', ')}</td>
  <td>
    <form method="post" action="/_sim/deliveries/${eventId}/resend"><button>Send again</button></form>
  </td>
</tr>`;
