/** One package of a SIM: the one it was made with, or a top-up. */
export interface BoughtPackage {
  readonly packageCode: string;
  readonly slug: string;
  readonly name: string;
  readonly volume: number;
  readonly duration: number;
  readonly locationCode: string;
  readonly createTime: number;
  readonly esimTranNo: string;
  readonly transactionId: string;
}

/** Times in milliseconds since the epoch, volumes in bytes. */
export interface EsimState {
  readonly packages: readonly BoughtPackage[];
  /** When its validity began; `null` until it is first used. */
  readonly activateTime: number | null;
  /** Before its first use: the time by which it must have been used. */
  readonly expiresAt: number;
  readonly orderUsage: number;
  readonly usageAt: number;
  readonly suspended: boolean;
  readonly takenAway: 'CANCEL' | 'REVOKE' | null;
  readonly changedAt: number;
}

export interface Esim extends EsimState {
  readonly esimTranNo: string;
  readonly orderNo: string;
  readonly iccid: string;
  /** 1 is data in total; 2, 3 and 4 are limits of a day, or none. */
  readonly dataType: number;
  /** Before its last change: what a stale read shows. */
  readonly before: EsimState | null;
}

export const totalVolume = ({ packages }: EsimState): number => packages.reduce((sum, { volume }) => sum + volume, 0);

export const totalDuration = ({ packages }: EsimState): number =>
  packages.reduce((sum, { duration }) => sum + duration, 0);

/** `esimStatus`, as it follows from what happened and the time. */
export const statusOf = (state: EsimState, now: number): string => {
  const { activateTime, expiresAt, orderUsage, suspended, takenAway } = state;
  if (takenAway !== null) return takenAway;
  if (now >= expiresAt) return activateTime === null ? 'UNUSED_EXPIRED' : 'USED_EXPIRED';
  if (suspended) return 'SUSPENDED';
  if (activateTime === null) return 'GOT_RESOURCE';
  return orderUsage >= totalVolume(state) ? 'USED_UP' : 'IN_USE';
};

/** "Top ups can be requested while the eSIM is in New, In Use or Depleted status, but not after eSIM expiry." */
export const canBeToppedUp = (state: EsimState, now: number): boolean =>
  ['GOT_RESOURCE', 'IN_USE', 'USED_UP'].includes(statusOf(state, now));

/** As its number's next owner has it, and as its own record is left. */
export const recycledBody = (esim: Esim): Esim => ({ ...esim, takenAway: 'CANCEL' });
export const successorOf = (esim: Esim): Esim => ({
  ...esim,
  esimTranNo: `${esim.esimTranNo}9`,
  orderNo: `${esim.orderNo}9`,
  packages: esim.packages.slice(0, 1).map((each) => ({ ...each, esimTranNo: `${esim.esimTranNo}9` })),
  activateTime: null,
  orderUsage: 0,
  takenAway: null,
});

/** `2026-09-27T19:29:36+0000`, as the API writes times. */
export const apiTime = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}+0000`;

export const smdpStatus = ({ activateTime, takenAway }: EsimState): string => {
  if (takenAway !== null) return 'DELETED';
  return activateTime === null ? 'RELEASED' : 'ENABLED';
};

/** As the query shows it. */
export const esimBody = (esim: Esim, now: number) => ({
  esimTranNo: esim.esimTranNo,
  orderNo: esim.orderNo,
  transactionId: esim.packages[0]?.transactionId ?? '',
  imsi: '454006109846571',
  iccid: esim.iccid,
  smsStatus: 0,
  msisdn: '',
  ac: 'LPA:1$rsp.simulated.invalid$00000000000000000000000000000000',
  qrCodeUrl: 'https://simulated.invalid/qr.png',
  shortUrl: 'https://simulated.invalid/qr',
  smdpStatus: smdpStatus(esim),
  eid: '',
  activeType: 2,
  dataType: esim.dataType,
  activateTime: esim.activateTime === null ? null : apiTime(esim.activateTime),
  expiredTime: apiTime(esim.expiresAt),
  installationTime: null,
  totalVolume: totalVolume(esim),
  totalDuration: totalDuration(esim),
  durationUnit: 'DAY',
  orderUsage: esim.orderUsage,
  esimStatus: statusOf(esim, now),
  pin: '',
  puk: '',
  apn: 'simulated',
  ipExport: 'HK',
  supportTopUpType: 2,
  fupPolicy: '',
  packageList: esim.packages.map(({ name, createTime, ...each }) => ({
    packageName: name,
    ...each,
    createTime: apiTime(createTime),
  })),
});
