import type { Records } from '../records.ts';
import { numbered } from './api-error.ts';

export interface Credit {
  /** Dollars. */
  read(): number;
  set(dollars: number): void;
  /** @throws ApiError number 11 when there is not enough; nothing is taken then */
  take(dollars: number): void;
}

const inCents = (dollars: number): number => Math.round(dollars * 100);

/** What the brand has paid in. It goes down with every order. */
export const openCredit = (records: Records, startDollars: number): Credit => {
  const read = (): number => records.get<number>('credit', 'now') ?? startDollars;
  const set = (dollars: number): void => records.put('credit', 'now', inCents(dollars) / 100);
  return {
    read,
    set,
    take(dollars) {
      const left = inCents(read()) - inCents(dollars);
      if (left < 0) throw numbered(11);
      set(left / 100);
    },
  };
};

/** Page "Get balance". */
export const balanceBody = (credit: Credit) => ({
  data: { balances: { name: 'balance', availableBalance: { amount: credit.read(), currency: 'USD' } } },
  meta: { message: 'success' },
});
