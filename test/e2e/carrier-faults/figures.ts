import { expect } from '@jest/globals';
import { eventually } from '../../../local/eventually.ts';
import { type Answer, type SimulatedCarrier, WITHIN_MS, type World } from '../world.ts';
import { isSimulated, type Line, MINUTE_MS, type Renewing } from './cases.ts';

/** Whoever is shown an older one sets a reading in motion. */
export const OLD_AFTER_MS = 21 * MINUTE_MS;
const MEBIBYTE = 1_048_576;

const READINGS: Readonly<Record<SimulatedCarrier, string>> = {
  soracom: '',
  airalo: 'usage',
  esimaccess: 'usage',
  esimgo: 'bundles',
};

/** What is left of a line's data: as the carrier has it, and as the traveller sees it. */
export const figures = (around: World, { mei }: Pick<Renewing, 'mei'>) => {
  /** Looks as a traveller does, who sets a reading in motion where the figure is old. */
  const shown = async ({ lineId }: Line): Promise<{ remainingBytes: number; totalBytes: number; asOf: string }> =>
    (await mei.get(`/lines/${lineId}`)).body.usage;

  const simOf = async ({ carrier, iccid }: Line): Promise<Answer['body']> => {
    if (!isSimulated(carrier)) throw new Error('people keep no record');
    return around.carrier(carrier).sim(iccid);
  };

  const remainingAtCarrier = async (line: Line): Promise<number> => {
    const sim = await simOf(line);
    switch (line.carrier) {
      case 'airalo':
        return (sim.packages[0].totalMb - sim.packages[0].usedMb) * MEBIBYTE;
      case 'esimaccess':
        return sim.totalVolume - sim.orderUsage;
      case 'esimgo':
        return sim.bundles[0].bytes - sim.bundles[0].usedBytes;
      case 'soracom':
      case 'manual':
        throw new Error(`${line.carrier} counts no allowance`);
    }
  };

  /** In the carrier's own unit. */
  const totalAtCarrier = async (line: Line): Promise<number> => {
    const sim = await simOf(line);
    return sim.totalVolume ?? sim.packages?.[0].totalMb ?? sim.bundles[0].bytes;
  };

  /** Whether the carrier has a figure at all. */
  const counts = ({ carrier }: Line): boolean => carrier !== 'soracom' && carrier !== 'manual';

  const readings = async ({ carrier, carrierRef }: Line): Promise<number> => {
    if (!isSimulated(carrier)) return 0;
    const calls = await around.carrier(carrier).calls();
    return calls.filter((each) => each.carrierRef === carrierRef && each.endpoint === READINGS[carrier]).length;
  };

  return {
    shown,
    remainingAtCarrier,
    /** So many percent of what there was, more. */
    use: async (line: Line, percent: number): Promise<void> => {
      const { carrier, iccid } = line;
      if (!isSimulated(carrier)) return;
      const part = carrier === 'soracom' ? MEBIBYTE : Math.round(((await totalAtCarrier(line)) * percent) / 100);
      await around.carrier(carrier).happens(iccid, 'usage', carrier === 'airalo' ? { usedMb: part } : { bytes: part });
    },
    counts,
    /** An old figure is read because somebody looks at it. */
    readOnce: async (line: Line): Promise<void> => {
      if (!counts(line)) return;
      await shown(line);
      await eventually(`a SIM of ${line.carrier} is read`, WITHIN_MS, async () =>
        expect(await readings(line)).toBeGreaterThan(0),
      );
    },
    readings,
    /** What was sent about the SIM, and what each try was answered. */
    notices: async ({ carrier, carrierRef, iccid }: Line): Promise<readonly (readonly number[])[]> => {
      if (!isSimulated(carrier)) return [];
      const sent = await around.carrier(carrier).deliveries();
      return sent
        .filter(({ body }) => body.includes(iccid) || body.includes(carrierRef))
        .map(({ tries }) => tries.map(({ status }: { status: number }) => status));
    },
  };
};

export type Figures = ReturnType<typeof figures>;
