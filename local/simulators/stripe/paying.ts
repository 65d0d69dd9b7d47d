import { fail, issueVoucher, type PayOccasion, process, succeed, wait } from './attempt.ts';
import { authenticationFailure, settlementFailure, type TestCard, voucherExpired } from './cards.ts';
import type { Checkout, Failure, Means, Pending, Wallet } from './checkout.ts';
import { openDispute } from './disputing.ts';
import { voucherExpiry } from './voucher.ts';

/** What a payer does, on the page or away from it, or a bank for them. */
export type Action =
  | { readonly kind: 'card'; readonly card: TestCard }
  | { readonly kind: 'apple_pay' }
  | { readonly kind: 'wallet'; readonly wallet: Wallet }
  | { readonly kind: 'konbini' }
  /** The answer to the bank's question, or in the wallet's app. `later` leaves the wallet's bank to decide. */
  | { readonly kind: 'answer'; readonly answer: 'approve' | 'decline' | 'later' }
  /** At the till, or by the wallet's bank; `failed` is also how a voucher runs out. */
  | { readonly kind: 'settle'; readonly outcome: 'paid' | 'failed' };

export type Paying =
  | { readonly kind: 'paid' | 'must_approve' | 'processing' | 'voucher_issued'; readonly next: Checkout }
  | { readonly kind: 'declined'; readonly next: Checkout; readonly failure: Failure }
  /** Not possible as things stand: paid or expired already, another method, or nothing waits for an answer. */
  | { readonly kind: 'refused' };

const refused: Paying = { kind: 'refused' };
const APPLE_PAY: Means = { type: 'card', last4: '4242', wallet: 'apple_pay' };

export const act = (checkout: Checkout, action: Action, occasion: PayOccasion): Paying => {
  const { order, status } = checkout;
  switch (action.kind) {
    case 'card':
      return status === 'open' && order.methods.includes('card') ? payByCard(checkout, action.card, occasion) : refused;
    case 'apple_pay':
      return status === 'open' && order.methods.includes('card') ? paid(checkout, APPLE_PAY, occasion) : refused;
    case 'wallet': {
      if (status !== 'open' || !order.methods.includes(action.wallet)) return refused;
      const pending: Pending = { kind: 'wallet', means: { type: action.wallet } };
      return { kind: 'must_approve', next: wait(checkout, pending, occasion) };
    }
    case 'konbini':
      return status === 'open' && order.methods.includes('konbini') ? voucher(checkout, occasion) : refused;
    case 'answer':
      return status === 'open' ? answer(checkout, action.answer, occasion) : refused;
    case 'settle':
      return status === 'complete' ? settle(checkout, action.outcome, occasion) : refused;
  }
};

const paid = (checkout: Checkout, means: Means, occasion: PayOccasion): Paying => ({
  kind: 'paid',
  next: succeed(checkout, means, occasion),
});

const declined = (checkout: Checkout, means: Means, failure: Failure, occasion: PayOccasion): Paying => ({
  kind: 'declined',
  next: fail(checkout, means, failure, occasion),
  failure,
});

const payByCard = (checkout: Checkout, { number, outcome }: TestCard, occasion: PayOccasion): Paying => {
  const means: Means = { type: 'card', last4: number.slice(-4) };
  switch (outcome.kind) {
    case 'succeeds':
      return paid(checkout, means, occasion);
    case 'disputes': {
      const { next } = openDispute(succeed(checkout, means, occasion), outcome, occasion);
      return { kind: 'paid', next };
    }
    case 'declined':
      return declined(checkout, means, outcome.failure, occasion);
    case 'authenticates':
      return { kind: 'must_approve', next: wait(checkout, { kind: 'authentication', means }, occasion) };
  }
};

const voucher = (checkout: Checkout, occasion: PayOccasion): Paying => {
  const pending: Pending = {
    kind: 'voucher',
    means: { type: 'konbini' },
    expiresAt: voucherExpiry(occasion.now, checkout.order.konbiniDays),
    confirmationNumber: digits(checkout.suffix),
  };
  return { kind: 'voucher_issued', next: issueVoucher(checkout, pending, occasion) };
};

/** Eleven digits, as a payer who gives no telephone number gets them. */
const digits = (suffix: string): string => String(Number.parseInt(suffix.slice(0, 9), 16)).padStart(11, '1');

const answer = (checkout: Checkout, given: 'approve' | 'decline' | 'later', occasion: PayOccasion): Paying => {
  const pending = checkout.intent?.status === 'requires_action' ? checkout.intent.pending : undefined;
  if (!pending) return refused;
  switch (given) {
    case 'approve':
      return paid(checkout, pending.means, occasion);
    case 'decline':
      return declined(checkout, pending.means, authenticationFailure, occasion);
    case 'later':
      return pending.kind === 'wallet'
        ? { kind: 'processing', next: process(checkout, pending.means, occasion) }
        : refused;
  }
};

const settle = (checkout: Checkout, outcome: 'paid' | 'failed', occasion: PayOccasion): Paying => {
  const pending = checkout.intent?.pending;
  if (!pending) return refused;
  if (outcome === 'paid') return paid(checkout, pending.means, occasion);
  return declined(checkout, pending.means, pending.kind === 'voucher' ? voucherExpired : settlementFailure, occasion);
};
