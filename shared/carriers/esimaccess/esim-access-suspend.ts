import * as z from 'zod/mini';
import type { Clock } from '../../runtime/deps.ts';
import type { CarrierSim, UndoOutcome } from '../carrier.ts';
import type { EsimAccessApi } from './esim-access-api.ts';
import type { Finding } from './esim-access-find.ts';
import { cannotAsk, readReply } from './esim-access-reply.ts';
import { isOver, isSuspended } from './esim-access-sim.ts';

/** Such a call answers `{}`. */
const emptyReply = z.unknown();

/** "Request to suspend or pause data service" ("Suspend Profile"). One that stands still already refuses it. */
export const suspending =
  ({ api, clock, find }: Pick<Finding, 'find'> & { readonly api: EsimAccessApi; readonly clock: Clock }) =>
  async (sim: CarrierSim, until: AbortSignal): Promise<UndoOutcome> => {
    const done = { kind: 'undone', reference: sim.carrierRef } as const;
    const result = await api.call('/esim/suspend', { esimTranNo: sim.carrierRef }, until);
    const reply = readReply(result, emptyReply, clock());
    if (reply.kind === 'ok') return done;
    if (reply.kind !== 'refused') return cannotAsk(reply);
    const found = await find(sim, until);
    if (found.kind === 'unavailable') return found;
    const isStill = found.kind === 'absent' || isSuspended(found.sim) || isOver(found.sim, clock());
    return isStill ? done : { kind: 'stays', code: reply.code };
  };
