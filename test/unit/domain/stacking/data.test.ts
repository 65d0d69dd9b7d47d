import { describe } from '@jest/globals';
import { settlements } from './examples.ts';

describe('given data that is left, when a renewal becomes active', () => {
  settlements([
    {
      it: 'then it is added where the end moves',
      sold: '2026-10-01 to 2026-10-10',
      data: [500, 3000],
      gets: 'extend_end 3 days, at 2026-10-05 12:00, of 3000 MB',
      becomes: [3500, 6000],
      ends: '2026-10-13',
    },
    {
      it: 'then it is added to the end of the month',
      sold: '2026-10-01 to 2026-10-10',
      data: [500, 3000],
      gets: 'month_end 1 month, at 2026-10-05 12:00, of 3000 MB',
      becomes: [3500, 6000],
      ends: '2026-12-01',
    },
    {
      it: 'then it is added beside the others',
      sold: '2026-10-01 to 2026-10-10',
      data: [500, 3000],
      gets: 'parallel 1 day, at 2026-10-05 12:00, of 3000 MB',
      becomes: [3500, 6000],
      ends: '2026-10-10',
    },
    {
      it: 'then with a new start it is all there is',
      sold: '2026-10-01 to 2026-10-10',
      data: [500, 3000],
      gets: 'reset_from_now 3 days, at 2026-10-05 12:00, of 3000 MB',
      becomes: [3000, 3000],
      ends: '2026-10-08',
    },
    {
      it: 'then begun early it is all there is',
      sold: '2026-10-01 to 2026-10-10',
      data: [500, 3000],
      gets: 'queue_after_expiry 3 days, at 2026-10-05 12:00, early, of 3000 MB',
      becomes: [3000, 3000],
      ends: '2026-10-08',
    },
    {
      it: 'then what waits for the end cannot be used yet',
      sold: '2026-10-01 to 2026-10-10',
      data: [500, 3000],
      gets: 'queue_after_expiry 3 days, at 2026-10-05 12:00, of 3000 MB',
      becomes: [500, 3000],
      ends: '2026-10-13',
    },
    {
      it: 'then what waits for the rest cannot be used yet',
      sold: '2026-10-01 to 2026-10-10',
      data: [500, 3000],
      gets: 'queue_on_depletion 3 days, at 2026-10-05 12:00, of 3000 MB',
      becomes: [500, 3000],
      ends: '2026-10-10',
    },
    {
      it: 'then nothing waits where nothing is left',
      sold: '2026-10-01 to 2026-10-10',
      data: [0, 3000],
      gets: 'queue_on_depletion 3 days, at 2026-10-05 12:00, of 3000 MB',
      becomes: [3000, 6000],
      ends: '2026-10-10',
    },
    {
      it: 'then of a line that has ended nothing is left',
      sold: '2026-10-01 to 2026-10-10',
      data: [500, 3000],
      gets: 'extend_end 3 days, at 2026-10-12 12:00, of 3000 MB',
      becomes: [3000, 3000],
      ends: '2026-10-15',
    },
    {
      it: 'then an unlimited plan adds none',
      sold: '2026-10-01 to 2026-10-10',
      data: [500, 3000],
      gets: 'extend_end 3 days, at 2026-10-05 12:00, of 0 MB',
      becomes: [500, 3000],
      ends: '2026-10-13',
    },
  ]);
});
