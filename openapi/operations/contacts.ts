import type { ProblemCode } from '../../shared/http/problem-texts/problem-text.ts';
import { json, type Operation } from '../operation.ts';

const BODY: readonly ProblemCode[] = ['bad_request', 'body_not_json', 'body_too_large'];
const shown = {
  status: 200,
  description: 'The contacts as they are now.',
  content: json('Contacts'),
  headers: ['content-language'],
} as const;

/** How the owner of a line is reached. */
export const CONTACT_OPERATIONS: readonly Operation[] = [
  {
    key: 'GET /v1/lines/{lineId}/contacts',
    id: 'readContacts',
    tag: 'Contacts',
    summary: 'How you are reached',
    description: 'Each address with its consent, and whether reminders go there; if not, why.',
    parameters: ['lineId', 'acceptLanguage'],
    answers: [shown],
    problems: ['line_not_found'],
  },
  {
    key: 'PUT /v1/lines/{lineId}/contacts/{channel}',
    id: 'bindContact',
    tag: 'Contacts',
    summary: 'Have a code sent to an address',
    description:
      'An e-mail address, or for `sms` a number in E.164. Until the code is shown, the address that is bound stays. The answer is the same whether the address can be reached or not. Asking again within 30 seconds sends no second code; a code is good for ten minutes and five tries, and there are at most five an hour for one SIM and for one address.',
    parameters: ['lineId', 'channel', 'acceptLanguage'],
    body: 'NewAddress',
    answers: [
      {
        status: 202,
        description: 'If the address can be reached, a code is on its way.',
        content: json('PendingContact'),
        headers: ['content-language'],
      },
    ],
    problems: [...BODY, 'not_found', 'line_not_found', 'country_not_served', 'too_many_codes'],
  },
  {
    key: 'POST /v1/lines/{lineId}/contacts/{channel}/verification',
    id: 'verifyContact',
    tag: 'Contacts',
    summary: 'Show the code, and consent',
    description:
      'Binds the address. `wording` is that of `consent`, which was shown. What came back from an address before is over. The same code again changes nothing.',
    parameters: ['lineId', 'channel', 'acceptLanguage'],
    body: 'ShownCode',
    answers: [shown],
    problems: [...BODY, 'not_found', 'line_not_found', 'code_wrong', 'consent_outdated', 'busy'],
  },
  {
    key: 'PUT /v1/lines/{lineId}/contacts/{channel}/subscription',
    id: 'subscribeContact',
    tag: 'Contacts',
    summary: 'Call reminders off, or take them up again',
    description: 'What concerns a renewal that you order is told all the same.',
    parameters: ['lineId', 'channel', 'acceptLanguage'],
    body: 'Subscription',
    answers: [shown],
    problems: [
      ...BODY,
      'not_found',
      'line_not_found',
      'contact_not_found',
      'contact_in_trouble',
      'consent_outdated',
      'busy',
    ],
  },
  {
    key: 'DELETE /v1/lines/{lineId}/contacts/{channel}',
    id: 'removeContact',
    tag: 'Contacts',
    summary: 'Forget an address',
    parameters: ['lineId', 'channel', 'acceptLanguage'],
    answers: [shown],
    problems: ['not_found', 'line_not_found', 'busy'],
  },
  {
    key: 'PUT /v1/lines/{lineId}/language',
    id: 'setLanguage',
    tag: 'Contacts',
    summary: 'The language of messages',
    parameters: ['lineId', 'acceptLanguage'],
    body: 'NewLanguage',
    answers: [shown],
    problems: [...BODY, 'line_not_found', 'busy'],
  },
];

const page = (status: number, description: string) =>
  ({ status, description, content: { 'text/html': 'text' }, headers: ['content-language'] }) as const;
const NO_SUCH_LINK = page(404, 'A page that says that the link is not complete.');

/** What links in messages open. */
export const UNSUBSCRIBE_OPERATIONS: readonly Operation[] = [
  {
    key: 'GET /u/{token}',
    id: 'askUnsubscribe',
    tag: 'Contacts',
    summary: 'A page with a button',
    description: 'Changes nothing: programs follow links too.',
    isPublic: true,
    parameters: ['token'],
    answers: [page(200, 'The page, in the language of messages.'), NO_SUCH_LINK],
    problems: ['internal'],
  },
  {
    key: 'POST /u/{token}',
    id: 'unsubscribe',
    tag: 'Contacts',
    summary: 'Unsubscribe with one request (RFC 8058)',
    description: 'As the button does, and as mail programs do. Whatever the body says.',
    isPublic: true,
    parameters: ['token'],
    body: 'any',
    answers: [page(200, 'No more reminders on this channel.'), NO_SUCH_LINK],
    problems: ['busy', 'internal'],
  },
];
