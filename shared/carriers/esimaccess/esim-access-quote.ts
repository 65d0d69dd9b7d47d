import type { Clock } from '../../runtime/deps.ts';
import type { CarrierOffers, CarrierQuote, CarrierSim } from '../carrier.ts';
import type { EsimAccessApi } from './esim-access-api.ts';
import type { Finding } from './esim-access-find.ts';
import { costOf, isCalled, packageReply, packagesOf, topUpQuery } from './esim-access-packages.ts';
import { cannotAsk, readReply } from './esim-access-reply.ts';
import { isOver } from './esim-access-sim.ts';

/** What a SIM can take, and at what price. */
export const quoting = ({
  api,
  clock,
  findHolder,
}: Pick<Finding, 'findHolder'> & { readonly api: EsimAccessApi; readonly clock: Clock }) => {
  const listed = async (sim: CarrierSim, until: AbortSignal) =>
    readReply(await api.call('/package/list', topUpQuery(sim), until), packageReply, clock());

  return {
    /** The list is asked for by number, so the number must be that of our SIM. */
    async quote(sim: CarrierSim, product: string, until: AbortSignal): Promise<CarrierQuote> {
      const found = await findHolder(sim, until);
      if (found.kind === 'unavailable') return found;
      if (found.kind === 'recycled') return { kind: 'not_available', code: 'recycled', recycled: true };
      if (found.kind === 'absent') return { kind: 'not_available', code: 'no_such_sim' };
      if (isOver(found.sim, clock())) return { kind: 'not_available', code: 'expired' };
      const reply = await listed(sim, until);
      if (reply.kind === 'refused') return { kind: 'not_available', code: reply.code };
      if (reply.kind !== 'ok') return cannotAsk(reply);
      const offered = packagesOf(reply.value).find((each) => isCalled(each, product));
      return offered ? { kind: 'available', cost: costOf(offered) } : { kind: 'not_available', code: 'not_offered' };
    },

    async offers(sim: CarrierSim, until: AbortSignal): Promise<CarrierOffers> {
      const reply = await listed(sim, until);
      if (reply.kind !== 'ok') return cannotAsk(reply);
      const products = packagesOf(reply.value).map((each) => ({ product: each.packageCode, cost: costOf(each) }));
      return { kind: 'offers', products };
    },
  };
};
