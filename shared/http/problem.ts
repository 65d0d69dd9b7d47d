import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { RefusalCode } from '../errors.ts';

/** `internal`: everything unexpected, of which nothing is told. */
export type ProblemCode = RefusalCode | 'internal';

interface Problem {
  readonly status: number;
  /** What happened, what it means for the caller's money, what to do next. */
  readonly detail: string;
}

/** The only place where a refusal becomes an HTTP status (RFC 9457, problem details). */
export const PROBLEMS: Readonly<Record<ProblemCode, Problem>> = {
  bad_request: {
    status: 400,
    detail: 'The request does not fit the schema; `errors` names the fields. Nothing was changed.',
  },
  body_not_json: { status: 400, detail: 'The body is not valid JSON. Nothing was changed.' },
  body_too_large: { status: 413, detail: 'The body is larger than this interface takes. Nothing was changed.' },
  idempotency_key_missing: {
    status: 400,
    detail: 'Send an `Idempotency-Key` header of 8 to 128 visible characters, new for each order. Nothing was charged.',
  },
  idempotency_key_reused: {
    status: 409,
    detail: 'This Idempotency-Key belongs to another order. Use a new key for a new order. Nothing was charged.',
  },
  unauthenticated: {
    status: 401,
    detail: 'Log in again: the access token is missing, expired or not for this service.',
  },
  issuer_unavailable: {
    status: 503,
    detail: 'Logins cannot be checked at the moment. Nothing was charged; try again in a minute.',
  },
  link_not_valid: {
    status: 401,
    detail: 'This link opens nothing. Open it again from the message that you got, all of it. Nothing was charged.',
  },
  link_expired: {
    status: 410,
    detail:
      'This link has expired or was called back. Open the one in the newest message, or log in. Nothing was charged.',
  },
  not_found: { status: 404, detail: 'There is nothing at this address.' },
  line_not_found: { status: 404, detail: 'There is no such SIM among yours.' },
  renewal_not_found: { status: 404, detail: 'There is no such renewal among yours.' },
  plan_not_found: { status: 404, detail: 'This plan is not on sale. Choose another one. Nothing was charged.' },
  plan_not_for_line: {
    status: 422,
    detail: 'This SIM cannot take this plan. Choose one of the plans listed for it. Nothing was charged.',
  },
  line_in_review: {
    status: 422,
    detail:
      'An earlier renewal of this SIM is being checked by hand; until then it cannot be renewed. Nothing was charged.',
  },
  line_recycled: {
    status: 422,
    detail: 'The number of this SIM now belongs to another SIM: it can no longer be renewed. Nothing was charged.',
  },
  line_bound: {
    status: 409,
    detail: 'This SIM belongs to another account. Unbind it there first, or ask support.',
  },
  proof_not_accepted: {
    status: 422,
    detail: 'ICCID and code do not fit together. Both stand on what the SIM came with; ask support if they are lost.',
  },
  too_many_tries: {
    status: 429,
    detail: 'Too many tries. Wait until `until`, or ask support to bind the SIM for you.',
  },
  too_many_periods: {
    status: 422,
    detail:
      'This SIM has as many periods waiting as it can hold. Renew it again once one has ended. Nothing was charged.',
  },
  cannot_start_early: {
    status: 422,
    detail: 'This plan cannot begin before what you have ends. Order it without `startsEarly`. Nothing was charged.',
  },
  currency_not_offered: {
    status: 422,
    detail: 'This plan is not sold in this currency. Choose one of `prices` of the plan. Nothing was charged.',
  },
  plan_not_available: {
    status: 422,
    detail: 'The carrier does not offer this plan for this SIM at the moment. Choose another one. Nothing was charged.',
  },
  carrier_unavailable: {
    status: 503,
    detail: 'The carrier cannot be reached at the moment. Nothing was charged; try again in a minute.',
  },
  carrier_maintenance: {
    status: 503,
    detail: 'The carrier is being serviced; `until` says for how long, where it is known. Nothing was charged.',
  },
  carrier_float_low: {
    status: 503,
    detail: 'This renewal is not sold at the moment. Nothing was charged; choose another plan or try again later.',
  },
  carrier_not_found: { status: 404, detail: 'There is no such account at a carrier.' },
  line_not_renewable: { status: 422, detail: 'This SIM has ended and can no longer be renewed. Nothing was charged.' },
  preview_outdated: {
    status: 409,
    detail:
      'Price, terms or the new end have changed since the preview. Look at a new preview first. Nothing was charged.',
  },
  bad_signature: { status: 400, detail: 'The signature does not fit the body.' },
  notice_unreadable: {
    status: 400,
    detail: 'The signature fits, and what it signs cannot be read. Deliver it again later.',
  },
  unknown_payment: { status: 404, detail: 'The payment is not known here (yet). Deliver it again later.' },
  method_not_offered: {
    status: 422,
    detail: 'This way to pay is not offered for this price. Choose one of `methods` of the plan. Nothing was charged.',
  },
  renewal_not_payable: {
    status: 409,
    detail:
      'This renewal does not wait for a payment any more; `renewalStatus` says how it stands. Nothing was charged anew.',
  },
  renewal_not_cancellable: {
    status: 409,
    detail: 'Only a renewal that is not paid can be called off; `renewalStatus` says how it stands.',
  },
  payment_under_way: {
    status: 409,
    detail: 'A payment of this renewal is being processed. Wait for its outcome before you try another one.',
  },
  too_many_payments: {
    status: 409,
    detail: 'This renewal has been tried to pay too often. Call it off and order again. Nothing was charged.',
  },
  exit_not_open: {
    status: 409,
    detail: 'This renewal cannot be settled in this way (any more). Look at it again: `exits` names what is open.',
  },
  job_not_found: { status: 404, detail: 'There is no such activation job.' },
  job_closed: {
    status: 409,
    detail:
      'This job is closed: somebody has answered it, or its time is over and the money goes back. `jobState` says which. Nothing was changed. If you have renewed the SIM all the same, take it back at the carrier.',
  },
  not_refundable: {
    status: 409,
    detail: 'This plan was sold as not refundable once it is active; the traveller was told so before paying.',
  },
  forbidden: { status: 403, detail: 'This is for staff. Your login does not say that you are.' },
  receipt_not_ready: { status: 409, detail: 'There is no receipt before the renewal is active or refunded.' },
  busy: {
    status: 503,
    detail: 'Others are changing this at the same moment. Try again with the same Idempotency-Key.',
  },
  payment_provider_unavailable: {
    status: 503,
    detail: 'The payment page could not be opened. Nothing was charged; try again with the same Idempotency-Key.',
  },
  payment_outcome_unknown: {
    status: 503,
    detail:
      'The payment provider cannot be asked at the moment, so we cannot see yet whether you have paid. Do not pay again: we go on asking by ourselves.',
  },
  contact_not_found: { status: 404, detail: 'No address is bound to this channel of the SIM. Nothing was changed.' },
  contact_in_trouble: {
    status: 409,
    detail:
      'Messages to this address came back; `state` says how. Verify it anew; after `stopped` answer START from that number first. Nothing was changed.',
  },
  country_not_served: {
    status: 422,
    detail: 'We send no SMS to this country. Bind an e-mail address instead. Nothing was changed.',
  },
  too_many_codes: {
    status: 429,
    detail: 'Too many codes were asked for this SIM. Wait an hour, then ask again. Nothing was changed.',
  },
  code_wrong: {
    status: 422,
    detail:
      'This is not the code, or it is too old, or it was tried too often. Ask for a new one. Nothing was changed.',
  },
  consent_outdated: {
    status: 409,
    detail: 'The text that was agreed to is not the present one. Show `consent` again and ask. Nothing was changed.',
  },
  internal: {
    status: 500,
    detail: 'Something failed on our side. Try again with the same Idempotency-Key: nothing happens twice.',
  },
};

const RETRY_AFTER_SECONDS = 5;
/** What is counted by the hour. */
const RETRY_IN_AN_HOUR_SECONDS = 3_600;

/** What nobody outside can mend, though it is no failure of this request: a key of ours that does not fit. */
export const isDefect = (code: RefusalCode): boolean => code === 'notice_unreadable';

/** An outage, ours or that of somebody we need: worth a look, and worth another try. */
export const isOutage = (code: RefusalCode): boolean => PROBLEMS[code].status >= 500;

export const problemStatus = (code: ProblemCode): number => PROBLEMS[code].status;

export const problem = (
  code: ProblemCode,
  requestId: string,
  details: Readonly<Record<string, unknown>> = {},
): APIGatewayProxyStructuredResultV2 => {
  const { status, detail } = PROBLEMS[code];
  return {
    statusCode: status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      'x-request-id': requestId,
      ...(status === 503 && { 'retry-after': String(RETRY_AFTER_SECONDS) }),
      ...(status === 429 && { 'retry-after': String(details['retryAfterSeconds'] ?? RETRY_IN_AN_HOUR_SECONDS) }),
      ...(status === 401 && { 'www-authenticate': code === 'link_not_valid' ? 'Link' : 'Bearer' }),
    },
    body: JSON.stringify({
      ...details,
      type: `urn:keizoku:problem:${code}`,
      title: title(code),
      status,
      detail,
      code,
      requestId,
    }),
  };
};

const title = (code: string): string => code.charAt(0).toUpperCase() + code.slice(1).replaceAll('_', ' ');
