import * as z from 'zod';
import type { Take } from '../carrier/faults.ts';
import type { Records } from '../records.ts';
import { refusal } from './api-error.ts';
import type { Balance } from './balance.ts';
import type { DataPackage } from './data-package.ts';
import { apiTime, canBeToppedUp, type Esim, recycledBody, statusOf, totalDuration, totalVolume } from './esim.ts';
import type { Esims } from './esims.ts';
import { ALLOCATING, DEDUPLICATE, INSUFFICIENT_FLOAT, PRICE_CHANGE, RECYCLED } from './faults.ts';
import { optionalText, parameters } from './parameters.ts';

const named = { esimTranNo: optionalText, iccid: optionalText };

const topUpOrder = z.object({
  ...named,
  packageCode: z.string().min(1),
  /** "Max 50 chars", says the order's table. */
  transactionId: z.string().min(1).max(50),
  /** A text: a number was seen to be refused as invalid JSON. */
  amount: z.string().optional(),
  periodNum: z.string().optional(),
});

const simOrder = z.object(named);

/** What changes something. */
export const orders = (deps: {
  readonly records: Records;
  readonly esims: Esims;
  readonly balance: Balance;
  readonly packages: readonly DataPackage[];
  readonly now: () => number;
  /** The SIM's status has changed. */
  readonly onStatus: (esim: Esim) => void;
}) => {
  const { records, esims, balance, packages, now, onStatus } = deps;

  /** By either name, and not by both: that was seen to be refused as invalid JSON. */
  const meant = ({ esimTranNo, iccid }: z.output<typeof simOrder>): Esim => {
    if (esimTranNo && iccid) throw refusal('000104');
    if (esimTranNo) return esims.get(esimTranNo);
    if (!iccid) throw refusal('000105');
    const esim = esims.holder(iccid);
    if (!esim) throw refusal('310403');
    return esim;
  };

  const setSuspended = (body: unknown, take: Take, suspended: boolean): object => {
    const esim = meant(parameters(simOrder, body));
    const wanted = suspended ? ['GOT_RESOURCE', 'IN_USE', 'USED_UP'] : ['SUSPENDED'];
    if (take(RECYCLED) || !wanted.includes(statusOf(esim, now()))) throw refusal('200002');
    onStatus(esims.change(esim, { suspended }));
    return {};
  };

  const topUpBody = (esim: Esim, transactionId: string, topUpEsimTranNo: string) => ({
    transactionId,
    iccid: esim.iccid,
    expiredTime: apiTime(esim.expiresAt),
    totalVolume: totalVolume(esim),
    totalDuration: totalDuration(esim),
    orderUsage: esim.orderUsage,
    topUpEsimTranNo,
  });

  return {
    /** Executes a repeated transaction id again: the worst that the documentation leaves open. */
    topUp(body: unknown, take: Take) {
      const { packageCode, transactionId, amount, ...names } = parameters(topUpOrder, body);
      const esim = meant(names);
      if (take(ALLOCATING)) throw refusal('200010');
      if (!canBeToppedUp(take(RECYCLED) ? recycledBody(esim) : esim, now())) throw refusal('200002');
      const product = packages.find((each) => each.packageCode === packageCode || each.slug === packageCode);
      if (!product) throw refusal('310241');
      const first = records.get<object>('topup', transactionId);
      if (first !== undefined && take(DEDUPLICATE)) return first;
      const price = take(PRICE_CHANGE)?.price ?? product.price;
      if (amount !== undefined && amount !== String(price)) throw refusal('200005');
      if (take(INSUFFICIENT_FLOAT)) throw refusal('200007');
      balance.take(price);
      const done = esims.topUp(esim, product, transactionId);
      const answer = topUpBody(done.esim, transactionId, done.bought.esimTranNo);
      records.put('topup', transactionId, answer);
      return answer;
    },

    suspend: (body: unknown, take: Take) => setSuspended(body, take, true),
    unsuspend: (body: unknown, take: Take) => setSuspended(body, take, false),
  };
};
