import type { CarrierSim } from '../../../shared/carriers/carrier.ts';
import { instant } from '../../../shared/domain/values/instant.ts';
import { type CarrierWorld, carrierContract, type Trouble } from '../carriers/carrier-contract.ts';
import { DAYS, esimAccessWorld, PRODUCT, type Rule, SIM } from './esim-access-world.ts';

/** It announces no maintenance, and carries top-ups out at once. */
const RULES: Readonly<Record<Exclude<Trouble, 'maintenance' | 'processing'>, Rule>> = {
  turned_away: { fault: 'status', status: 429, retryAfter: '7', path: 'topup', times: 1 },
  refuses: { fault: 'refuse', path: 'topup', times: 1 },
  answer_lost: { fault: 'lost_response', path: 'topup', times: 1 },
  error_after_success: { fault: 'error_after_success', path: 'topup', times: 1 },
  html_after_success: { fault: 'html', path: 'topup', times: 1 },
  malformed_after_success: { fault: 'malformed', path: 'topup', times: 1 },
  request_lost: { fault: 'down', path: 'topup', times: 1 },
  look_up_fails: { fault: 'down', path: 'query', times: 1 },
  float_low: { fault: 'insufficient_float', path: 'topup', times: 1 },
  recycled: { fault: 'recycled', iccid: SIM.iccid },
  price_change: { fault: 'price_change', price: 999_999, iccid: SIM.iccid },
};

const isPossible = (trouble: Trouble): trouble is keyof typeof RULES => trouble in RULES;

carrierContract('eSIM Access', async (): Promise<CarrierWorld> => {
  const world = await esimAccessWorld();
  return {
    carrier: world.carrier,
    now: world.now,
    product: PRODUCT,
    days: DAYS,
    newSim: async (end): Promise<CarrierSim> => {
      await world.putSim(SIM, { endsAt: end });
      return SIM;
    },
    truth: async (sim) => {
      const { endsAt = null, changes = 0 } = (await world.sim(sim)) ?? {};
      return { endsAt: endsAt === null ? undefined : instant(endsAt), changes };
    },
    troubles: Object.keys(RULES).filter((each): each is Trouble => isPossible(each as Trouble)),
    trouble: async (next) => {
      if (!isPossible(next)) throw new Error(`not possible: ${next}`);
      await world.faults(RULES[next]);
    },
    advance: async (ms) => world.jump(ms),
    close: world.close,
  };
});
