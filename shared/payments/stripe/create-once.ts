import { StripeUnavailable } from './stripe-calls.ts';

/**
 * How many stored failures are stepped over. Stripe answers a key whose first request ended in a 500 with that 500
 * for at least a day (docs.stripe.com, "Idempotent requests").
 */
const MAX_KEYS = 3;

/**
 * Creates something under a key that is derived from what it is for. Everybody who repeats it walks the same keys in
 * the same order, so all of them meet the same object. A fresh failure is thrown: the caller looks up before it
 * comes again; only a stored one leads to the next key.
 */
export const createOnce = async <T>(key: string, create: (idempotencyKey: string) => Promise<T>): Promise<T> => {
  for (let number = 1; number < MAX_KEYS; number += 1) {
    try {
      return await create(`${key}.${number}`);
    } catch (error) {
      if (!(error instanceof StripeUnavailable && error.replayed)) throw error;
    }
  }
  return create(`${key}.${MAX_KEYS}`);
};
