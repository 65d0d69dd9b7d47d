import { describe } from '@jest/globals';
import { orders } from './examples.ts';

describe('given months, when they are bought, then they end before the same date, or with the last day of the month', () => {
  orders([
    {
      it: 'from 31 January of a common year',
      sold: '2027-01-01 to 2027-01-10',
      buys: 'extend_end 1 month, at 2027-01-31 09:00',
      gets: '2027-01-31 09:00 to 2027-03-01',
      warns: 'starts_at_activation first_day_already_begun',
    },
    {
      it: 'from 31 January of a leap year',
      sold: '2028-01-01 to 2028-01-10',
      buys: 'extend_end 1 month, at 2028-01-31 09:00',
      gets: '2028-01-31 09:00 to 2028-03-01',
      warns: 'starts_at_activation first_day_already_begun',
    },
    {
      it: 'from 30 January',
      sold: '2027-01-01 to 2027-01-10',
      buys: 'extend_end 1 month, at 2027-01-30 09:00',
      gets: '2027-01-30 09:00 to 2027-03-01',
      warns: 'starts_at_activation first_day_already_begun',
    },
    {
      it: 'from 28 January: there is a 28 February',
      sold: '2027-01-01 to 2027-01-10',
      buys: 'extend_end 1 month, at 2027-01-28 09:00',
      gets: '2027-01-28 09:00 to 2027-02-28',
      warns: 'starts_at_activation first_day_already_begun',
    },
    {
      it: 'from 29 January of a leap year: there is a 29 February',
      sold: '2028-01-01 to 2028-01-10',
      buys: 'extend_end 1 month, at 2028-01-29 09:00',
      gets: '2028-01-29 09:00 to 2028-02-29',
      warns: 'starts_at_activation first_day_already_begun',
    },
    {
      it: 'at midnight: no day has begun',
      sold: '2027-01-01 to 2027-01-10',
      buys: 'extend_end 1 month, at 2027-01-15',
      gets: '2027-01-15 to 2027-02-15',
      warns: 'starts_at_activation',
    },
    {
      it: 'after an end on 31 January',
      sold: '2027-01-01 to 2027-01-31',
      buys: 'extend_end 1 month, at 2027-01-15 12:00',
      gets: '2027-01-31 to 2027-03-01',
    },
    {
      it: 'after an end that closes February',
      sold: '2027-02-01 to 2027-03-01',
      buys: 'extend_end 1 month, at 2027-02-15 12:00',
      gets: '2027-03-01 to 2027-04-01',
    },
    {
      it: 'after an end on 31 August: September has no 31st',
      sold: '2026-08-01 to 2026-08-31',
      buys: 'extend_end 1 month, at 2026-08-15 12:00',
      gets: '2026-08-31 to 2026-10-01',
    },
    {
      it: 'three of them after 30 November',
      sold: '2026-11-01 to 2026-11-30',
      buys: 'extend_end 3 months, at 2026-11-15 12:00',
      gets: '2026-11-30 to 2027-03-01',
    },
    {
      it: 'six of them after 31 August',
      sold: '2026-08-01 to 2026-08-31',
      buys: 'extend_end 6 months, at 2026-08-15 12:00',
      gets: '2026-08-31 to 2027-03-01',
    },
    {
      it: 'twelve of them after a leap day',
      sold: '2028-01-29 to 2028-02-29',
      buys: 'extend_end 12 months, at 2028-02-10 12:00',
      gets: '2028-02-29 to 2029-03-01',
    },
    {
      it: 'after an end in the middle of a day: the rest of it comes on top',
      sold: '2026-10-01 10:00 to 2026-10-15 10:00',
      buys: 'extend_end 1 month, at 2026-10-10 12:00',
      gets: '2026-10-15 10:00 to 2026-11-16',
    },
    {
      it: 'over the end of the year',
      sold: '2026-12-01 to 2026-12-15',
      buys: 'extend_end 1 month, at 2026-12-10 12:00',
      gets: '2026-12-15 to 2027-01-15',
    },
    {
      it: 'over the change of clocks in Berlin',
      zone: 'Europe/Berlin',
      sold: '2026-03-01 to 2026-03-15',
      buys: 'extend_end 1 month, at 2026-03-10 12:00',
      gets: '2026-03-15 to 2026-04-15',
    },
  ]);
});

describe('given a plan to the end of the month, when it is bought, then the month that has begun is the first', () => {
  orders([
    {
      it: 'in mid-month',
      sold: '2026-09-01 to 2026-09-20',
      buys: 'month_end 1 month, at 2026-10-15 12:00',
      gets: '2026-10-15 12:00 to 2026-11-01',
      warns: 'starts_at_activation first_month_already_begun',
    },
    {
      it: 'in the last second of a month',
      sold: '2026-09-01 to 2026-10-20',
      buys: 'month_end 1 month, at 2026-10-31 23:59:59',
      gets: '2026-10-31 23:59:59 to 2026-11-01',
      warns: 'starts_at_activation first_month_already_begun',
    },
    {
      it: 'in the first instant of a month',
      sold: '2026-09-01 to 2026-10-20',
      buys: 'month_end 1 month, at 2026-11-01',
      gets: '2026-11-01 to 2026-12-01',
      warns: 'starts_at_activation',
    },
    {
      it: 'three of them',
      sold: '2026-09-01 to 2026-10-20',
      buys: 'month_end 3 months, at 2026-11-15 12:00',
      gets: '2026-11-15 12:00 to 2027-02-01',
      warns: 'starts_at_activation first_month_already_begun',
    },
    {
      it: 'in a leap February',
      sold: '2028-01-01 to 2028-02-01',
      buys: 'month_end 1 month, at 2028-02-10 12:00',
      gets: '2028-02-10 12:00 to 2028-03-01',
      warns: 'starts_at_activation first_month_already_begun',
    },
    {
      it: 'after an end that closes a month: a whole one',
      sold: '2026-10-01 to 2026-11-01',
      buys: 'month_end 1 month, at 2026-10-15 12:00',
      gets: '2026-11-01 to 2026-12-01',
    },
    {
      it: 'after an end in mid-month: the rest of it comes on top',
      sold: '2026-10-01 to 2026-10-16',
      buys: 'month_end 1 month, at 2026-10-10 12:00',
      gets: '2026-10-16 to 2026-12-01',
    },
  ]);
});
