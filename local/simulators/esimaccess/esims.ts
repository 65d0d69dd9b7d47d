import type { Records } from '../records.ts';
import { refusal } from './api-error.ts';
import type { DataPackage } from './data-package.ts';
import { type BoughtPackage, type Esim, type EsimState, totalDuration, totalVolume } from './esim.ts';

const DAY_MS = 86_400_000;
const UNUSED_DAYS = 180;

interface NewEsim {
  readonly esimTranNo: string;
  readonly iccid: string;
  /** When its service ends; `null` for one that was not used yet. */
  readonly endsAt: number | null;
  readonly days: number;
  readonly volume: number;
  readonly dataType: number;
}

export interface Esims {
  list(): readonly Esim[];
  find(esimTranNo: string): Esim | undefined;
  /** The SIM that has the number now. */
  holder(iccid: string): Esim | undefined;
  /** @throws ApiError 310403 */
  get(esimTranNo: string): Esim;
  /** Makes it known; one that is known already stays as it is. A number that another SIM has goes over to it. */
  add(esim: NewEsim): Esim;
  change(esim: Esim, change: Partial<EsimState>): Esim;
  topUp(
    esim: Esim,
    product: DataPackage,
    transactionId: string,
  ): { readonly esim: Esim; readonly bought: BoughtPackage };
  /** Bytes more; the first ones begin its validity. */
  use(esim: Esim, bytes: number): Esim;
}

export const openEsims = (records: Records, now: () => number): Esims => {
  const save = (esim: Esim): Esim => {
    records.put('esim', esim.esimTranNo, esim);
    return esim;
  };

  const find = (esimTranNo: string): Esim | undefined => records.get<Esim>('esim', esimTranNo);

  const change = (esim: Esim, changed: Partial<EsimState>): Esim => {
    const { before: _before, ...state } = esim;
    return save({ ...state, ...changed, changedAt: now(), before: state });
  };

  /** `26032702180013`: the minute and a number. */
  const nextTranNo = (): string => {
    const count = (records.get<number>('counter', 'tran-no') ?? 0) + 1;
    records.put('counter', 'tran-no', count);
    return `${new Date(now()).toISOString().slice(2, 16).replace(/\D/g, '')}${String(count).padStart(4, '0')}`;
  };

  return {
    list: () => records.list<Esim>('esim'),
    find,
    holder: (iccid) => {
      const esimTranNo = records.get<string>('number', iccid);
      return esimTranNo === undefined ? undefined : find(esimTranNo);
    },
    get(esimTranNo) {
      const esim = find(esimTranNo);
      if (!esim) throw refusal('310403');
      return esim;
    },
    add(wanted) {
      const known = find(wanted.esimTranNo);
      if (known) return known;
      records.put('number', wanted.iccid, wanted.esimTranNo);
      return save(newEsim(wanted, now()));
    },
    change,
    topUp(esim, { price: _price, ...product }, transactionId) {
      const bought: BoughtPackage = { ...product, createTime: now(), esimTranNo: nextTranNo(), transactionId };
      const moved = esim.activateTime === null ? 0 : product.duration * DAY_MS;
      const changed = change(esim, {
        packages: [...esim.packages, bought],
        expiresAt: esim.expiresAt + moved,
      });
      return { esim: changed, bought };
    },
    use(esim, bytes) {
      const begun = esim.activateTime !== null;
      return change(esim, {
        orderUsage: Math.min(esim.orderUsage + bytes, totalVolume(esim)),
        usageAt: now(),
        ...(!begun && { activateTime: now(), expiresAt: now() + totalDuration(esim) * DAY_MS }),
      });
    },
  };
};

const GIB = 1_073_741_824;

const newEsim = ({ esimTranNo, iccid, endsAt, days, volume, dataType }: NewEsim, now: number): Esim => {
  const gib = Math.max(Math.round(volume / GIB), 1);
  const first: BoughtPackage = {
    packageCode: 'CKH179',
    slug: `JP_${gib}_${days}`,
    name: `Japan ${gib}GB ${days}Days`,
    volume,
    duration: days,
    locationCode: 'JP',
    createTime: now,
    esimTranNo,
    transactionId: `order-${esimTranNo}`,
  };
  return {
    esimTranNo,
    orderNo: `B${esimTranNo}`,
    iccid,
    dataType,
    packages: [first],
    activateTime: endsAt === null ? null : Math.min(now, endsAt - days * DAY_MS),
    expiresAt: endsAt ?? now + UNUSED_DAYS * DAY_MS,
    orderUsage: 0,
    usageAt: now,
    suspended: false,
    takenAway: null,
    changedAt: now,
    before: null,
  };
};
