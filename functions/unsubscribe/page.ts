import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { ContactChannel } from '../../shared/domain/contact/contact.ts';
import type { Language } from '../../shared/domain/plan/plan.ts';
import { escapeHtml } from '../../shared/runtime/escape-html.ts';
import { PAGE_WORDS } from './words.ts';

/** Nothing is loaded, nothing runs, and the form goes back to where it came from. */
const CSP =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
const STYLE =
  'body{font:1.1rem/1.6 system-ui,sans-serif;max-width:32rem;margin:4rem auto;padding:0 1rem}button{font:inherit;padding:.6rem 1.4rem}';

/** Before the button is pressed: link scanners of mail programs follow every link, so opening it changes nothing. */
export const askPage = (language: Language, channel: ContactChannel): APIGatewayProxyStructuredResultV2 => {
  const { ask, button } = PAGE_WORDS[language];
  return page(200, language, [
    `<p>${escapeHtml(ask[channel])}</p>`,
    `<form method="post"><button name="List-Unsubscribe" value="One-Click">${escapeHtml(button)}</button></form>`,
  ]);
};

export const donePage = (language: Language, channel: ContactChannel): APIGatewayProxyStructuredResultV2 => {
  const { done, still } = PAGE_WORDS[language];
  return page(200, language, [`<p><strong>${escapeHtml(done[channel])}</strong></p>`, `<p>${escapeHtml(still)}</p>`]);
};

export const invalidPage = (language: Language): APIGatewayProxyStructuredResultV2 =>
  page(404, language, [`<p>${escapeHtml(PAGE_WORDS[language].invalid)}</p>`]);

const page = (statusCode: number, language: Language, parts: readonly string[]): APIGatewayProxyStructuredResultV2 => {
  const title = escapeHtml(PAGE_WORDS[language].title);
  return {
    statusCode,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-language': language,
      'cache-control': 'no-store',
      'content-security-policy': CSP,
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-robots-tag': 'noindex, nofollow',
    },
    body: `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${STYLE}</style></head><body><h1>${title}</h1>${parts.join('')}</body></html>`,
  };
};
