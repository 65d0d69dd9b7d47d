import type { Checkouts } from './checkouts.ts';
import type { Deliveries } from './deliveries.ts';
import type { FaultSwitch } from './faults.ts';
import type { Till } from './till.ts';

/** All that pages and control routes act upon. */
export interface Premises {
  readonly checkouts: Checkouts;
  readonly deliveries: Deliveries;
  readonly faults: FaultSwitch;
  readonly till: Till;
}
