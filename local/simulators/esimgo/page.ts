import { html } from 'hono/html';
import type { Call } from '../carrier/calls.ts';
import type { FaultRule } from '../carrier/faults.ts';
import { carrierPage, japanTime, type Markup, table, webhookSection } from '../carrier/page.ts';
import type { ShownWebhooks } from '../carrier/webhooks.ts';
import type { Esim } from './esim.ts';
import type { OrganisationState } from './organisation.ts';
import { finalEnd, type Seen, seenAt } from './timeline.ts';

/** What a person would look up in eSIM Go's portal. */
export const overviewPage = (
  { esims, organisation, now }: { esims: readonly Esim[]; organisation: OrganisationState; now: number },
  journal: {
    readonly calls: readonly Call[];
    readonly faults: readonly FaultRule[];
    readonly webhooks: ShownWebhooks;
  },
): Markup =>
  carrierPage(
    'eSIM Go',
    [
      html`<p>Balance: ${organisation.balance.toFixed(2)} ${organisation.currency}</p>
        <h2>eSIMs</h2>
        ${table(['ICCID', 'service ends', 'bundles'], esims, (esim) => esimRow(esim, now))}`,
      webhookSection(journal.webhooks),
    ],
    journal,
  );

const esimRow = (esim: Esim, now: number): Markup => {
  const end = finalEnd(esim, now);
  return html`<tr>
    <td><code>${esim.iccid}</code>${esim.returnedAt === null ? '' : html` <span class="bad">returned</span>`}</td>
    <td>${end === null ? '' : japanTime(end)}</td>
    <td>${seenAt(esim, now).map(bundleLine)}</td>
  </tr>`;
};

const bundleLine = ({ bundle, state, endsAt, bytes, usedBytes }: Seen): Markup => html`<div>
  <code>${bundle}</code> ${state}${endsAt === null ? '' : ` until ${japanTime(endsAt)}`}
  ${bytes === null ? 'unlimited' : `${Math.round((100 * (bytes - usedBytes)) / bytes)} % left`}
</div>`;
