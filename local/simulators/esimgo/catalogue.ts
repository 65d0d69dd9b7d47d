/** A bundle as the organisation can buy it. */
export interface CatalogueBundle {
  readonly name: string;
  readonly days: number;
  /** `null` for unlimited ones. */
  readonly bytes: number | null;
  /** In the organisation's currency, main units, as eSIM Go writes it. */
  readonly price: number;
}

export const JAPAN: readonly CatalogueBundle[] = [
  { name: 'esim_1GB_7D_JP_V2', days: 7, bytes: 1_000_000_000, price: 1.82 },
  { name: 'esim_3GB_30D_JP_V2', days: 30, bytes: 3_000_000_000, price: 4.36 },
  { name: 'esim_UL_1D_JP_V2', days: 1, bytes: null, price: 2.15 },
];

/** `esim_1GB_7D_JP_V2` is "eSIM, 1GB, 7D, JP, V2". */
export const descriptionOf = (name: string): string => name.replace(/^esim_/, 'eSIM_').replaceAll('_', ', ');
