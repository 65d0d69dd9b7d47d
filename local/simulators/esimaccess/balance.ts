import type { Records } from '../records.ts';
import { refusal } from './api-error.ts';

/** What the account has left, in ten-thousandths of a dollar. */
export interface Balance {
  read(): number;
  write(amount: number): void;
  /** @throws ApiError 200007 when there is less */
  take(amount: number): void;
}

export const openBalance = (records: Records, initial: number): Balance => {
  const read = (): number => records.get<number>('balance', 'now') ?? initial;
  const write = (amount: number): void => records.put('balance', 'now', amount);
  return {
    read,
    write,
    take(amount) {
      if (read() < amount) throw refusal('200007');
      write(read() - amount);
    },
  };
};
