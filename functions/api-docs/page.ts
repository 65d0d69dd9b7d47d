import { escapeHtml } from '../../shared/runtime/escape-html.ts';
import { code, inline, paragraphs } from './html.ts';
import type { OpenApi } from './openapi.ts';
import { operationArticle, type Route, routesOf } from './operation-html.ts';
import { problemList, schemaSections } from './schema-html.ts';

/** One column that fits a phone, in the colours that the reader has chosen. */
export const STYLE = `:root{color-scheme:light dark}
body{font:1rem/1.5 system-ui,sans-serif;max-width:48rem;margin:0 auto;padding:1rem;overflow-wrap:anywhere}
h2{margin-top:3rem}
article,section section{border-top:1px solid;margin-top:2rem}
.method{font-size:.85em;border:1px solid;border-radius:.3rem;padding:.1rem .4rem}
dt{margin-top:.6rem;font-weight:600}
dd{margin-left:1rem}
.type{font-weight:400}
.fields .fields,.variant{border-left:2px solid;padding-left:.75rem}
.variant{margin-top:.6rem}
pre{overflow:auto;border:1px solid;border-radius:.3rem;padding:.75rem;font-size:.85rem}
summary{padding:.5rem 0}
nav a{display:inline-block;padding:.25rem 0}
.skip{position:absolute;left:-999rem}
.skip:focus{position:static}`;

/** The whole document to read: one answer without scripts and without anything from elsewhere. */
export const page = (document: OpenApi): string => {
  const { info, tags } = document;
  const routes = routesOf(document);
  const under = (tag: string) => routes.filter(({ operation }) => operation.tags.includes(tag));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(info.title)}: the HTTP API</title>
<style>${STYLE}</style>
</head>
<body>
<a class="skip" href="#routes">To the routes</a>
<header>
<h1>${escapeHtml(info.title)}: the HTTP API</h1>
<p>Version ${escapeHtml(info.version)}. For programs: <a href="openapi.json">openapi.json</a> (OpenAPI 3.1).</p>
${paragraphs(info.description)}
</header>
<nav aria-label="Contents">
${tags.map(({ name }) => `<p><strong>${escapeHtml(name)}</strong></p><ul>${under(name).map(entry).join('')}</ul>`).join('\n')}
<p><a href="#problems">Problems</a>, <a href="#schemas">shapes</a></p>
</nav>
<main id="routes">
${tags
  .map(
    ({ name, description }) =>
      `<section><h2>${escapeHtml(name)}</h2><p>${inline(description)}</p>\n${under(name)
        .map((route) => operationArticle(document, route))
        .join('\n')}</section>`,
  )
  .join('\n')}
<section id="problems"><h2>Problems</h2>
<p>Each has a ${code('type')}, a ${code('title')}, its ${code('status')}, a ${code('detail')} and a ${code('nextStep')} for people, its ${code('code')} and the ${code('requestId')}.</p>
${problemList(document)}</section>
<section id="schemas"><h2>Shapes</h2>
${schemaSections(document)}</section>
</main>
</body>
</html>
`;
};

const entry = ({ method, path, operation }: Route): string =>
  `<li><a href="#${escapeHtml(operation.operationId)}">${escapeHtml(operation.summary)}</a> ${code(`${method} ${path}`)}</li>`;
