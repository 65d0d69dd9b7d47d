import { html } from 'hono/html';
import type { Call } from '../carrier/calls.ts';
import type { FaultRule } from '../carrier/faults.ts';
import { carrierPage, japanTime, type Markup, table, webhookSection } from '../carrier/page.ts';
import type { ShownWebhooks } from '../carrier/webhooks.ts';
import { type Esim, statusOf, totalVolume } from './esim.ts';

const MIB = 1_048_576;

/** What a person would look up in the console of eSIM Access. */
export const overviewPage = (
  esims: readonly Esim[],
  facts: {
    readonly balance: number;
    readonly now: number;
    readonly webhooks: ShownWebhooks;
    readonly calls: readonly Call[];
    readonly faults: readonly FaultRule[];
  },
): Markup =>
  carrierPage(
    'eSIM Access',
    [
      html`<p>Balance: <strong>$${(facts.balance / 10_000).toFixed(4)}</strong></p>`,
      html`<h2>SIMs</h2>
        ${table(['number', 'ICCID', 'ends', 'status', 'used', 'top-ups'], esims, (esim) => simRow(esim, facts.now))}`,
      webhookSection(facts.webhooks),
    ],
    facts,
  );

const simRow = (esim: Esim, now: number): Markup => html`<tr>
  <td><code>${esim.esimTranNo}</code></td>
  <td><code>${esim.iccid}</code></td>
  <td>${esim.activateTime === null ? 'not used yet' : japanTime(esim.expiresAt)}</td>
  <td>${statusOf(esim, now)}</td>
  <td>${Math.round(esim.orderUsage / MIB)} of ${Math.round(totalVolume(esim) / MIB)} MiB</td>
  <td>${esim.packages.slice(1).map(({ packageCode, transactionId }) => html`${packageCode} <code>${transactionId}</code><br />`)}</td>
</tr>`;
