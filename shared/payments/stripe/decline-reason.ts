import type { DeclineReason } from '../../domain/payment/payment.ts';

/**
 * What the payer may be told and can do something about (docs.stripe.com/declines/codes, docs.stripe.com/error-codes).
 * Stolen, lost and suspected cards are told nothing in particular.
 */
const CODES: Readonly<Record<Exclude<DeclineReason, 'try_another_method'>, readonly string[]>> = {
  insufficient_funds: ['insufficient_funds'],
  limit_exceeded: [
    'card_velocity_exceeded',
    'withdrawal_count_limit_exceeded',
    'amount_too_large',
    'charge_exceeds_source_limit',
    'charge_exceeds_transaction_limit',
    'charge_exceeds_weekly_limit',
  ],
  authentication_failed: [
    'authentication_required',
    'mobile_device_authentication_required',
    'payment_intent_authentication_failure',
  ],
  expired_card: ['expired_card'],
  // Nobody decided against the payer: the same card or wallet may do a little later.
  network: [
    'processing_error',
    'issuer_not_available',
    'try_again_later',
    'reenter_transaction',
    'approve_with_id',
    'payment_method_provider_timeout',
    'payment_method_not_available',
  ],
};

const REASONS: ReadonlyMap<string, DeclineReason> = new Map(
  (['insufficient_funds', 'limit_exceeded', 'authentication_failed', 'expired_card', 'network'] as const).flatMap(
    (reason) => CODES[reason].map((code) => [code, reason]),
  ),
);

/** `decline_code` is the more exact of the two and exists only when the issuer refused. */
export const declineReason = (
  error: { readonly code?: string | undefined; readonly decline_code?: string | undefined } | null | undefined,
): DeclineReason => REASONS.get(error?.decline_code ?? '') ?? REASONS.get(error?.code ?? '') ?? 'try_another_method';
