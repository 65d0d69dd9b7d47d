import * as z from 'zod';
import { STALE } from '../carrier/fault-kinds.ts';
import type { Take } from '../carrier/faults.ts';
import { refusal } from './api-error.ts';
import type { Balance } from './balance.ts';
import { type DataPackage, packageBody } from './data-package.ts';
import { apiTime, type Esim, esimBody, recycledBody, successorOf, totalVolume } from './esim.ts';
import type { Esims } from './esims.ts';
import { ALLOCATING, PACKAGE_ROWS, PRICE_CHANGE, RECYCLED, SHORT_PAGE } from './faults.ts';
import { optionalText, parameters } from './parameters.ts';

const listQuery = z.object({
  type: z.enum(['BASE', 'TOPUP', '']).default('BASE'),
  iccid: optionalText,
  packageCode: optionalText,
  slug: optionalText,
  locationCode: optionalText,
});

const esimQuery = z.object({
  esimTranNo: optionalText,
  iccid: optionalText,
  orderNo: optionalText,
  pager: z.object({ pageNum: z.int().min(1).max(10_000), pageSize: z.int().min(5).max(500) }),
});

const usageQuery = z.object({ esimTranNoList: z.array(z.string()).min(1).max(10) });

/** What only reads. */
export const queries = (deps: {
  readonly esims: Esims;
  readonly balance: Balance;
  readonly packages: readonly DataPackage[];
  readonly now: () => number;
}) => {
  const { esims, balance, packages, now } = deps;

  const asOld = (esim: Esim, take: Take): Esim => {
    const { before, changedAt } = esim;
    const isStale = before !== null && take(STALE, ({ staleMs }) => now() < changedAt + staleMs);
    return isStale ? { ...esim, ...before } : esim;
  };

  const one = (esim: Esim | undefined, take: Take, byNumber: boolean): readonly Esim[] => {
    if (!esim) return [];
    if (!take(RECYCLED)) return [asOld(esim, take)];
    return [byNumber ? successorOf(esim) : recycledBody(esim)];
  };

  const matching = ({ esimTranNo, iccid, orderNo }: z.output<typeof esimQuery>, take: Take): readonly Esim[] => {
    if (esimTranNo) return one(esims.find(esimTranNo), take, false);
    if (iccid) return one(esims.holder(iccid), take, true);
    const all = esims.list();
    return orderNo ? all.filter((esim) => esim.orderNo === orderNo) : all;
  };

  return {
    packageList(body: unknown, take: Take) {
      const { type, iccid, packageCode, slug, locationCode } = parameters(listQuery, body);
      if (iccid && !esims.holder(iccid)) throw refusal('310403');
      const changed = take(PRICE_CHANGE);
      const codeOf = (code: string): string => (type === 'TOPUP' ? code : code.replace('TOPUP_', ''));
      const packageList = packages
        .filter((each) => !locationCode || each.locationCode === locationCode)
        .filter((each) => !slug || each.slug === slug)
        .filter((each) => !packageCode || each.packageCode.endsWith(packageCode))
        .map((each) =>
          packageBody({ ...each, packageCode: codeOf(each.packageCode), price: changed?.price ?? each.price }),
        );
      return { packageList };
    },

    query(body: unknown, take: Take) {
      const wanted = parameters(esimQuery, body);
      if (take(ALLOCATING)) throw refusal('200010');
      const { pageNum, pageSize } = wanted.pager;
      const all = matching(wanted, take);
      const rows = all.slice((pageNum - 1) * pageSize, pageNum * pageSize);
      const shape = take(PACKAGE_ROWS)?.shape;
      const page = take(SHORT_PAGE) ? rows.slice(1) : rows;
      return {
        esimList: page.map((esim) => shown(esimBody(esim, now()), shape)),
        pager: { pageSize, pageNum, total: all.length },
      };
    },

    usage(body: unknown, take: Take) {
      const known = parameters(usageQuery, body).esimTranNoList.flatMap((esimTranNo) => esims.find(esimTranNo) ?? []);
      return {
        esimUsageList: known
          .map((esim) => asOld(esim, take))
          .map((esim) => ({
            esimTranNo: esim.esimTranNo,
            dataUsage: esim.orderUsage,
            totalData: totalVolume(esim),
            lastUpdateTime: apiTime(esim.usageAt),
          })),
      };
    },

    balance: () => ({ balance: balance.read() }),
  };
};

const shown = ({ packageList, ...body }: ReturnType<typeof esimBody>, shape: 'unnamed' | 'first_only' | undefined) => {
  if (shape === 'first_only') return { ...body, packageList: packageList.slice(0, 1) };
  if (shape !== 'unnamed') return { ...body, packageList };
  return { ...body, packageList: packageList.map(({ esimTranNo: _no, transactionId: _id, ...row }) => row) };
};
