import type { Operation } from '../operation.ts';

/** What payment providers and carriers call, each in its own words. */
export const WEBHOOK_OPERATIONS: readonly Operation[] = [
  {
    key: 'POST /v1/webhooks/{account}',
    id: 'takePaymentWebhook',
    tag: 'Webhooks',
    summary: 'A delivery of a payment provider',
    description:
      'Verified over the raw bytes, stored, and only then acknowledged, in the form that this provider counts. Whatever else is answered makes it come again; the body names a code of the problems of this interface.',
    isPublic: true,
    parameters: ['account'],
    body: 'any',
    answers: [
      { status: 200, description: 'Stored.', content: { 'application/json': 'json', 'text/plain': 'text' } },
      {
        status: '4XX',
        description:
          'A wrong signature (400), a payment that is not stored yet or an account that is not configured (404), more than 256 KB (413).',
        content: { 'application/json': 'json', 'text/plain': 'text' },
      },
      {
        status: '5XX',
        description: 'It could not be stored, or the provider could not be asked.',
        content: { 'application/json': 'json', 'text/plain': 'text' },
      },
    ],
    problems: [],
  },
  {
    key: 'POST /v1/carrier-webhooks/{account}',
    id: 'takeCarrierWebhook',
    tag: 'Webhooks',
    summary: 'A delivery of a carrier',
    description: 'Verified over the raw bytes, handed on, and only then acknowledged; at most 64 KB.',
    isPublic: true,
    parameters: ['account'],
    body: 'any',
    answers: [{ status: 200, description: 'Handed on.' }],
    problems: ['bad_signature', 'notice_unreadable', 'not_found', 'body_too_large', 'internal'],
  },
  {
    key: 'HEAD /v1/carrier-webhooks/{account}',
    id: 'findCarrierWebhook',
    tag: 'Webhooks',
    summary: 'Whether the address of a carrier is there',
    description: 'Airalo asks.',
    isPublic: true,
    parameters: ['account'],
    answers: [{ status: 200, description: 'It is.' }],
    problems: ['not_found', 'internal'],
  },
];

const readable = (type: string, as: 'json' | 'text') =>
  [
    { status: 200, description: 'As it is now.', content: { [type]: as }, headers: ['etag'] },
    { status: 304, description: 'As you have it.', headers: ['etag'] },
  ] as const;

/** What this document is read from. */
export const DOCUMENTATION_OPERATIONS: readonly Operation[] = [
  {
    key: 'GET /openapi.json',
    id: 'readOpenApi',
    tag: 'Documentation',
    summary: 'This document',
    isPublic: true,
    parameters: ['ifNoneMatch'],
    answers: readable('application/json', 'json'),
    problems: ['internal'],
  },
  {
    key: 'GET /docs',
    id: 'readDocs',
    tag: 'Documentation',
    summary: 'This document as a page',
    isPublic: true,
    parameters: ['ifNoneMatch'],
    answers: readable('text/html', 'text'),
    problems: ['internal'],
  },
];
