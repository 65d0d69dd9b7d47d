import { describe } from '@jest/globals';
import { orders } from './examples.ts';

const queueOf = (length: number): readonly string[] =>
  Array.from({ length }, () => 'extend_end 1 day, at 2026-10-01 12:00');

describe('given a new start, when it is bought, then what runs ends, and only that', () => {
  orders([
    {
      it: 'with nothing left of the data',
      sold: '2026-10-01 to 2026-10-10',
      buys: 'reset_from_now 3 days, at 2026-10-05 12:00',
      gets: '2026-10-05 12:00 to 2026-10-08',
      warns: 'remaining_time_lost first_day_already_begun',
    },
    {
      it: 'with data left, which is gone too',
      sold: '2026-10-01 to 2026-10-10',
      leftMb: 100,
      buys: 'reset_from_now 3 days, at 2026-10-05 12:00',
      gets: '2026-10-05 12:00 to 2026-10-08',
      warns: 'remaining_time_lost remaining_data_lost first_day_already_begun',
    },
    {
      it: 'at midnight',
      sold: '2026-10-01 to 2026-10-10',
      buys: 'reset_from_now 3 days, at 2026-10-05',
      gets: '2026-10-05 to 2026-10-08',
      warns: 'remaining_time_lost',
    },
    {
      it: 'of 24 hours',
      sold: '2026-10-01 to 2026-10-10',
      buys: 'reset_from_now 1 rolling day, at 2026-10-05 12:00',
      gets: '2026-10-05 12:00 to 2026-10-06 12:00',
      warns: 'remaining_time_lost',
    },
    {
      it: 'that ends later than what it ends',
      sold: '2026-10-01 to 2026-10-06',
      buys: 'reset_from_now 7 days, at 2026-10-05 12:00',
      gets: '2026-10-05 12:00 to 2026-10-12',
      warns: 'remaining_time_lost first_day_already_begun',
    },
    {
      it: 'on a line that has ended: nothing is lost',
      sold: '2026-10-01 to 2026-10-10',
      buys: 'reset_from_now 3 days, at 2026-10-12 12:00',
      gets: '2026-10-12 12:00 to 2026-10-15',
      warns: 'starts_at_activation first_day_already_begun',
    },
    {
      it: 'with something that waits: it follows whole',
      sold: '2026-10-01 to 2026-10-10',
      has: ['extend_end 3 days, at 2026-10-02 12:00'],
      buys: 'reset_from_now 1 day, at 2026-10-05 12:00',
      gets: '2026-10-05 12:00 to 2026-10-06',
      ends: '2026-10-09',
      warns: 'remaining_time_lost first_day_already_begun',
    },
  ]);
});

describe('given a period that waits for the others to end, when it is bought', () => {
  orders([
    {
      it: 'then it begins with their end',
      sold: '2026-10-01 to 2026-10-10',
      buys: 'queue_after_expiry 3 days, at 2026-10-05 12:00',
      gets: '2026-10-10 to 2026-10-13',
      warns: 'starts_after_expiry',
    },
    {
      it: 'then it begins behind those that wait already',
      sold: '2026-10-01 to 2026-10-10',
      has: ['queue_after_expiry 2 days, at 2026-10-02 12:00'],
      queued: 1,
      buys: 'queue_after_expiry 3 days, at 2026-10-05 12:00',
      gets: '2026-10-12 to 2026-10-15',
      warns: 'starts_after_expiry',
    },
    {
      it: 'then on a line that has ended it begins with the activation',
      sold: '2026-10-01 to 2026-10-10',
      buys: 'queue_after_expiry 3 days, at 2026-10-12 12:00',
      gets: '2026-10-12 12:00 to 2026-10-15',
      warns: 'starts_at_activation first_day_already_begun',
    },
    {
      it: 'then early it ends what runs',
      sold: '2026-10-01 to 2026-10-10',
      buys: 'queue_after_expiry 3 days, at 2026-10-05 12:00, early',
      gets: '2026-10-05 12:00 to 2026-10-08',
      warns: 'remaining_time_lost first_day_already_begun',
    },
    {
      it: 'then early on a line that has ended it loses nothing',
      sold: '2026-10-01 to 2026-10-10',
      buys: 'queue_after_expiry 3 days, at 2026-10-12 12:00, early',
      gets: '2026-10-12 12:00 to 2026-10-15',
      warns: 'starts_at_activation first_day_already_begun',
    },
    {
      it: 'then no other rule can begin early',
      sold: '2026-10-01 to 2026-10-10',
      buys: 'extend_end 3 days, at 2026-10-05 12:00, early',
      gets: 'cannot_start_early',
    },
  ]);
});

describe('given a period beside the others, when it is bought', () => {
  orders([
    {
      it: 'then a shorter one leaves the end alone',
      sold: '2026-10-01 to 2026-10-10',
      buys: 'parallel 1 day, at 2026-10-05 12:00',
      gets: '2026-10-05 12:00 to 2026-10-06',
      ends: '2026-10-10',
      warns: 'first_day_already_begun ends_no_later',
    },
    {
      it: 'then one that ends with them too',
      sold: '2026-10-01 to 2026-10-10',
      buys: 'parallel 5 days, at 2026-10-05 12:00',
      gets: '2026-10-05 12:00 to 2026-10-10',
      warns: 'first_day_already_begun ends_no_later',
    },
    {
      it: 'then a longer one is the end',
      sold: '2026-10-01 to 2026-10-10',
      buys: 'parallel 7 days, at 2026-10-05 12:00',
      gets: '2026-10-05 12:00 to 2026-10-12',
      warns: 'first_day_already_begun',
    },
    {
      it: 'then of 24 hours no day has begun',
      sold: '2026-10-01 to 2026-10-10',
      buys: 'parallel 1 rolling day, at 2026-10-05 12:00',
      gets: '2026-10-05 12:00 to 2026-10-06 12:00',
      ends: '2026-10-10',
      warns: 'ends_no_later',
    },
    {
      it: 'then on a line that has ended it is the only one',
      sold: '2026-10-01 to 2026-10-10',
      buys: 'parallel 1 day, at 2026-10-12 12:00',
      gets: '2026-10-12 12:00 to 2026-10-13',
      warns: 'starts_at_activation first_day_already_begun',
    },
  ]);
});

describe('given a period that waits for data to be used up, when it is bought', () => {
  orders([
    {
      it: 'then it waits while something is left',
      sold: '2026-10-01 to 2026-10-10',
      leftMb: 100,
      buys: 'queue_on_depletion 3 days, at 2026-10-05 12:00',
      gets: 'waits',
      ends: '2026-10-10',
      warns: 'starts_on_depletion may_lapse',
    },
    {
      it: 'then it begins at once where nothing is left',
      sold: '2026-10-01 to 2026-10-10',
      buys: 'queue_on_depletion 3 days, at 2026-10-05 12:00',
      gets: '2026-10-05 12:00 to 2026-10-08',
      ends: '2026-10-10',
      warns: 'first_day_already_begun ends_no_later',
    },
    {
      it: 'then it waits behind another one',
      sold: '2026-10-01 to 2026-10-10',
      has: ['queue_on_depletion 3 days, at 2026-10-02 12:00'],
      leftMb: 100,
      queued: 1,
      buys: 'queue_on_depletion 3 days, at 2026-10-05 12:00',
      gets: 'waits',
      ends: '2026-10-10',
      warns: 'starts_on_depletion may_lapse',
    },
    {
      it: 'then on a line that has ended it begins with the activation',
      sold: '2026-10-01 to 2026-10-10',
      leftMb: 100,
      buys: 'queue_on_depletion 3 days, at 2026-10-12 12:00',
      gets: '2026-10-12 12:00 to 2026-10-15',
      warns: 'starts_at_activation first_day_already_begun',
    },
  ]);
});

describe('given what time begins with, when a line has ended', () => {
  orders([
    {
      it: 'then the installation is waited for',
      sold: '2026-10-01 to 2026-10-10',
      buys: 'extend_end 3 days, at 2026-10-12 12:00, with install',
      gets: '2026-10-12 12:00 to 2026-10-15',
      warns: 'starts_at_install first_day_already_begun',
    },
    {
      it: 'then the first connection is waited for',
      sold: '2026-10-01 to 2026-10-10',
      buys: 'extend_end 3 days, at 2026-10-12 12:00, with first_network',
      gets: '2026-10-12 12:00 to 2026-10-15',
      warns: 'starts_at_first_network first_day_already_begun',
    },
    {
      it: 'then on one that runs there is nothing to wait for',
      sold: '2026-10-01 to 2026-10-10',
      buys: 'extend_end 3 days, at 2026-10-05 12:00, with first_network',
      gets: '2026-10-10 to 2026-10-13',
    },
  ]);
});

describe('given grace, when a line has ended', () => {
  orders([
    {
      it: 'then it is renewed up to the last millisecond',
      sold: '2026-10-01 to 2026-10-04',
      graceDays: 2,
      buys: 'extend_end 1 day, at 2026-10-05 23:59:59.999',
      gets: '2026-10-05 23:59:59.999 to 2026-10-06',
      warns: 'starts_at_activation first_day_already_begun',
    },
    {
      it: 'then not at its end',
      sold: '2026-10-01 to 2026-10-04',
      graceDays: 2,
      buys: 'extend_end 1 day, at 2026-10-06',
      gets: 'line_not_renewable',
    },
    {
      it: 'then without any not even at the end of the line',
      sold: '2026-10-01 to 2026-10-04',
      graceDays: 0,
      buys: 'extend_end 1 day, at 2026-10-04',
      gets: 'line_not_renewable',
    },
    {
      it: 'then without any up to the last millisecond before it',
      sold: '2026-10-01 to 2026-10-04',
      graceDays: 0,
      buys: 'extend_end 1 day, at 2026-10-03 23:59:59.999',
      gets: '2026-10-04 to 2026-10-05',
    },
  ]);
});

describe('given a long queue, when one more is bought', () => {
  orders([
    {
      it: 'then the thirtieth is taken',
      sold: '2026-10-01 to 2026-10-04',
      has: queueOf(29),
      queued: 29,
      buys: 'extend_end 1 day, at 2026-10-02 12:00',
      gets: '2026-11-02 to 2026-11-03',
    },
    {
      it: 'then the next one is refused',
      sold: '2026-10-01 to 2026-10-04',
      has: queueOf(30),
      buys: 'extend_end 1 day, at 2026-10-02 12:00',
      gets: 'too_many_periods',
    },
    {
      it: 'then it is taken once the first has ended',
      sold: '2026-10-01 to 2026-10-04',
      has: queueOf(30),
      buys: 'extend_end 1 day, at 2026-10-05 12:00',
      gets: '2026-11-03 to 2026-11-04',
    },
  ]);
});
