import { IDEMPOTENCY_KEY } from '../functions/renewal-api/requests.ts';
import { CONTACT_CHANNELS } from '../shared/domain/contact/contact.ts';
import { LANGUAGES } from '../shared/domain/plan/plan.ts';

const BASE32 = '[0-9A-HJKMNP-TV-Z]';
const text = { type: 'string' } as const;
const path = (name: string, description: string, pattern: string) => ({
  name,
  in: 'path',
  required: true,
  description,
  schema: { ...text, pattern },
});

/** Parameters that several operations take. An id of another shape is answered like one that does not exist. */
export const PARAMETERS = {
  lineId: path('lineId', 'Of one of your SIMs.', `^${BASE32}{12}$`),
  renewalId: path('renewalId', 'As the order answered it.', `^${BASE32}{28}$`),
  channel: path('channel', '`email` or `sms`.', `^(${CONTACT_CHANNELS.join('|')})$`),
  token: path('token', 'As the message had it.', '^[\\w-]{1,512}$'),
  account: path('account', 'As the brand has named it in its configuration.', '^[a-z][a-z0-9-]{0,19}$'),
  idempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    required: true,
    description:
      'A new one for each order, the same one when an order is sent again. It belongs to its person and never expires.',
    schema: { ...text, pattern: IDEMPOTENCY_KEY.source },
  },
  acceptLanguage: {
    name: 'Accept-Language',
    in: 'header',
    required: false,
    description: `The language of texts for people (RFC 9110): ${LANGUAGES.map((tag) => `\`${tag}\``).join(', ')}; else English.`,
    schema: text,
  },
  timeZone: {
    name: 'Time-Zone',
    in: 'header',
    required: false,
    description: 'IANA name of the zone at home: ends are told in it as well, in fields that end with `Home`.',
    schema: text,
  },
  accept: {
    name: 'Accept',
    in: 'header',
    required: false,
    description: 'With `text/html` a page to read.',
    schema: text,
  },
  ifNoneMatch: {
    name: 'If-None-Match',
    in: 'header',
    required: false,
    description: 'The `ETag` that you have (RFC 9110).',
    schema: text,
  },
} as const;
export type ParameterName = keyof typeof PARAMETERS;

const header = (description: string, schema: object = text) => ({ description, required: true, schema });

/** Headers of answers, by the name under which the document has them. */
export const HEADERS = {
  'x-request-id': header('Names this request in our logs: tell it to support.'),
  'content-language': header('The language of the texts.', { ...text, enum: LANGUAGES }),
  location: header('The address of what was created.'),
  'retry-after': header('Seconds to wait before the next try.', { ...text, pattern: '^\\d+$' }),
  'www-authenticate': header('`Bearer` (RFC 6750); `Link` where a renewal link is what opens it.'),
  'referrer-policy': header('`no-referrer`: whoever asked is told to nobody.', { ...text, enum: ['no-referrer'] }),
  etag: header('Names this version.'),
  'ratelimit-policy': header(
    'Requests a second that everybody together may send (draft-ietf-httpapi-ratelimit-headers).',
  ),
} as const;
export type HeaderName = keyof typeof HEADERS;
