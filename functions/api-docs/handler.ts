import { createHash } from 'node:crypto';
import { Refusal } from '../../shared/errors.ts';
import { chain } from '../../shared/http/chain.ts';
import { lowerCaseHeaders } from '../../shared/http/headers.ts';
import type { Log } from '../../shared/runtime/deps.ts';
import { file } from './file.ts';
import type { OpenApi } from './openapi.ts';
import { page, STYLE } from './page.ts';

interface Deps {
  readonly document: OpenApi;
  readonly log: Log;
}

/** The page has its own style and nothing else: whatever a text of the document might smuggle in does not run. */
const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** What integrators read, for programs and for people. The same for everybody, so nobody has to log in. */
export const apiDocs = ({ document, log }: Deps) => {
  const files = new Map([
    ['GET /openapi.json', file('application/json', JSON.stringify(document))],
    ['GET /docs', file('text/html; charset=utf-8', page(document), { 'content-security-policy': POLICY })],
  ]);
  return chain(log, async (event) => {
    const answer = files.get(event.routeKey);
    if (!answer) throw new Refusal('not_found');
    return answer(lowerCaseHeaders(event));
  });
};
