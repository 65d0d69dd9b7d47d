import type { Checkout, Seconds } from './checkout.ts';

const DAY_SECONDS = 24 * 60 * 60;
/** Japan has no summer time. */
const JAPAN_OFFSET_SECONDS = 9 * 60 * 60;

/** 23:59:59 in Japan, so many calendar days after the one of issue (docs.stripe.com/payments/konbini, "Expiration"). */
export const voucherExpiry = (issuedAt: Seconds, days: number): Seconds => {
  const today = Math.floor((issuedAt + JAPAN_OFFSET_SECONDS) / DAY_SECONDS);
  return (today + days + 1) * DAY_SECONDS - JAPAN_OFFSET_SECONDS - 1;
};

/** What a store asks for at its terminal, one pair for each chain. */
export const voucherStores = ({ suffix, intent }: Checkout) => {
  const confirmation_number = intent?.pending?.kind === 'voucher' ? intent.pending.confirmationNumber : '';
  const code = (offset: number) => String(Number.parseInt(suffix.slice(offset, offset + 5), 16)).padStart(6, '0');
  return {
    familymart: { confirmation_number, payment_code: code(0) },
    lawson: { confirmation_number, payment_code: code(4) },
    ministop: { confirmation_number, payment_code: code(8) },
    seicomart: { confirmation_number, payment_code: code(12) },
  };
};
