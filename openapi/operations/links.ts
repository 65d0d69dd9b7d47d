import type { Operation } from '../operation.ts';
import { json } from '../operation.ts';
import type { SchemaName } from '../schemas.ts';
import { TRAVELLER_OPERATIONS } from './traveller.ts';

const HEADERS = ['content-language', 'referrer-policy'] as const;

const ok = (description: string, schema: SchemaName) =>
  ({ status: 200, description, content: json(schema), headers: HEADERS }) as const;

/** What may be done with a link may be done after a login as well, and is refused for the same reasons. */
const sameAs = (id: string): Pick<Operation, 'problems' | 'body' | 'query' | 'parameters'> => {
  const found = TRAVELLER_OPERATIONS.find((operation) => operation.id === id);
  if (!found) throw new Error(`no operation ${id}`);
  const { problems, body, query, parameters = [] } = found;
  return {
    problems,
    parameters: parameters.filter((name) => name !== 'lineId'),
    ...(body !== undefined && { body }),
    ...(query !== undefined && { query }),
  };
};

const CHOOSING: readonly Operation[] = [
  {
    key: 'GET /v1/link',
    id: 'readLinkedLine',
    tag: 'Links',
    byLink: true,
    summary: 'The SIM of a link',
    description: 'As whoever has the link may see it: no owner, no use of data, nothing that was ordered otherwise.',
    parameters: ['acceptLanguage'],
    answers: [ok('The SIM.', 'LinkedLine')],
    problems: [],
  },
  {
    ...sameAs('listPlans'),
    key: 'GET /v1/link/plans',
    id: 'listLinkedPlans',
    tag: 'Links',
    byLink: true,
    summary: 'What it can take',
    answers: [ok('The plans.', 'Plans')],
  },
  {
    ...sameAs('previewRenewal'),
    key: 'GET /v1/link/preview',
    id: 'previewLinkedRenewal',
    tag: 'Links',
    byLink: true,
    summary: 'What a plan would change',
    answers: [ok('The preview.', 'Preview')],
  },
];

const ORDERING: readonly Operation[] = [
  {
    ...sameAs('orderRenewal'),
    key: 'POST /v1/link/renewals',
    id: 'orderLinkedRenewal',
    tag: 'Links',
    byLink: true,
    summary: 'Order what was previewed',
    description:
      'A link may be used again: it is one to renew with. The same `Idempotency-Key` never orders twice; it belongs to the link, and is another one than the same key of the owner. The owner sees what was ordered.',
    answers: [
      {
        status: 201,
        description: 'Ordered; `payment.url` is the page to pay on.',
        content: json('Renewal'),
        headers: [...HEADERS, 'location'],
      },
      {
        status: 200,
        description: 'The same order was sent before: the renewal as it stands by now.',
        content: json('Renewal'),
        headers: [...HEADERS, 'location'],
      },
    ],
  },
  {
    ...sameAs('readRenewal'),
    key: 'GET /v1/link/renewals/{renewalId}',
    id: 'readLinkedRenewal',
    tag: 'Links',
    byLink: true,
    summary: 'How a renewal stands that was ordered through this link',
    answers: [ok('The renewal; `messages` is empty.', 'Renewal')],
  },
  {
    ...sameAs('readReceipt'),
    key: 'GET /v1/link/renewals/{renewalId}/receipt',
    id: 'readLinkedReceipt',
    tag: 'Links',
    byLink: true,
    summary: 'Proof of it',
    answers: [ok('The receipt; of the number of the SIM only the last digits.', 'Receipt')],
  },
  {
    ...sameAs('payAgain'),
    key: 'POST /v1/link/renewals/{renewalId}/payments',
    id: 'payLinkedAgain',
    tag: 'Links',
    byLink: true,
    summary: 'Pay it another way',
    answers: [ok('The renewal with one more payment, whose `url` is the page to pay on.', 'Renewal')],
  },
  {
    ...sameAs('lookUpRenewal'),
    key: 'POST /v1/link/renewals/{renewalId}/look-up',
    id: 'lookUpLinkedRenewal',
    tag: 'Links',
    byLink: true,
    summary: 'Ask the payment provider now',
    answers: [ok('The renewal as it stands now.', 'Renewal')],
  },
];

export const LINK_OPERATIONS: readonly Operation[] = [...CHOOSING, ...ORDERING];
