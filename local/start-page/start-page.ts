import { readFileSync } from 'node:fs';
import { escapeHtml } from '../../shared/runtime/escape-html.ts';
import type { Endpoints } from '../ports.ts';
import { PEOPLE, type Person } from '../seed/people.ts';

const file = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');
const STYLE = file('./page/style.css');
/** One script in parts: each may use what the ones before it declare. */
const SCRIPT = ['showing', 'asking', 'reviewing', 'working', 'renewing']
  .map((part) => `./page/${part}.js`)
  .map(file)
  .join('\n');

/**
 * What a person meets first: who can log in, what to try, and a small page that renews a SIM through the public API
 * the way any integrator would. One answer without other files, so that it works on the slowest connection.
 */
export const startPage = (endpoints: Endpoints): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Keizoku on this machine</title>
<style>
${STYLE}</style>
</head>
<body>
<h1>Keizoku <span lang="ja">継続</span></h1>
<p>Renews prepaid travel SIMs. Everything here runs on this machine, with invented people and no real money.</p>
<main id="app"><noscript>The page to try needs a script; the API and the links below do not.</noscript></main>
<h2>What to try</h2>
<ol>
<li>Choose a person, look at the SIM, choose a plan and see what it would change.</li>
<li>Order it, pay by card, wallet, voucher or PayPal, come back and watch it become active.</li>
<li>Be declined and try another way on the same renewal; or be support, and settle what no rule could.</li>
<li>Renew at the carrier without an API: support carries it out by hand, or says why not.</li>
<li>Move the clock to three days before the end and read the reminder on the phone and in the mailbox.</li>
<li>Kill the whole thing with <code>kill -9</code> in the middle, start it again, and see that nothing is lost.</li>
</ol>
<p>Or watch it happen: <code>npm run demo</code>.</p>
<h2>What else runs here</h2>
<ul>
<li><a href="/docs">The HTTP API to read</a>, and for programs: <a href="/openapi.json">openapi.json</a></li>
${LINKS.map(([key, text]) => `<li><a href="${escapeHtml(endpoints[key])}">${text}</a></li>`).join('\n')}
</ul>
<h2>Phones and mailboxes</h2>
<ul>
${PEOPLE.map((person) => inboxes(person, endpoints.mailbox)).join('\n')}
</ul>
<script type="application/json" id="places">${scriptJson(placesOf(endpoints))}</script>
<script type="module">
${SCRIPT}</script>
</body>
</html>
`;

const LINKS = [
  ['stripe', 'Payment provider: sessions, refunds, webhooks (simulated Stripe)'],
  ['paypal', 'Payment provider: orders, captures, refunds, webhooks (simulated PayPal)'],
  ['soracom', 'Carrier: SIMs whose ends are set (simulated Soracom)'],
  ['airalo', 'Carrier: top-ups by reference (simulated Airalo)'],
  ['esimaccess', 'Carrier: top-ups from a balance, webhooks (simulated eSIM Access)'],
  ['esimgo', 'Carrier: bundles that wait for their turn, callbacks (simulated eSIM Go)'],
  ['mailbox', 'Phone and mailbox: every SMS and e-mail'],
  ['issuer', 'Tokens: log in as somebody on the command line'],
  ['control', 'Clock, schedules and counts'],
] as const satisfies readonly (readonly [keyof Endpoints, string])[];

const inboxes = ({ name, contacts }: Person, mailbox: string): string => {
  const addresses = [contacts.phone ?? [], contacts.email ?? []].flat();
  const links = addresses.map(
    (address) =>
      `<a href="${escapeHtml(`${mailbox}/inbox/${encodeURIComponent(address)}`)}">${escapeHtml(address)}</a>`,
  );
  return `<li><span lang="${contacts.language}">${escapeHtml(name)}</span>: ${links.join(', ')}</li>`;
};

/** What the script needs to know; the API is where the page comes from. */
const placesOf = ({ issuer, control, mailbox }: Endpoints) => ({ issuer, control, mailbox });

/** Nothing in it can end the script element. */
const scriptJson = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');
