import { html } from 'hono/html';
import type { Call } from '../carrier/calls.ts';
import type { FaultRule } from '../carrier/faults.ts';
import { carrierPage, japanTime, type Markup, table } from '../carrier/page.ts';
import { canConnect, type Sim } from './sim.ts';

/** What a person would look up in Soracom's console. */
export const overviewPage = (
  sims: readonly Sim[],
  journal: { readonly calls: readonly Call[]; readonly faults: readonly FaultRule[] },
): Markup =>
  carrierPage(
    'Soracom',
    [
      html`<h2>SIMs</h2>
        ${table(['ICCID', 'ends', 'then', 'status', 'network', 'speed'], sims, simRow)}`,
    ],
    journal,
  );

const simRow = (sim: Sim): Markup => html`<tr>
  <td><code>${sim.iccid}</code></td>
  <td>${sim.expiryTime === null ? 'never' : japanTime(sim.expiryTime)}</td>
  <td>${sim.expiryAction ?? ''}</td>
  <td>${sim.status}</td>
  <td class="${canConnect(sim) ? '' : 'bad'}">${canConnect(sim) ? 'works' : 'cut off'}</td>
  <td>${sim.speedClass}</td>
</tr>`;
