import type { Clock } from '../../runtime/deps.ts';
import type { CarrierSim } from '../carrier.ts';
import type { EsimAccessApi } from './esim-access-api.ts';
import { readReply } from './esim-access-reply.ts';
import { type Found, foundSim, holderOf, iccidQuery, mayBeReused, queryReply, simQuery } from './esim-access-sim.ts';

export interface Finding {
  /** By the carrier's own name of the SIM, which is never given to another one. */
  find(sim: CarrierSim, until: AbortSignal): Promise<Found>;
  /** Also asks by the number where it may belong to another SIM now. */
  findHolder(sim: CarrierSim, until: AbortSignal): Promise<Found | { readonly kind: 'recycled' }>;
}

export const finding = ({ api, clock }: { readonly api: EsimAccessApi; readonly clock: Clock }): Finding => {
  const ask = async (query: object, until: AbortSignal) =>
    readReply(await api.call('/esim/query', query, until), queryReply, clock());

  const find: Finding['find'] = async (sim, until) => foundSim(await ask(simQuery(sim), until), sim);

  return {
    find,
    async findHolder(sim, until) {
      const found = await find(sim, until);
      if (found.kind === 'unavailable') return found;
      if (found.kind === 'found' && !mayBeReused(found.sim, clock())) return found;
      const holder = holderOf(await ask(iccidQuery(sim), until), sim, clock());
      if (holder === 'another') return { kind: 'recycled' };
      return holder === 'ours' ? found : holder;
    },
  };
};
