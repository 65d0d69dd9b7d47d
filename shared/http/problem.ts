import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Language } from '../domain/plan/plan.ts';
import type { RefusalCode } from '../errors.ts';
import { EN } from './problem-texts/en.ts';
import type { ProblemCode, ProblemTexts } from './problem-texts/problem-text.ts';

/** The only place where a refusal becomes an HTTP status (RFC 9457, problem details). */
const STATUSES: Readonly<Record<ProblemCode, number>> = {
  bad_request: 400,
  body_not_json: 400,
  body_too_large: 413,
  idempotency_key_missing: 400,
  idempotency_key_reused: 409,
  unauthenticated: 401,
  issuer_unavailable: 503,
  link_not_valid: 401,
  link_expired: 410,
  not_found: 404,
  line_not_found: 404,
  renewal_not_found: 404,
  plan_not_found: 404,
  plan_not_for_line: 422,
  line_in_review: 422,
  line_recycled: 422,
  line_bound: 409,
  proof_not_accepted: 422,
  too_many_tries: 429,
  too_many_periods: 422,
  cannot_start_early: 422,
  currency_not_offered: 422,
  plan_not_available: 422,
  carrier_unavailable: 503,
  carrier_maintenance: 503,
  carrier_float_low: 503,
  carrier_not_found: 404,
  line_not_renewable: 422,
  preview_outdated: 409,
  promotion_unknown: 422,
  promotion_expired: 422,
  promotion_used_up: 409,
  promotion_not_for_plan: 422,
  promotion_first_only: 422,
  promotion_already_used: 409,
  bad_signature: 400,
  notice_unreadable: 400,
  unknown_payment: 404,
  method_not_offered: 422,
  renewal_not_payable: 409,
  renewal_not_cancellable: 409,
  payment_under_way: 409,
  too_many_payments: 409,
  exit_not_open: 409,
  job_not_found: 404,
  job_closed: 409,
  not_refundable: 409,
  forbidden: 403,
  receipt_not_ready: 409,
  busy: 503,
  payment_provider_unavailable: 503,
  payment_outcome_unknown: 503,
  contact_not_found: 404,
  contact_in_trouble: 409,
  country_not_served: 422,
  too_many_codes: 429,
  code_wrong: 422,
  consent_outdated: 409,
  internal: 500,
};

const RETRY_AFTER_SECONDS = 5;
/** What is counted by the hour. */
const RETRY_IN_AN_HOUR_SECONDS = 3_600;

/** What nobody outside can mend, though it is no failure of this request: a key of ours that does not fit. */
export const isDefect = (code: RefusalCode): boolean => code === 'notice_unreadable';

/** An outage, ours or that of somebody we need: worth a look, and worth another try. */
export const isOutage = (code: RefusalCode): boolean => STATUSES[code] >= 500;

export const problemStatus = (code: ProblemCode): number => STATUSES[code];

interface Told {
  /** The caller's request, not ours to another system. */
  readonly requestId: string;
  /** Facts beside the text. */
  readonly details?: Readonly<Record<string, unknown>>;
  /** English where absent. */
  readonly words?: { readonly language: Language; readonly texts: ProblemTexts };
}

const ENGLISH = { language: 'en', texts: EN } as const;

/** `title` is the code in words, the same in every language; `detail` and `nextStep` are for people. */
export const problem = (
  code: ProblemCode,
  { requestId, details = {}, words: { language, texts } = ENGLISH }: Told,
): APIGatewayProxyStructuredResultV2 => {
  const status = problemStatus(code);
  return {
    statusCode: status,
    headers: {
      'content-type': 'application/problem+json',
      'content-language': language,
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
      ...texts[code],
      code,
      requestId,
    }),
  };
};

const title = (code: string): string => code.charAt(0).toUpperCase() + code.slice(1).replaceAll('_', ' ');
