import { html, raw } from 'hono/html';
import { formatInZone, instant } from '../../../shared/domain/values/instant.ts';
import type { Delivery } from '../webhooks/deliveries.ts';
import { type WebhookFaults, webhookFaultsSchema } from '../webhooks/faults.ts';
import type { Call } from './calls.ts';
import type { FaultRule } from './faults.ts';
import type { ShownWebhooks } from './webhooks.ts';

/** Escaped markup: every value put into it was escaped by the template. */
export type Markup = ReturnType<typeof html>;

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

/** What a person would look up in a carrier's console: its own sections, then its calls and faults. Reads again by itself. */
export const carrierPage = (
  name: string,
  sections: readonly Markup[],
  { calls, faults }: { readonly calls: readonly Call[]; readonly faults: readonly FaultRule[] },
): Markup =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="refresh" content="${REFRESH_SECONDS}" />
        <title>${name} simulator</title>
        <style>${raw(STYLE)}</style>
      </head>
      <body>
        <h1>${name} simulator</h1>
        <p>Times in Japan.</p>
        ${sections}
        <h2>Calls of the API</h2>
        ${table(['at', 'call', 'answer', 'carried out', 'fault'], calls.toReversed(), callRow)}
        <h2>Faults</h2>
        <p>Set with <code>PUT /_sim/faults</code>.</p>
        <pre>${faults.length === 0 ? 'none' : JSON.stringify(faults, null, 2)}</pre>
      </body>
    </html>`;

/** The first {@link MAX_ROWS} rows. */
export const table = <T>(heads: readonly string[], rows: readonly T[], row: (item: T) => Markup): Markup =>
  rows.length === 0
    ? html`<p>None yet.</p>`
    : html`<div class="scroll">
        <table>
          <thead><tr>${heads.map((head) => html`<th>${head}</th>`)}</tr></thead>
          <tbody>${rows.slice(0, MAX_ROWS).map(row)}</tbody>
        </table>
      </div>`;

const callRow = ({ at, method, path, status, carriedOut, fault }: Call): Markup => html`<tr>
  <td>${japanTime(at)}</td>
  <td>${method} <code>${path}</code></td>
  <td>${status ?? 'none'}</td>
  <td>${carriedOut === null ? 'under way' : carriedOut ? 'yes' : 'no'}</td>
  <td class="bad">${fault ?? ''}</td>
</tr>`;

/** The section of a carrier that sends webhooks. */
export const webhookSection = ({ deliveries, faults }: ShownWebhooks): Markup => html`<h2>Webhooks</h2>
  <p>Faults: ${switchedOn(faults)}. Set with <code>PUT /_sim/webhook-faults</code>.</p>
  ${table(['at', 'event', 'state', 'answers'], deliveries.toReversed(), deliveryRow)}`;

const NO_FAULTS: Readonly<Record<string, unknown>> = webhookFaultsSchema.parse({});

/** `lost: true, duplicates: 2` */
const switchedOn = (faults: WebhookFaults): string => {
  const on = Object.entries(faults).filter(([name, value]) => value !== NO_FAULTS[name]);
  return on.length === 0 ? 'none' : on.map(([name, value]) => `${name}: ${value}`).join(', ');
};

const deliveryRow = ({ createdAt, type, state, tries }: Delivery<unknown>): Markup => html`<tr>
  <td>${japanTime(createdAt)}</td>
  <td><code>${type}</code></td>
  <td class="${state === 'delivered' ? '' : 'bad'}">${state}</td>
  <td>${tries.map(({ status }) => status ?? 'none').join(', ')}</td>
</tr>`;

/** `2026-10-04 21:05:07`, in Japan. */
export const japanTime = (at: number): string => formatInZone(instant(at), 'Asia/Tokyo').slice(0, 19).replace('T', ' ');
