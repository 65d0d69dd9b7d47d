/** A package that can be added to an eSIM. Prices in dollars. */
export interface TopUp {
  readonly id: string;
  readonly title: string;
  readonly operator: string;
  /** Megabytes; none for unlimited ones. */
  readonly amountMb: number;
  readonly day: number;
  readonly isUnlimited: boolean;
  readonly price: number;
  readonly netPrice: number;
}

const topUp = (gigabytes: number, day: number, price: number): TopUp => ({
  id: `moshi-moshi-${day}days-${gigabytes}gb-topup`,
  title: `${gigabytes} GB - ${day} Days`,
  operator: 'Moshi Moshi',
  amountMb: gigabytes * 1_024,
  day,
  isUnlimited: false,
  price,
  netPrice: Math.round(price * 80) / 100,
});

/** What every eSIM here can take, unless the simulator is made with something else. */
export const JAPAN_TOP_UPS: readonly TopUp[] = [
  topUp(1, 3, 4),
  topUp(1, 7, 4.5),
  topUp(3, 10, 8),
  topUp(5, 15, 11.5),
  topUp(10, 30, 18),
  {
    ...topUp(0, 10, 26),
    id: 'moshi-moshi-10days-unlimited-topup',
    title: 'Unlimited - 10 Days',
    isUnlimited: true,
  },
];
