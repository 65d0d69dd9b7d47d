import { html } from 'hono/html';
import type { Login, Person } from '../seed/people.ts';

type Markup = ReturnType<typeof html>;

/** Who can log in, with a button each. */
export const peoplePage = (people: readonly Person[], support: Login): Markup =>
  layout(
    'Tokens',
    html`<h1>Who are you?</h1>
      <p>Stands in for the brand's login. Whoever asks gets a token that is good for an hour.</p>
      ${people.map(personForm)}
      <form method="post" action="/">
        <button name="sub" value="${support.sub}" lang="${support.language}">${support.name}</button>
        <span>role <code>staff</code></span>
      </form>`,
  );

const personForm = ({ sub, name, contacts, lineId }: Person): Markup => html`
  <form method="post" action="/">
    <button name="sub" value="${sub}" lang="${contacts.language}">${name}</button>
    <span>SIM <code>${lineId}</code></span>
  </form>`;

/** A token and what to do with it. */
export const tokenPage = (
  { sub, name, language }: Login,
  path: string,
  token: string,
  urls: { readonly issuer: string; readonly api: string },
): Markup =>
  layout(
    `Token: ${sub}`,
    html`<h1 lang="${language}">${name}</h1>
      <h2>Ask with it</h2>
      <pre>curl -H 'Authorization: Bearer ${token}' ${urls.api}${path}</pre>
      <h2>The token</h2>
      <pre>${token}</pre>
      <h2>The same without this page</h2>
      <pre>curl -H 'Content-Type: application/json' -d '{"sub":"${sub}"}' ${urls.issuer}/token</pre>
      <p><a href="/">Somebody else</a></p>`,
  );

const layout = (title: string, content: Markup): Markup => html`<!doctype html>
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>${title}</title>
      <style>
        :root { color-scheme: light dark; }
        body { font: 1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 0 auto; padding: 1rem; }
        button { font: inherit; padding: 0.75rem 1.5rem; margin: 0.5rem 1rem 0.5rem 0; border-radius: 0.5rem; border: 1px solid; }
        pre { white-space: pre-wrap; overflow-wrap: anywhere; padding: 0.75rem; border: 1px solid; border-radius: 0.5rem; }
      </style>
    </head>
    <body>
      ${content}
    </body>
  </html>`;
