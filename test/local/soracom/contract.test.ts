import { instant } from '../../../shared/domain/values/instant.ts';
import { type CarrierWorld, carrierContract, type Trouble } from '../carriers/carrier-contract.ts';
import { iccidOf, type Rule, soracomWorld } from './soracom-world.ts';

const setting = { path: 'set_expiry_time', times: 1 };
const RULES: Readonly<Partial<Record<Trouble, Rule>>> = {
  turned_away: { fault: 'status', status: 429, retryAfter: '7', ...setting },
  refuses: { fault: 'refuse', ...setting },
  answer_lost: { fault: 'lost_response', ...setting },
  error_after_success: { fault: 'error_after_success', ...setting },
  html_after_success: { fault: 'html', ...setting },
  malformed_after_success: { fault: 'malformed', ...setting },
  request_lost: { fault: 'down', ...setting },
  look_up_fails: { fault: 'down', path: 'get', times: 1 },
};

carrierContract('Soracom', async (): Promise<CarrierWorld> => {
  const world = await soracomWorld();
  return {
    carrier: world.carrier,
    now: world.now,
    product: 'days-3',
    days: 3,
    newSim: async (end) => {
      await world.putSim('sim-1', { endsAt: end });
      return { carrierRef: 'sim-1', iccid: iccidOf('sim-1') };
    },
    truth: async ({ carrierRef }) => {
      const { endsAt = null, changes = 0 } = (await world.sim(carrierRef)) ?? {};
      return { endsAt: endsAt === null ? undefined : instant(endsAt), changes };
    },
    troubles: [
      'turned_away',
      'refuses',
      'answer_lost',
      'error_after_success',
      'html_after_success',
      'malformed_after_success',
      'request_lost',
      'look_up_fails',
      'recycled',
    ],
    trouble: async (next, { carrierRef }) => {
      const rule = RULES[next];
      if (rule) await world.faults(rule);
      if (next === 'recycled')
        await world.ask('POST', `/_sim/sims/${carrierRef}/recycle`, { iccid: iccidOf('sim-99') });
    },
    advance: async (ms) => world.jump(ms),
    close: world.close,
  };
});
