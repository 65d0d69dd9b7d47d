import { html } from 'hono/html';
import type { Call } from '../carrier/calls.ts';
import type { FaultRule } from '../carrier/faults.ts';
import { carrierPage, japanTime, type Markup, table, webhookSection } from '../carrier/page.ts';
import type { ShownWebhooks } from '../carrier/webhooks.ts';
import type { Order } from './orders.ts';
import { type DataPackage, type Sim, serviceEnd, statusOf } from './sim.ts';

interface Shown {
  readonly sims: readonly Sim[];
  readonly orders: readonly Order[];
  readonly creditDollars: number;
  readonly webhooks: ShownWebhooks;
  readonly now: number;
}

/** What a person would look up on the partner platform. */
export const overviewPage = (
  { sims, orders, creditDollars, webhooks, now }: Shown,
  journal: { readonly calls: readonly Call[]; readonly faults: readonly FaultRule[] },
): Markup =>
  carrierPage(
    'Airalo',
    [
      html`<p>Credit: $${creditDollars.toFixed(2)}</p>`,
      html`<h2>eSIMs</h2>
        ${table(['ICCID', 'service ends', 'packages'], sims, (sim) => simRow(sim, now))}`,
      html`<h2>Orders</h2>
        ${table(['at', 'number', 'package', 'ICCID', 'description', 'status'], orders, orderRow)}`,
      webhookSection(webhooks),
    ],
    journal,
  );

const simRow = (sim: Sim, now: number): Markup => {
  const end = serviceEnd(sim, now);
  return html`<tr>
    <td><code>${sim.iccid}</code></td>
    <td class="${sim.recycledAt === null ? '' : 'bad'}">
      ${sim.recycledAt === null ? (end === null ? 'not begun' : japanTime(end)) : 'recycled'}
    </td>
    <td>${sim.packages.map((each) => html`<div>${packageText(each, now)}</div>`)}</td>
  </tr>`;
};

const packageText = (each: DataPackage, now: number): string => {
  const { offer, usedMb, expiredAt } = each;
  const data = offer.isUnlimited ? 'unlimited' : `${offer.amountMb - usedMb} of ${offer.amountMb} MB left`;
  return `${statusOf(each, now)}: ${offer.title}, ${data}${expiredAt === null ? '' : `, until ${japanTime(expiredAt)}`}`;
};

const orderRow = ({ createdAt, code, offer, iccid, description, status }: Order): Markup => html`<tr>
  <td>${japanTime(createdAt)}</td>
  <td><code>${code}</code></td>
  <td>${offer.title}</td>
  <td><code>${iccid}</code></td>
  <td><code>${description ?? ''}</code></td>
  <td class="${status === 'completed' ? '' : 'bad'}">${status}</td>
</tr>`;
