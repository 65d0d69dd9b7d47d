import { html } from 'hono/html';
import type { Call } from '../carrier/calls.ts';
import type { FaultRule } from '../carrier/faults.ts';
import { carrierPage, japanTime, type Markup, table, webhookSection } from '../carrier/page.ts';
import type { ShownWebhooks } from '../carrier/webhooks.ts';
import { canConnect, type Sim } from './sim.ts';

/** What a person would look up in Soracom's console. */
export const overviewPage = (
  sims: readonly Sim[],
  webhooks: ShownWebhooks,
  journal: { readonly calls: readonly Call[]; readonly faults: readonly FaultRule[] },
): Markup =>
  carrierPage(
    'Soracom',
    [
      html`<h2>SIMs</h2>
        ${table(['SIM', 'ICCID', 'ends', 'then', 'status', 'network', 'speed', 'used'], sims, simRow)}`,
      webhookSection(webhooks),
    ],
    journal,
  );

const simRow = (sim: Sim): Markup => html`<tr>
  <td><code>${sim.simId}</code></td>
  <td><code>${sim.iccid}</code></td>
  <td>${sim.expiryTime === null ? 'never' : japanTime(sim.expiryTime)}</td>
  <td>${sim.expiryAction ?? ''}</td>
  <td>${sim.status}</td>
  <td class="${canConnect(sim) ? '' : 'bad'}">${canConnect(sim) ? 'works' : 'cut off'}</td>
  <td>${sim.speedClass}</td>
  <td>${(sim.usedBytes / 1e6).toFixed(1)} MB</td>
</tr>`;
