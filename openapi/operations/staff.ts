import { jobsQuery, reviewsQuery } from '../../functions/staff-api/requests.ts';
import type { ProblemCode } from '../../shared/http/problem-texts/problem-text.ts';
import { json, type Operation } from '../operation.ts';
import type { SchemaName } from '../schemas.ts';

const BODY: readonly ProblemCode[] = ['bad_request', 'body_not_json', 'body_too_large'];
const ok = (description: string, schema: SchemaName) => ({ status: 200, description, content: json(schema) }) as const;

const REVIEWS: readonly Operation[] = [
  {
    key: 'GET /v1/reviews',
    id: 'listReviews',
    tag: 'Reviews',
    summary: 'What waits for a person',
    parameters: ['acceptLanguage'],
    query: reviewsQuery,
    answers: [ok('A page of the queue.', 'Reviews')],
    problems: ['forbidden', 'bad_request'],
  },
  {
    key: 'GET /v1/reviews/{renewalId}',
    id: 'readReview',
    tag: 'Reviews',
    summary: 'One of them, or one that has been decided',
    parameters: ['renewalId', 'acceptLanguage'],
    answers: [ok('The review.', 'Review')],
    problems: ['forbidden', 'renewal_not_found'],
  },
  {
    key: 'POST /v1/reviews/{renewalId}',
    id: 'openReview',
    tag: 'Reviews',
    summary: 'Put the money of an active renewal up for a decision',
    description: 'Where its plan says `on_request`.',
    parameters: ['renewalId', 'acceptLanguage'],
    body: 'ReviewOpening',
    answers: [ok('The review.', 'Review')],
    problems: ['forbidden', ...BODY, 'renewal_not_found', 'not_refundable', 'exit_not_open', 'busy'],
  },
  {
    key: 'POST /v1/reviews/{renewalId}/resolution',
    id: 'resolveReview',
    tag: 'Reviews',
    summary: 'Decide a review',
    description:
      '`activate_again` keeps the money and asks the carrier (again); `mark_active` keeps it and writes the promised end, with the carrier’s reference as proof; `send_back` returns all held money by itself; `close` counts it as settled by other means, which the note names. Each is offered only where it makes sense. The same decision of the same person once more is the same decision.',
    parameters: ['renewalId', 'acceptLanguage'],
    body: 'Resolution',
    answers: [ok('What became of it.', 'Resolved')],
    problems: ['forbidden', ...BODY, 'renewal_not_found', 'exit_not_open', 'busy'],
  },
  {
    key: 'GET /v1/reconciliations',
    id: 'listReconciliations',
    tag: 'Reviews',
    summary: 'What the daily comparisons found',
    description:
      'With payment providers (`kind` is `payments`) and with carriers. `open` waits for a person or the next run.',
    parameters: ['accept', 'acceptLanguage'],
    answers: [
      {
        status: 200,
        description: 'The last 60 of both kinds.',
        content: { 'application/json': 'Reconciliations', 'text/html': 'text' },
      },
    ],
    problems: ['forbidden'],
  },
];

const CARRIERS: readonly Operation[] = [
  {
    key: 'GET /v1/carriers',
    id: 'listCarriers',
    tag: 'Carriers',
    summary: 'How the carriers are',
    parameters: ['acceptLanguage'],
    answers: [ok('Every account.', 'Carriers')],
    problems: ['forbidden'],
  },
  {
    key: 'PUT /v1/carriers/{account}/maintenance',
    id: 'announceMaintenance',
    tag: 'Carriers',
    summary: 'Announce when a carrier is serviced',
    description: 'At most 20 windows, which replace those before.',
    parameters: ['account', 'acceptLanguage'],
    body: 'MaintenanceWindows',
    answers: [ok('The account as it is now.', 'Carrier')],
    problems: ['forbidden', ...BODY, 'carrier_not_found', 'busy'],
  },
  {
    key: 'GET /v1/activation-jobs',
    id: 'listActivationJobs',
    tag: 'Carriers',
    summary: 'What is to be done by hand at a carrier that has no API',
    description: 'At its `deadline` a job that is open is called back and the money goes back by itself.',
    parameters: ['acceptLanguage'],
    query: jobsQuery,
    answers: [ok('At most 25 jobs.', 'ActivationJobs')],
    problems: ['forbidden', 'bad_request', 'carrier_not_found'],
  },
  {
    key: 'POST /v1/activation-jobs/{renewalId}',
    id: 'reportActivationJob',
    tag: 'Carriers',
    summary: 'Report what came of a job',
    description:
      '`done` with the carrier’s proof; `refused` sends the money back: only when nothing was changed at the carrier. The same answer of the same person again is the same answer.',
    parameters: ['renewalId', 'acceptLanguage'],
    body: 'JobReport',
    answers: [ok('What was reported, by whom and when.', 'ReportedJob')],
    problems: ['forbidden', ...BODY, 'job_not_found', 'job_closed', 'busy'],
  },
];

export const STAFF_OPERATIONS: readonly Operation[] = [...REVIEWS, ...CARRIERS];
