import { html } from 'hono/html';
import { layout, type Markup } from '../payment-provider/layout.ts';
import { type Checkout, type Dispute, intentId, type Refund, refundedMinor, sessionId } from './checkout.ts';
import { referenceOf } from './checkouts.ts';
import type { Delivery } from './deliveries.ts';
import { isDisputable } from './disputing.ts';
import type { Faults } from './faults.ts';
import { price } from './pay-page.ts';

/** As many as a person reads. */
const MAX_ROWS = 50;

/** What a merchant would look up in Stripe's dashboard, the newest first. */
export const overviewPage = (checkouts: readonly Checkout[], deliveries: readonly Delivery[], faults: Faults): Markup =>
  layout(
    'en',
    'Stripe simulator',
    html`<h1>Stripe simulator</h1>
      <h2>Sessions and payments</h2>
      ${table(['reference', 'price', 'session', 'payment', 'refunded', ''], checkouts.toReversed(), sessionRow)}
      <h2>Refunds</h2>
      ${table(['payment', 'amount', 'state', 'created', ''], checkouts.toReversed().flatMap(refundsOf), refundRow)}
      <h2>Disputes</h2>
      ${table(['payment', 'amount', 'state', ''], checkouts.toReversed().flatMap(disputesOf), disputeRow)}
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

const sessionRow = (checkout: Checkout): Markup => {
  const { order, status, intent } = checkout;
  return html`<tr>
    <td><code>${referenceOf(checkout)}</code></td>
    <td>${price(order.amountMinor, order.currency, 'en')}</td>
    <td>${status}</td>
    <td>${intent?.status ?? 'not tried'} ${intent?.lastFailure?.declineCode ?? intent?.lastFailure?.code ?? ''}</td>
    <td>${price(refundedMinor(checkout), order.currency, 'en')}</td>
    <td>
      <a href="/pay/${sessionId(checkout)}">page</a>
      ${isDisputable(checkout) ? buttons(`/payments/${intentId(checkout)}/dispute`, DISPUTES) : ''}
    </td>
  </tr>`;
};

type Button = readonly [query: string, label: string];
const DISPUTES: readonly Button[] = [
  ['inquiry=false', 'Dispute'],
  ['inquiry=true', 'Inquire'],
];
const DISPUTE_STEPS: Readonly<Partial<Record<Dispute['status'], readonly Button[]>>> = {
  needs_response: [
    ['step=win', 'Win'],
    ['step=lose', 'Lose'],
  ],
  warning_needs_response: [
    ['step=escalate', 'Escalate'],
    ['step=drop', 'Drop'],
  ],
};
const REFUND_STEPS: Readonly<Partial<Record<Refund['status'], readonly Button[]>>> = {
  requires_action: [
    ['step=right', 'Name an account'],
    ['step=wrong', 'Name a wrong one'],
    ['step=expire', 'Run out'],
  ],
};

const buttons = (path: string, all: readonly Button[] = []): Markup =>
  html`${all.map(([query, label]) => html`<form method="post" action="${path}?${query}"><button>${label}</button></form>`)}`;

const refundsOf = (checkout: Checkout) => checkout.refunds.map((refund) => ({ checkout, refund }));

const refundRow = ({ checkout, refund }: ReturnType<typeof refundsOf>[number]): Markup => html`<tr>
  <td><code>${intentId(checkout)}</code></td>
  <td>${price(refund.amountMinor, checkout.order.currency, 'en')}</td>
  <td>${refund.status}</td>
  <td>${new Date(refund.createdAt * 1_000).toISOString()}</td>
  <td>${buttons(`/refunds/${refund.id}`, REFUND_STEPS[refund.status])}</td>
</tr>`;

const disputesOf = (checkout: Checkout) => checkout.disputes.map((dispute) => ({ checkout, dispute }));

const disputeRow = ({ checkout, dispute }: ReturnType<typeof disputesOf>[number]): Markup => html`<tr>
  <td><code>${intentId(checkout)}</code></td>
  <td>${price(dispute.amountMinor, checkout.order.currency, 'en')}</td>
  <td>${dispute.status}</td>
  <td>${buttons(`/disputes/${dispute.id}`, DISPUTE_STEPS[dispute.status])}</td>
</tr>`;

const deliveryRow = ({ eventId, type, state, tries }: Delivery): Markup => html`<tr>
  <td>${type}<br /><code>${eventId}</code></td>
  <td>${state}</td>
  <td>${tries.map(({ status }) => status ?? 'no answer').join(', ')}</td>
  <td>
    <form method="post" action="/_sim/deliveries/${eventId}/resend"><button>Send again</button></form>
  </td>
</tr>`;
