import { iccid } from '../../../shared/domain/values/iccid.ts';
import { instant } from '../../../shared/domain/values/instant.ts';
import { type CarrierWorld, carrierContract, type Trouble } from '../carriers/carrier-contract.ts';
import { airaloWorld, DAYS, PRODUCT, type Rule } from './airalo-world.ts';

const order = { path: 'topup_order', times: 1 };

/** A trouble that is no fault here is something that never happens at Airalo, or that happens to the SIM itself. */
const RULES: Readonly<Partial<Record<Trouble, Rule>>> = {
  turned_away: { fault: 'status', status: 429, retryAfter: '7', ...order },
  refuses: { fault: 'refuse', ...order },
  answer_lost: { fault: 'lost_response', ...order },
  error_after_success: { fault: 'error_after_success', ...order },
  html_after_success: { fault: 'html', ...order },
  malformed_after_success: { fault: 'malformed', ...order },
  request_lost: { fault: 'down', ...order },
  look_up_fails: { fault: 'down', path: 'orders', times: 1 },
  float_low: { fault: 'insufficient_float', ...order },
  maintenance: { fault: 'maintenance', ...order },
  recycled: { fault: 'recycled' },
};

carrierContract('Airalo', async (): Promise<CarrierWorld> => {
  const world = await airaloWorld();
  let made = 0;
  return {
    carrier: world.carrier,
    now: world.now,
    product: PRODUCT,
    days: DAYS,
    newSim: async (end) => {
      made += 1;
      const number = iccid(`89103000000052711${String(made).padStart(2, '0')}`);
      await world.putSim({ endsAt: end }, number);
      return { carrierRef: number, iccid: number };
    },
    truth: async (sim) => {
      const { endsAt, changes } = (await world.sim(sim.carrierRef)) ?? { endsAt: null, changes: 0 };
      return { endsAt: endsAt === null ? undefined : instant(endsAt), changes };
    },
    // No price can be named in an order: one that has changed is for the quote to show.
    troubles: Object.keys(RULES) as Trouble[],
    trouble: async (next, sim) => {
      const rule = RULES[next];
      if (!rule) throw new Error(`${next} does not happen at Airalo`);
      await world.faults(next === 'recycled' ? { ...rule, iccid: sim.iccid } : rule);
    },
    advance: async (ms) => world.jump(ms),
    close: world.close,
  };
});
