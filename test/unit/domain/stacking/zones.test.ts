import { describe } from '@jest/globals';
import { orders } from './examples.ts';

describe('given zones whose clocks change, when calendar days are added, then a date is a date, of 23 or 25 hours', () => {
  orders([
    {
      it: 'spring in Berlin',
      zone: 'Europe/Berlin',
      sold: '2026-03-27 to 2026-03-29',
      buys: 'extend_end 1 day, at 2026-03-28 12:00',
      gets: '2026-03-29 to 2026-03-30',
    },
    {
      it: 'autumn in Berlin',
      zone: 'Europe/Berlin',
      sold: '2026-10-20 to 2026-10-25',
      buys: 'extend_end 1 day, at 2026-10-24 12:00',
      gets: '2026-10-25 to 2026-10-26',
    },
    {
      it: 'spring in New York',
      zone: 'America/New_York',
      sold: '2026-03-01 to 2026-03-08',
      buys: 'extend_end 1 day, at 2026-03-07 12:00',
      gets: '2026-03-08 to 2026-03-09',
    },
    {
      it: 'autumn in New York',
      zone: 'America/New_York',
      sold: '2026-10-25 to 2026-11-01',
      buys: 'extend_end 1 day, at 2026-10-31 12:00',
      gets: '2026-11-01 to 2026-11-02',
    },
    {
      it: 'the eve of a day in Cairo that has no midnight',
      zone: 'Africa/Cairo',
      sold: '2026-04-20 to 2026-04-23',
      buys: 'extend_end 1 day, at 2026-04-22 12:00',
      gets: '2026-04-23 to 2026-04-24 01:00',
    },
    {
      it: 'that day itself, which begins at one',
      zone: 'Africa/Cairo',
      sold: '2026-04-20 to 2026-04-24 01:00',
      buys: 'extend_end 1 day, at 2026-04-22 12:00',
      gets: '2026-04-24 01:00 to 2026-04-25',
    },
    {
      it: 'bought on the day without a midnight',
      zone: 'Africa/Cairo',
      sold: '2026-04-10 to 2026-04-12',
      buys: 'extend_end 1 day, at 2026-04-24 10:00',
      gets: '2026-04-24 10:00 to 2026-04-25',
      warns: 'starts_at_activation first_day_already_begun',
    },
    {
      it: 'spring in Auckland',
      zone: 'Pacific/Auckland',
      sold: '2026-09-20 to 2026-09-27',
      buys: 'extend_end 1 day, at 2026-09-26 12:00',
      gets: '2026-09-27 to 2026-09-28',
    },
    {
      it: 'autumn in Auckland',
      zone: 'Pacific/Auckland',
      sold: '2026-04-01 to 2026-04-05',
      buys: 'extend_end 1 day, at 2026-04-04 12:00',
      gets: '2026-04-05 to 2026-04-06',
    },
    {
      it: 'days of 24 hours end an hour later by the clock in spring',
      zone: 'Europe/Berlin',
      sold: '2026-03-27 12:00 to 2026-03-28 12:00',
      buys: 'extend_end 1 rolling day, at 2026-03-28 11:00',
      gets: '2026-03-28 12:00 to 2026-03-29 13:00',
    },
    {
      it: 'and an hour earlier in autumn',
      zone: 'Europe/Berlin',
      sold: '2026-10-23 12:00 to 2026-10-24 12:00',
      buys: 'extend_end 1 rolling day, at 2026-10-24 11:00',
      gets: '2026-10-24 12:00 to 2026-10-25 11:00',
    },
  ]);
});

describe('given islands on both sides of the date line, when days are bought, then their own date counts', () => {
  orders([
    {
      it: 'midnight on Kiritimati is ten in the morning of the day before in London',
      zone: 'Pacific/Kiritimati',
      sold: '2026-10-01 to 2026-10-02',
      buys: 'extend_end 1 day, at 2026-10-02 10:00:00Z',
      gets: '2026-10-03 to 2026-10-04',
      warns: 'starts_at_activation',
    },
    {
      it: 'one second before it',
      zone: 'Pacific/Kiritimati',
      sold: '2026-10-01 to 2026-10-02',
      buys: 'extend_end 1 day, at 2026-10-02 09:59:59Z',
      gets: '2026-10-02 23:59:59 to 2026-10-03',
      warns: 'starts_at_activation first_day_already_begun',
    },
    {
      it: 'one second before midnight in Pago Pago',
      zone: 'Pacific/Pago_Pago',
      sold: '2026-09-20 to 2026-09-25',
      buys: 'extend_end 1 day, at 2026-10-02 10:59:59Z',
      gets: '2026-10-01 23:59:59 to 2026-10-02',
      warns: 'starts_at_activation first_day_already_begun',
    },
    {
      it: 'the same instant in Apia is another date',
      zone: 'Pacific/Apia',
      sold: '2026-09-20 to 2026-09-25',
      buys: 'extend_end 1 day, at 2026-10-02 10:59:59Z',
      gets: '2026-10-02 23:59:59 to 2026-10-03',
      warns: 'starts_at_activation first_day_already_begun',
    },
    {
      it: 'a line that runs in Apia',
      zone: 'Pacific/Apia',
      sold: '2026-10-01 to 2026-10-02',
      buys: 'extend_end 1 day, at 2026-10-01 12:00',
      gets: '2026-10-02 to 2026-10-03',
    },
    {
      it: 'over the date that Apia left out: it counts, as every date does',
      zone: 'Pacific/Apia',
      sold: '2011-12-27 to 2011-12-29',
      buys: 'extend_end 2 days, at 2011-12-28 12:00',
      gets: '2011-12-29 to 2011-12-31',
    },
  ]);
});
