import { instant } from '../../../shared/domain/values/instant.ts';
import { type CarrierWorld, carrierContract, type Trouble } from '../carriers/carrier-contract.ts';
import { DAYS, esimGoWorld, PRODUCT, type Rule } from './esim-go-world.ts';

/** An eSIM that went back to eSIM Go looks as one that was never the account's: `recycled` is left out. */
const RULES: Readonly<Partial<Record<Trouble, Rule>>> = {
  turned_away: { fault: 'status', status: 429, retryAfter: '7', path: 'order' },
  refuses: { fault: 'refuse', path: 'order' },
  answer_lost: { fault: 'lost_response', path: 'order' },
  error_after_success: { fault: 'error_after_success', path: 'order' },
  html_after_success: { fault: 'html', path: 'order' },
  malformed_after_success: { fault: 'malformed', path: 'order' },
  request_lost: { fault: 'down', path: 'order' },
  look_up_fails: { fault: 'down', path: 'bundles' },
  processing: { fault: 'processing' },
  float_low: { fault: 'insufficient_float', path: 'order' },
  maintenance: { fault: 'maintenance', path: 'order' },
  price_change: { fault: 'price_change', path: 'validate', price: 6.5 },
};

carrierContract('eSIM Go', async (): Promise<CarrierWorld> => {
  const world = await esimGoWorld();
  return {
    carrier: world.carrier,
    now: world.now,
    product: PRODUCT,
    days: DAYS,
    newSim: world.newSim,
    truth: async (sim) => {
      const { endsAt, changes } = await world.sim(sim);
      return { endsAt: endsAt === null ? undefined : instant(endsAt), changes };
    },
    troubles: Object.keys(RULES) as Trouble[],
    trouble: async (next, sim) => {
      const rule = RULES[next];
      if (rule) await world.faults({ ...rule, iccid: sim.iccid, times: 1 });
    },
    advance: async (ms) => world.jump(ms),
    close: world.close,
  };
});
