import type { Serves } from '../domain/carrier/serves.ts';
import type { StackingRule } from '../domain/plan/stacking.ts';
import type { CarrierProvider } from './carrier-accounts.ts';

/** Where all that is done is to set an end. Nobody there tells when data is used up. */
const SETS_END: readonly StackingRule[] = [
  'extend_end',
  'reset_from_now',
  'queue_after_expiry',
  'parallel',
  'month_end',
];

/** By provider: packages stack as the carrier stacks them, whatever a plan says. */
export const SERVES: Readonly<Record<CarrierProvider, Serves>> = {
  soracom: { days: ['calendar', 'rolling'], stacking: SETS_END },
  airalo: { days: ['rolling'], stacking: ['extend_end', 'queue_after_expiry'] },
  esimaccess: { days: ['rolling'], stacking: ['extend_end'] },
  esimgo: { days: ['rolling'], stacking: ['extend_end', 'queue_after_expiry'] },
  manual: { days: ['calendar', 'rolling'], stacking: [...SETS_END, 'queue_on_depletion'] },
};
