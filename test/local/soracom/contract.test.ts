import { type CarrierWorld, carrierContract, type Trouble } from '../carriers/carrier-contract.ts';
import { type Rule, soracomWorld } from './soracom-world.ts';

const RULES: Readonly<Record<Trouble, Rule>> = {
  turned_away: { fault: 'status', status: 429, path: 'set_expiry_time', times: 1 },
  refuses: { fault: 'refuse', path: 'set_expiry_time', times: 1 },
  answer_lost: { fault: 'lost_response', path: 'set_expiry_time', times: 1 },
  request_lost: { fault: 'down', path: 'set_expiry_time', times: 1 },
  look_up_fails: { fault: 'down', path: 'get', times: 1 },
};

carrierContract('Soracom', async (): Promise<CarrierWorld> => {
  const world = await soracomWorld();
  return {
    carrier: world.carrier,
    now: world.now,
    newSim: async (end) => {
      await world.putSim('sim-1', { expiryTime: end });
      return 'sim-1';
    },
    endOf: async (carrierRef) => {
      const end = (await world.sim(carrierRef))?.expiryTime;
      return end as Awaited<ReturnType<CarrierWorld['endOf']>>;
    },
    trouble: async (next) => {
      await world.faults(RULES[next]);
    },
    close: world.close,
  };
});
