import type { Instant } from '../domain/values/instant.ts';

/** One activation: the line's end is to become `targetEnd`. */
export interface ActivationOrder {
  /** The carrier's own name of the SIM. */
  readonly carrierRef: string;
  /** Exclusive. */
  readonly targetEnd: Instant;
}

/** What came of asking a carrier. Nothing expected is thrown: every answer, also none, is one of these. */
export type CarrierOutcome =
  | {
      readonly kind: 'confirmed';
      /** What the carrier calls the change: proof for the receipt, at most 64 characters. */
      readonly reference: string;
      readonly confirmedAt: Instant;
    }
  /** The carrier understood and will not do it, now or later. Nothing was changed. */
  | { readonly kind: 'refused'; readonly code: string }
  /** Certainly not carried out; may be tried again. */
  | { readonly kind: 'not_sent'; readonly code: string; readonly retryAfterMs?: number }
  /** May have been carried out: look up before anything else. */
  | { readonly kind: 'unknown'; readonly code: string };

export type CarrierLookUp =
  | Extract<CarrierOutcome, { kind: 'confirmed' }>
  /** The carrier answered, and its record does not show the change (yet). */
  | { readonly kind: 'absent' }
  /** The carrier could not be asked. */
  | { readonly kind: 'unavailable'; readonly code: string };

/** Between writing an attempt down and calling the carrier; a carrier counts it into its settling time. */
export const MAX_HOLD_MS = 2_000;

/**
 * One carrier. Class A: its call is absolute (or honours an idempotency key), so it may be repeated with the same
 * `targetEnd` while the line's fence is held.
 */
export interface Carrier {
  readonly class: 'A';
  /** How long the carrier's record may lag behind an accepted call, our own call's time-out included. */
  readonly settlingMs: number;
  activate(order: ActivationOrder): Promise<CarrierOutcome>;
  lookUp(order: ActivationOrder): Promise<CarrierLookUp>;
}
