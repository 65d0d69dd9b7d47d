import { previewQuery } from '../../functions/renewal-api/requests.ts';
import type { ProblemCode } from '../../shared/http/problem-texts/problem-text.ts';
import { json, type Operation } from '../operation.ts';
import { LINE_OPERATIONS } from './lines.ts';
import { changed, read } from './reading.ts';

const QUOTE: readonly ProblemCode[] = [
  'plan_not_for_line',
  'line_not_renewable',
  'line_in_review',
  'line_recycled',
  'too_many_periods',
  'cannot_start_early',
  'currency_not_offered',
];
const SELLING: readonly ProblemCode[] = ['carrier_unavailable', 'carrier_maintenance', 'carrier_float_low'];
const BODY: readonly ProblemCode[] = ['bad_request', 'body_not_json', 'body_too_large'];
const KEY: readonly ProblemCode[] = ['idempotency_key_missing', 'idempotency_key_reused'];

const LINES: readonly Operation[] = [
  {
    key: 'GET /v1/lines/{lineId}',
    id: 'readLine',
    tag: 'Lines',
    summary: 'One SIM',
    description:
      'When it ends and what is left. Looking at old figures (20 minutes) has newer ones read for the next look, and waits for nobody.',
    parameters: ['lineId', 'acceptLanguage', 'timeZone', 'ifNoneMatch'],
    answers: read('The SIM.', 'Line'),
    problems: ['line_not_found'],
  },
  {
    key: 'GET /v1/lines/{lineId}/plans',
    id: 'listPlans',
    tag: 'Lines',
    summary: 'What a SIM can take',
    parameters: ['lineId', 'acceptLanguage', 'timeZone', 'ifNoneMatch'],
    answers: read('The plans.', 'Plans'),
    problems: ['line_not_found'],
  },
  {
    key: 'GET /v1/lines/{lineId}/preview',
    id: 'previewRenewal',
    tag: 'Lines',
    summary: 'What a plan would change',
    description: 'Nothing is reserved and nothing is charged. `order` of the answer is the body that orders just this.',
    parameters: ['lineId', 'acceptLanguage', 'timeZone', 'ifNoneMatch'],
    query: previewQuery,
    answers: read('The preview.', 'Preview'),
    problems: ['bad_request', 'line_not_found', 'plan_not_found', ...QUOTE, ...SELLING],
  },
  {
    key: 'POST /v1/lines/{lineId}/links/revocation',
    id: 'callLinksBack',
    tag: 'Lines',
    summary: 'Call back all renewal links of a SIM',
    description:
      'For its owner and for staff: a message has come into the wrong hands. What was sent so far opens nothing any more; reminders that follow carry new links. Repeating it is harmless.',
    parameters: ['lineId', 'acceptLanguage'],
    answers: changed('Called back.', 'LinksCalledBack'),
    problems: ['line_not_found'],
  },
];

const PROMOTION: readonly ProblemCode[] = [
  'promotion_unknown',
  'promotion_expired',
  'promotion_used_up',
  'promotion_not_for_plan',
  'promotion_first_only',
  'promotion_already_used',
];

const RENEWALS: readonly Operation[] = [
  {
    key: 'POST /v1/renewals',
    id: 'orderRenewal',
    tag: 'Renewals',
    summary: 'Order what was previewed',
    description:
      "The body is the preview's `order`, with any `method` of its `methods`. A later end than previewed is no reason to refuse; an earlier one, another price or another version of the plan are. A promotion that `order` names is used at once, if there is a place left, and given back when the order ends unpaid.\n\nAfter any failure send the same key and body again: they answer the same renewal and open no second payment.",
    parameters: ['idempotencyKey', 'acceptLanguage'],
    body: 'NewRenewal',
    answers: [
      {
        status: 201,
        description: 'Ordered; `payment.url` is the page to pay on.',
        content: json('Renewal'),
        headers: ['content-language', 'location', 'ratelimit-policy'],
      },
      {
        status: 200,
        description: 'The same order was sent before: the renewal as it stands by now.',
        content: json('Renewal'),
        headers: ['content-language', 'location', 'ratelimit-policy'],
      },
    ],
    problems: [
      ...BODY,
      ...KEY,
      'line_not_found',
      'plan_not_found',
      ...QUOTE,
      'preview_outdated',
      ...PROMOTION,
      'method_not_offered',
      'plan_not_available',
      ...SELLING,
      'payment_provider_unavailable',
    ],
  },
  {
    key: 'GET /v1/renewals/{renewalId}',
    id: 'readRenewal',
    tag: 'Renewals',
    summary: 'How a renewal stands',
    parameters: ['renewalId', 'acceptLanguage'],
    answers: read('The renewal.', 'Renewal'),
    problems: ['renewal_not_found'],
  },
  {
    key: 'GET /v1/renewals/{renewalId}/receipt',
    id: 'readReceipt',
    tag: 'Renewals',
    summary: 'Proof of a renewal',
    description: 'Once it is active or refunded.',
    parameters: ['renewalId', 'acceptLanguage'],
    answers: read('The receipt.', 'Receipt'),
    problems: ['renewal_not_found', 'receipt_not_ready'],
  },
  {
    key: 'POST /v1/renewals/{renewalId}/payments',
    id: 'payAgain',
    tag: 'Renewals',
    summary: 'Pay another way',
    description:
      'The session before is closed at its provider where that is possible; whatever is paid twice all the same goes back by itself. If it was paid a moment ago, the answer shows the paid renewal.',
    parameters: ['renewalId', 'idempotencyKey', 'acceptLanguage'],
    body: 'NewPayment',
    answers: changed('The renewal with one more payment, whose `url` is the page to pay on.', 'Renewal'),
    problems: [
      ...BODY,
      ...KEY,
      'renewal_not_found',
      'renewal_not_payable',
      'payment_under_way',
      'too_many_payments',
      'method_not_offered',
      'line_recycled',
      ...SELLING,
      'payment_provider_unavailable',
      'busy',
    ],
  },
  {
    key: 'POST /v1/renewals/{renewalId}/cancellation',
    id: 'cancelRenewal',
    tag: 'Renewals',
    summary: 'Call it off while it is not paid',
    description: 'Repeating it changes nothing. Money that arrives later all the same goes back by itself.',
    parameters: ['renewalId', 'acceptLanguage'],
    answers: changed('The cancelled renewal.', 'Renewal'),
    problems: ['renewal_not_found', 'renewal_not_cancellable', 'payment_under_way', 'payment_outcome_unknown', 'busy'],
  },
  {
    key: 'POST /v1/renewals/{renewalId}/look-up',
    id: 'lookUpRenewal',
    tag: 'Renewals',
    summary: 'Ask the payment provider now',
    description:
      'For the page that payers come back to: the answer shows what the provider knows, whether or not its webhook has arrived or ever will.',
    parameters: ['renewalId', 'acceptLanguage'],
    answers: changed('The renewal as it stands now.', 'Renewal'),
    problems: ['renewal_not_found', 'payment_outcome_unknown', 'busy'],
  },
];

export const TRAVELLER_OPERATIONS: readonly Operation[] = [...LINE_OPERATIONS, ...LINES, ...RENEWALS];
