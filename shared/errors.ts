/**
 * Why a request is refused. Stable: callers and translations rely on these codes; the HTTP status of each stands in
 * `http/problem.ts` and nowhere else.
 */
export type RefusalCode =
  | 'bad_request'
  | 'body_not_json'
  | 'body_too_large'
  | 'idempotency_key_missing'
  | 'idempotency_key_reused'
  | 'unauthenticated'
  | 'issuer_unavailable'
  | 'link_not_valid'
  | 'link_expired'
  | 'not_found'
  | 'line_not_found'
  | 'renewal_not_found'
  | 'plan_not_found'
  | 'plan_not_for_line'
  | 'line_not_renewable'
  | 'line_in_review'
  | 'line_recycled'
  | 'line_bound'
  | 'proof_not_accepted'
  | 'too_many_tries'
  | 'too_many_periods'
  | 'cannot_start_early'
  | 'currency_not_offered'
  | 'plan_not_available'
  | 'carrier_unavailable'
  | 'carrier_maintenance'
  | 'carrier_float_low'
  | 'carrier_not_found'
  | 'preview_outdated'
  | 'promotion_unknown'
  | 'promotion_expired'
  | 'promotion_used_up'
  | 'promotion_not_for_plan'
  | 'promotion_first_only'
  | 'promotion_already_used'
  | 'bad_signature'
  | 'notice_unreadable'
  | 'unknown_payment'
  | 'method_not_offered'
  | 'renewal_not_payable'
  | 'renewal_not_cancellable'
  | 'payment_under_way'
  | 'too_many_payments'
  | 'exit_not_open'
  | 'job_not_found'
  | 'job_closed'
  | 'not_refundable'
  | 'forbidden'
  | 'receipt_not_ready'
  | 'busy'
  | 'payment_provider_unavailable'
  | 'payment_outcome_unknown'
  | 'contact_not_found'
  | 'contact_in_trouble'
  | 'country_not_served'
  | 'too_many_codes'
  | 'code_wrong'
  | 'consent_outdated';

/** An expected "no" with a stable code. Everything else that is thrown is a defect or an outage. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: RefusalCode;
  /** Facts for the caller, for example which field is wrong. Never personal data, never another system's message. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: RefusalCode, details: Readonly<Record<string, unknown>> = {}, options?: ErrorOptions) {
    super(code, options);
    this.code = code;
    this.details = details;
  }
}
