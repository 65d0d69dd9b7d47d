import { describe } from '@jest/globals';
import { orders } from './examples.ts';

describe('given a line that runs, when calendar days are added, then each is a whole date after its end', () => {
  orders([
    {
      it: 'at noon, to an end at midnight',
      sold: '2026-10-01 to 2026-10-04',
      buys: 'extend_end 3 days, at 2026-10-01 12:00',
      gets: '2026-10-04 to 2026-10-07',
    },
    {
      it: 'one second before the end at midnight',
      sold: '2026-10-01 to 2026-10-04',
      buys: 'extend_end 1 day, at 2026-10-03 23:59:59',
      gets: '2026-10-04 to 2026-10-05',
    },
    {
      it: 'in the last millisecond before the end',
      sold: '2026-10-01 to 2026-10-04',
      buys: 'extend_end 1 day, at 2026-10-03 23:59:59.999',
      gets: '2026-10-04 to 2026-10-05',
    },
    {
      it: 'to an end in the middle of a day: the rest of that day comes on top',
      sold: '2026-10-01 10:00 to 2026-10-04 10:00',
      buys: 'extend_end 1 day, at 2026-10-02 12:00',
      gets: '2026-10-04 10:00 to 2026-10-06',
      warns: '',
    },
    {
      it: 'to an end one second after midnight: nearly two days for one',
      sold: '2026-10-01 to 2026-10-04 00:00:01',
      buys: 'extend_end 1 day, at 2026-10-02 12:00',
      gets: '2026-10-04 00:00:01 to 2026-10-06',
    },
    {
      it: 'to an end one second before midnight: a second on top',
      sold: '2026-10-01 to 2026-10-03 23:59:59',
      buys: 'extend_end 1 day, at 2026-10-02 12:00',
      gets: '2026-10-03 23:59:59 to 2026-10-05',
    },
    {
      it: 'behind renewals that wait already',
      sold: '2026-10-01 to 2026-10-04',
      has: ['extend_end 3 days, at 2026-10-01 12:00', 'extend_end 5 days, at 2026-10-02 12:00'],
      buys: 'extend_end 1 day, at 2026-10-03 12:00',
      gets: '2026-10-12 to 2026-10-13',
      queued: 2,
    },
    {
      it: 'behind a renewal that runs',
      sold: '2026-10-01 to 2026-10-04',
      has: ['extend_end 3 days, at 2026-10-01 12:00'],
      buys: 'extend_end 1 day, at 2026-10-05 12:00',
      gets: '2026-10-07 to 2026-10-08',
    },
    {
      it: 'over the end of a month of 31 days',
      sold: '2026-10-28 to 2026-10-31',
      buys: 'extend_end 3 days, at 2026-10-29 12:00',
      gets: '2026-10-31 to 2026-11-03',
    },
    {
      it: 'over the end of the year',
      sold: '2026-12-28 to 2026-12-31',
      buys: 'extend_end 3 days, at 2026-12-30 23:59:59',
      gets: '2026-12-31 to 2027-01-03',
    },
    {
      it: 'over a February of 28 days',
      sold: '2027-02-20 to 2027-02-27',
      buys: 'extend_end 3 days, at 2027-02-21 08:00',
      gets: '2027-02-27 to 2027-03-02',
    },
    {
      it: 'over a leap day, which is one of them',
      sold: '2028-02-20 to 2028-02-27',
      buys: 'extend_end 3 days, at 2028-02-21 08:00',
      gets: '2028-02-27 to 2028-03-01',
    },
    {
      it: 'on a leap day',
      sold: '2028-02-26 to 2028-03-01',
      buys: 'extend_end 1 day, at 2028-02-29 10:00',
      gets: '2028-03-01 to 2028-03-02',
    },
    {
      it: 'told in UTC: the eve in London is the new day in Japan already',
      sold: '2026-10-01 to 2026-10-04',
      buys: 'extend_end 1 day, at 2026-10-03 14:59:59Z',
      gets: '2026-10-04 to 2026-10-05',
    },
  ]);
});

describe('given a line that has ended, when calendar days are bought, then the day that has begun is the first', () => {
  const WARNS = 'starts_at_activation first_day_already_begun';

  orders([
    {
      it: 'exactly at its end at midnight: the whole day',
      sold: '2026-10-01 to 2026-10-04',
      buys: 'extend_end 1 day, at 2026-10-04',
      gets: '2026-10-04 to 2026-10-05',
      warns: 'starts_at_activation',
    },
    {
      it: 'one second later: a second less',
      sold: '2026-10-01 to 2026-10-04',
      buys: 'extend_end 1 day, at 2026-10-04 00:00:01',
      gets: '2026-10-04 00:00:01 to 2026-10-05',
      warns: WARNS,
    },
    {
      it: 'one second before the next midnight: a single second',
      sold: '2026-10-01 to 2026-10-04',
      buys: 'extend_end 1 day, at 2026-10-04 23:59:59',
      gets: '2026-10-04 23:59:59 to 2026-10-05',
      warns: WARNS,
    },
    {
      it: 'at the next midnight',
      sold: '2026-10-01 to 2026-10-04',
      buys: 'extend_end 1 day, at 2026-10-05',
      gets: '2026-10-05 to 2026-10-06',
      warns: 'starts_at_activation',
    },
    {
      it: 'at noon, three days',
      sold: '2026-10-01 to 2026-10-04',
      buys: 'extend_end 3 days, at 2026-10-06 12:00',
      gets: '2026-10-06 12:00 to 2026-10-09',
      warns: WARNS,
    },
    {
      it: 'at the end of an odd hour: counted from the day it lies in, no day on top',
      sold: '2026-10-01 10:00 to 2026-10-04 10:00',
      buys: 'extend_end 1 day, at 2026-10-04 10:00',
      gets: '2026-10-04 10:00 to 2026-10-05',
      warns: WARNS,
    },
    {
      it: 'after a renewal that has ended as well',
      sold: '2026-10-01 to 2026-10-04',
      has: ['extend_end 3 days, at 2026-10-01 12:00'],
      buys: 'extend_end 1 day, at 2026-10-07 08:00',
      gets: '2026-10-07 08:00 to 2026-10-08',
      warns: WARNS,
    },
    {
      it: 'told in UTC, one second before midnight in Japan',
      sold: '2026-10-01 to 2026-10-04',
      buys: 'extend_end 1 day, at 2026-10-05 14:59:59Z',
      gets: '2026-10-05 23:59:59 to 2026-10-06',
      warns: WARNS,
    },
    {
      it: 'told in UTC, at midnight in Japan',
      sold: '2026-10-01 to 2026-10-04',
      buys: 'extend_end 1 day, at 2026-10-05 15:00Z',
      gets: '2026-10-06 to 2026-10-07',
      warns: 'starts_at_activation',
    },
    {
      it: 'on 28 February of a leap year, two days',
      sold: '2028-02-20 to 2028-02-25',
      buys: 'extend_end 2 days, at 2028-02-28 09:00',
      gets: '2028-02-28 09:00 to 2028-03-01',
      warns: WARNS,
    },
    {
      it: 'on 28 February of another year, two days',
      sold: '2027-02-20 to 2027-02-25',
      buys: 'extend_end 2 days, at 2027-02-28 09:00',
      gets: '2027-02-28 09:00 to 2027-03-02',
      warns: WARNS,
    },
  ]);
});
