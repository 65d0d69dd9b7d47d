import * as z from 'zod/mini';
import type { Instant } from '../../domain/values/instant.ts';
import type { CarrierSim, CarrierUsage } from '../carrier.ts';
import { cannotAsk, type Reply } from './esim-access-reply.ts';
import type { Esim } from './esim-access-sim.ts';
import { timeOf } from './esim-access-time.ts';

/** "Usage Check": bytes, updated every two to three hours. */
export const usageReply = z.object({
  esimUsageList: z.nullish(
    z.array(
      z.object({
        esimTranNo: z.string(),
        dataUsage: z.number().check(z.nonnegative()),
        totalData: z.number().check(z.nonnegative()),
        lastUpdateTime: z.nullish(z.string()),
      }),
    ),
  ),
});

export const usageQuery = ({ carrierRef }: CarrierSim) => ({ esimTranNoList: [carrierRef] });

/** 1 is "data in total". The others are limits of a day, of which one total says nothing, or none at all. */
const DATA_IN_TOTAL = 1;

/** The figures are as old as the carrier's last update of them; without one, nobody knows since when they hold. */
export const usageOf = (
  reply: Reply<z.output<typeof usageReply>>,
  { esimTranNo, dataType }: Esim,
  now: Instant,
): CarrierUsage => {
  if (reply.kind !== 'ok') return cannotAsk(reply);
  const figures = reply.value.esimUsageList?.find((each) => each.esimTranNo === esimTranNo);
  if (!figures || (dataType !== undefined && dataType !== null && dataType !== DATA_IN_TOTAL))
    return { kind: 'no_figure' };
  const { dataUsage, totalData, lastUpdateTime } = figures;
  return {
    kind: 'usage',
    remainingBytes: Math.max(totalData - dataUsage, 0),
    totalBytes: totalData,
    asOf: timeOf(lastUpdateTime) ?? now,
  };
};
