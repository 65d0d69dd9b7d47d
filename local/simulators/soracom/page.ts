import { html, raw } from 'hono/html';
import { formatInZone, instant } from '../../../shared/domain/values/instant.ts';
import type { Call } from './calls.ts';
import type { Fault } from './faults.ts';
import { canConnect, type Sim } from './sim.ts';

/** Escaped markup: every value put into it was escaped by the template. */
type Markup = ReturnType<typeof html>;

const REFRESH_SECONDS = 5;
/** As many as a person reads. */
const MAX_ROWS = 50;

const STYLE = `
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; }
table { border-collapse: collapse; }
th, td { text-align: left; vertical-align: top; padding: 0.25rem 0.75rem 0.25rem 0; border-bottom: 1px solid; }
.scroll { overflow-x: auto; }
.bad { font-weight: bold; }
`;

/** What a person would look up in Soracom's console. Reads again by itself. */
export const overviewPage = (sims: readonly Sim[], calls: readonly Call[], faults: readonly Fault[]): Markup =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="refresh" content="${REFRESH_SECONDS}" />
        <title>Soracom simulator</title>
        <style>${raw(STYLE)}</style>
      </head>
      <body>
        <h1>Soracom simulator</h1>
        <p>Times in Japan.</p>
        <h2>SIMs</h2>
        ${table(['ICCID', 'ends', 'then', 'status', 'network', 'speed'], sims, simRow)}
        <h2>Calls of the API</h2>
        ${table(['at', 'call', 'answer', 'carried out', 'fault'], calls.toReversed(), callRow)}
        <h2>Faults</h2>
        <p>Set with <code>PUT /_sim/faults</code>.</p>
        <pre>${faults.length === 0 ? 'none' : JSON.stringify(faults, null, 2)}</pre>
      </body>
    </html>`;

const table = <T>(heads: readonly string[], rows: readonly T[], row: (item: T) => Markup): Markup =>
  rows.length === 0
    ? html`<p>None yet.</p>`
    : html`<div class="scroll">
        <table>
          <thead><tr>${heads.map((head) => html`<th>${head}</th>`)}</tr></thead>
          <tbody>${rows.slice(0, MAX_ROWS).map(row)}</tbody>
        </table>
      </div>`;

const simRow = (sim: Sim): Markup => html`<tr>
  <td><code>${sim.iccid}</code></td>
  <td>${sim.expiryTime === null ? 'never' : japanTime(sim.expiryTime)}</td>
  <td>${sim.expiryAction ?? ''}</td>
  <td>${sim.status}</td>
  <td class="${canConnect(sim) ? '' : 'bad'}">${canConnect(sim) ? 'works' : 'cut off'}</td>
  <td>${sim.speedClass}</td>
</tr>`;

const callRow = ({ at, method, path, status, carriedOut, fault }: Call): Markup => html`<tr>
  <td>${japanTime(at)}</td>
  <td>${method} <code>${path}</code></td>
  <td>${status ?? 'none'}</td>
  <td>${carriedOut === null ? 'under way' : carriedOut ? 'yes' : 'no'}</td>
  <td class="bad">${fault ?? ''}</td>
</tr>`;

/** `2026-10-04 21:05:07`. */
const japanTime = (at: number): string => formatInZone(instant(at), 'Asia/Tokyo').slice(0, 19).replace('T', ' ');
