import { readFileSync } from 'node:fs';
import { type Operation, TAGS } from './operation.ts';
import { CONTACT_OPERATIONS, UNSUBSCRIBE_OPERATIONS } from './operations/contacts.ts';
import { LINK_OPERATIONS } from './operations/links.ts';
import { DOCUMENTATION_OPERATIONS, WEBHOOK_OPERATIONS } from './operations/machines.ts';
import { STAFF_OPERATIONS } from './operations/staff.ts';
import { TRAVELLER_OPERATIONS } from './operations/traveller.ts';
import { HEADERS, PARAMETERS } from './parameters.ts';
import { problemsOf, toOperation } from './paths.ts';
import { problemSchemas } from './problems.ts';
import { componentSchemas } from './schemas.ts';

const DESCRIPTION = `For travellers' pages and apps, for the brand's staff, and for integrators.

Instants are RFC 3339 in UTC; \`…Local\` is the same instant in the line's zone. Amounts are integers in the currency's minor unit. Texts for people come in the language of \`Accept-Language\`; with a \`Time-Zone\` (IANA name) ends are told in the zone at home as well. Readers get an \`ETag\` and may ask with \`If-None-Match\`.

Every request carries a token (JWT) of the configured issuer, or that of a renewal link, which is checked before anything else. What belongs to somebody else is answered like what does not exist. Staff needs \`staff\` in the claim \`roles\`.

A refusal is \`application/problem+json\` (RFC 9457) with a stable \`code\` and, in \`detail\`, what it means for the money. An address that is none answers 404 with the code \`not_found\`. What the gateway itself refuses (429: too many requests, 413: more than 6 MB, 503: no answer in time) has only a \`message\`. Every answer of ours has an \`x-request-id\`, which names it in our logs.`;

export const OPERATIONS: readonly Operation[] = [
  ...TRAVELLER_OPERATIONS,
  ...CONTACT_OPERATIONS,
  ...UNSUBSCRIBE_OPERATIONS,
  ...LINK_OPERATIONS,
  ...STAFF_OPERATIONS,
  ...WEBHOOK_OPERATIONS,
  ...DOCUMENTATION_OPERATIONS,
];

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

/** The OpenAPI 3.1 document of everything that the product answers over HTTP. */
export const openApiDocument = () => ({
  openapi: '3.1.0',
  info: {
    title: 'Keizoku',
    version: String(version),
    summary: 'Renews prepaid travel SIMs.',
    description: DESCRIPTION,
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
  servers: [{ url: '/', description: 'Where this document comes from.' }],
  security: [{ bearer: [] }],
  tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
  paths: pathsOf(OPERATIONS),
  components: {
    securitySchemes: {
      bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'ES256, RS256 or EdDSA.' },
      link: {
        type: 'http',
        scheme: 'Link',
        description: 'What stands behind `#` in the address of a renewal link: `Authorization: Link <token>`.',
      },
    },
    parameters: Object.fromEntries(Object.entries(PARAMETERS).filter(([, parameter]) => parameter.in !== 'path')),
    headers: HEADERS,
    schemas: componentSchemas(problemSchemas(new Set(OPERATIONS.flatMap(problemsOf)))),
  },
});

const pathsOf = (operations: readonly Operation[]) => {
  const byPath = Map.groupBy(operations, ({ key }) => key.slice(key.indexOf(' ') + 1));
  return Object.fromEntries(
    [...byPath].map(([path, of]) => [
      path,
      Object.fromEntries(of.map((operation) => [methodOf(operation), toOperation(operation)])),
    ]),
  );
};

const methodOf = ({ key }: Operation): string => key.slice(0, key.indexOf(' ')).toLowerCase();
