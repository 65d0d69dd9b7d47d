import * as z from 'zod/mini';
import type { CarrierMoney, CarrierSim } from '../carrier.ts';

/** One top-up that a SIM can take ("Get All Data Packages"). `price` in ten-thousandths, as everywhere at this carrier. */
const dataPackage = z.object({
  packageCode: z.string(),
  slug: z.nullish(z.string()),
  price: z.number().check(z.int(), z.nonnegative()),
  currencyCode: z.string().check(z.regex(/^[A-Z]{3}$/)),
});

type DataPackage = z.output<typeof dataPackage>;

export const packageReply = z.object({ packageList: z.nullish(z.array(dataPackage)) });

/** The list takes the number and not the carrier's own name of the SIM. */
export const topUpQuery = ({ iccid }: CarrierSim) => ({ type: 'TOPUP', iccid });

export const packagesOf = ({ packageList }: z.output<typeof packageReply>): readonly DataPackage[] => packageList ?? [];

/** A top-up is bought by its code (`TOPUP_…`) or by its slug. */
export const isCalled = ({ packageCode, slug }: DataPackage, product: string): boolean =>
  packageCode === product || slug === product;

export const costOf = ({ price, currencyCode }: DataPackage): CarrierMoney => ({
  amountE4: price,
  currency: currencyCode,
});
