import {
  type CarrierHealth,
  isFloatLow,
  type MaintenanceWindow,
  mayCall,
  type WholesaleMoney,
} from '../../shared/domain/carrier/health.ts';
import { formatInstant, type Instant } from '../../shared/domain/values/instant.ts';
import type { CarrierAnswer } from './answers.ts';

type State = CarrierAnswer['state'];

const STATES: Readonly<Record<State, string>> = {
  well: 'Renewals are sold and activated.',
  circuit_open:
    'The carrier cannot be reached: nobody calls it until `until`, nothing is sold, and what is paid waits for its deadline.',
  maintenance: 'The carrier is being serviced: nothing is activated until `until`, and sales wait if that is long.',
  float_low: "The brand's credit at the carrier is used up or below `floor`: nothing is sold until there is enough.",
};

/** What all workers know of one account at a carrier. */
export const carrierView = (
  account: string,
  health: CarrierHealth,
  floor: WholesaleMoney | undefined,
  now: Instant,
): CarrierAnswer => {
  const call = mayCall(health, 'buy', now);
  const state = call.may === 'wait' ? call.code : isFloatLow(health, floor) ? 'float_low' : 'well';
  const { float } = health;
  return {
    account,
    state,
    text: STATES[state],
    ...(call.may === 'wait' && { until: formatInstant(call.until) }),
    ...(float && {
      float: { amountE4: float.amountE4, currency: float.currency, readAt: formatInstant(float.readAt) },
    }),
    ...(floor && { floor: { ...floor } }),
    windows: health.maintenance.map(windowView),
  };
};

const windowView = ({ from, until }: MaintenanceWindow) => ({ from: formatInstant(from), until: formatInstant(until) });
