import type { DeclineReason } from '../../domain/payment/payment.ts';

/**
 * What the payer may be told and can do something about (docs.stripe.com, "Decline codes"). Stolen, lost and
 * suspected cards are told nothing in particular.
 */
const REASONS: ReadonlyMap<string, DeclineReason> = new Map([
  ['insufficient_funds', 'insufficient_funds'],
  ['card_velocity_exceeded', 'limit_exceeded'],
  ['withdrawal_count_limit_exceeded', 'limit_exceeded'],
  ['authentication_required', 'authentication_failed'],
  ['mobile_device_authentication_required', 'authentication_failed'],
  ['payment_intent_authentication_failure', 'authentication_failed'],
  ['expired_card', 'expired_card'],
]);

/** `decline_code` is the more exact of the two and exists only when the issuer refused. */
export const declineReason = (
  error: { readonly code?: string | undefined; readonly decline_code?: string | undefined } | null | undefined,
): DeclineReason => REASONS.get(error?.decline_code ?? '') ?? REASONS.get(error?.code ?? '') ?? 'try_another_method';
