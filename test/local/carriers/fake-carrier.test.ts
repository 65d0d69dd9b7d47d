import { instant } from '../../../shared/domain/values/instant.ts';
import { fakeCarrier } from '../../fakes/fake-carrier.ts';
import { type CarrierWorld, carrierContract, type Trouble } from './carrier-contract.ts';

const now = () => instant(Date.UTC(2030, 0, 1));

/** The fake that use cases are tested with must behave as the real adapters do. */
carrierContract('in memory', async (): Promise<CarrierWorld> => {
  const carrier = fakeCarrier({ clock: now });
  return {
    carrier,
    now,
    newSim: async (end) => {
      carrier.addSim('sim-1', end);
      return 'sim-1';
    },
    endOf: async (carrierRef) => carrier.endOf(carrierRef),
    trouble: async (next: Trouble) => {
      switch (next) {
        case 'turned_away':
          return carrier.script({ outcome: { kind: 'not_sent', code: 'http_429' } });
        case 'refuses':
          return carrier.script({ outcome: { kind: 'refused', code: 'sem0099' } });
        case 'answer_lost':
          return carrier.script({ outcome: { kind: 'unknown', code: 'timeout' }, carriedOut: true });
        case 'request_lost':
          return carrier.script({ outcome: { kind: 'unknown', code: 'timeout' } });
        case 'look_up_fails':
          return carrier.unreachable(1);
      }
    },
    close: async () => {},
  };
});
