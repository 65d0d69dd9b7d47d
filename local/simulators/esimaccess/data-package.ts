const GIB = 1_073_741_824;

/** One package that SIMs of a country can be topped up with. */
export interface DataPackage {
  readonly packageCode: string;
  readonly slug: string;
  readonly name: string;
  /** In ten-thousandths of a dollar. */
  readonly price: number;
  /** In bytes. */
  readonly volume: number;
  /** In days. */
  readonly duration: number;
  readonly locationCode: string;
}

const japan = (gib: number, duration: number, code: string, price: number): DataPackage => ({
  packageCode: `TOPUP_${code}`,
  slug: `JP_${gib}_${duration}`,
  name: `Japan ${gib}GB ${duration}Days`,
  price,
  volume: gib * GIB,
  duration,
  locationCode: 'JP',
});

export const DEFAULT_PACKAGES: readonly DataPackage[] = [
  japan(1, 7, 'CKH179', 11_000),
  japan(3, 15, 'CKH180', 24_000),
  japan(5, 30, 'CKH181', 39_000),
];

/** As the API lists it. */
export const packageBody = ({ locationCode, ...each }: DataPackage) => ({
  ...each,
  currencyCode: 'USD',
  smsStatus: 0,
  dataType: 1,
  unusedValidTime: 180,
  durationUnit: 'DAY',
  location: locationCode,
  locationCode,
  description: each.name,
  activeType: 2,
  favorite: false,
  retailPrice: each.price * 2,
  speed: '3G/4G/5G',
  ipExport: 'HK',
  supportTopUpType: 2,
  fupPolicy: '',
  locationNetworkList: [],
});
