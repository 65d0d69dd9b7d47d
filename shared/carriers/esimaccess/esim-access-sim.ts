import * as z from 'zod/mini';
import type { Instant } from '../../domain/values/instant.ts';
import type { CannotAsk, CarrierPeriod, CarrierRecord, CarrierSim } from '../carrier.ts';
import { cannotAsk, namesNothing, type Reply } from './esim-access-reply.ts';
import { timeOf } from './esim-access-time.ts';

/**
 * One package of a SIM: the first one, or a top-up. The documentation lists neither `esimTranNo` nor `transactionId`
 * here; live replies have both.
 */
const packageRow = z.object({
  packageCode: z.nullish(z.string()),
  volume: z.nullish(z.number()),
  duration: z.nullish(z.number()),
  createTime: z.nullish(z.string()),
  esimTranNo: z.nullish(z.string()),
  transactionId: z.nullish(z.string()),
});

/** What is read of a SIM ("Query All Allocated Profiles", eSIM domain). Volumes in bytes, durations in days. */
const esim = z.object({
  esimTranNo: z.string(),
  iccid: z.nullish(z.string()),
  esimStatus: z.string(),
  smdpStatus: z.nullish(z.string()),
  dataType: z.nullish(z.number()),
  activateTime: z.nullish(z.string()),
  expiredTime: z.nullish(z.string()),
  totalVolume: z.number(),
  totalDuration: z.number(),
  packageList: z.nullish(z.array(packageRow)),
});

export type Esim = z.output<typeof esim>;
export type PackageRow = z.output<typeof packageRow>;

export const queryReply = z.object({
  esimList: z.nullish(z.array(esim)),
  pager: z.object({ total: z.number() }),
});

/** One SIM has one row; the smallest page there is. */
const PAGER = { pageNum: 1, pageSize: 5 };

export const simQuery = ({ carrierRef }: CarrierSim) => ({ esimTranNo: carrierRef, pager: PAGER });
export const iccidQuery = ({ iccid }: CarrierSim) => ({ iccid, pager: PAGER });

export type Found = { readonly kind: 'found'; readonly sim: Esim } | { readonly kind: 'absent' } | CannotAsk;

type Rows = { readonly kind: 'rows'; readonly rows: readonly Esim[] } | CannotAsk;

/** All rows of the answer, or that they are not all there. */
const rowsOf = (reply: Reply<z.output<typeof queryReply>>): Rows => {
  if (reply.kind === 'refused' && namesNothing(reply)) return { kind: 'rows', rows: [] };
  if (reply.kind !== 'ok') return cannotAsk(reply);
  const rows = reply.value.esimList ?? [];
  if (reply.value.pager.total !== rows.length)
    return { kind: 'unavailable', code: 'incomplete_reply', trouble: 'unreachable' };
  return { kind: 'rows', rows };
};

/** The SIM as {@link simQuery} was answered. */
export const foundSim = (reply: Reply<z.output<typeof queryReply>>, { carrierRef, iccid }: CarrierSim): Found => {
  const answer = rowsOf(reply);
  if (answer.kind === 'unavailable') return answer;
  const [sim, ...others] = answer.rows;
  if (!sim) return { kind: 'absent' };
  if (others.length > 0 || sim.esimTranNo !== carrierRef) return { kind: 'unavailable', code: 'other_sim' };
  // The line names a number that this SIM does not have: nothing read of it may count for the line.
  return sim.iccid && sim.iccid !== iccid ? { kind: 'unavailable', code: 'other_iccid' } : { kind: 'found', sim };
};

/** The table of the SIM says `REVOKE`, that of the notifications `REVOKED`. */
const TAKEN_AWAY = new Set(['CANCEL', 'REVOKE', 'REVOKED']);
const EXPIRED = new Set(['UNUSED_EXPIRED', 'USED_EXPIRED']);

/** Whether nothing can be bought for it any more. */
export const isOver = ({ esimStatus, expiredTime }: Esim, now: Instant): boolean => {
  const end = timeOf(expiredTime);
  return TAKEN_AWAY.has(esimStatus) || EXPIRED.has(esimStatus) || (end !== undefined && end <= now);
};

export const isSuspended = ({ esimStatus }: Esim): boolean => esimStatus === 'SUSPENDED';

/** "iccids are reused": that can have happened only to a SIM that is over, or was deleted from its device. */
export const mayBeReused = (sim: Esim, now: Instant): boolean => isOver(sim, now) || sim.smdpStatus === 'DELETED';

/** Whether {@link iccidQuery} was answered with another SIM than ours. */
export const holderOf = (
  reply: Reply<z.output<typeof queryReply>>,
  { carrierRef }: CarrierSim,
  now: Instant,
): 'ours' | 'another' | CannotAsk => {
  const answer = rowsOf(reply);
  if (answer.kind === 'unavailable') return answer;
  const others = answer.rows.filter(({ esimTranNo }) => esimTranNo !== carrierRef);
  // A number whose present SIM is over as well has still changed hands, unless ours is named beside it.
  const isElsewhere = others.some((sim) => !isOver(sim, now)) || others.length === answer.rows.length;
  return others.length > 0 && isElsewhere ? 'another' : 'ours';
};

/**
 * Whether its validity runs. Until then `expiredTime` is the day by which it has to be used at all, months ahead (a
 * package of one day, ordered and not installed, showed 180 days), and says nothing about the end of service.
 */
const hasBegun = ({ activateTime, esimStatus }: Esim): boolean =>
  activateTime === undefined
    ? esimStatus === 'IN_USE' || esimStatus === 'USED_UP'
    : activateTime !== null && activateTime !== '';

/** Exclusive. When service ends, everything bought included; `undefined` until it is known, and of a SIM taken away. */
export const endOf = (sim: Esim): Instant | undefined =>
  hasBegun(sim) && !TAKEN_AWAY.has(sim.esimStatus) ? timeOf(sim.expiredTime) : undefined;

/** Those that are missing are on their way to `GOT_RESOURCE`. */
const STATUSES: ReadonlyMap<string, CarrierPeriod['status']> = new Map([
  ['GOT_RESOURCE', 'queued'],
  ['IN_USE', 'active'],
  ['SUSPENDED', 'active'],
  ['USED_UP', 'depleted'],
  ['USED_EXPIRED', 'expired'],
  ['UNUSED_EXPIRED', 'expired'],
  ['CANCEL', 'revoked'],
  ['REVOKE', 'revoked'],
  ['REVOKED', 'revoked'],
]);

/** Packages share one validity and one volume: each is as the SIM is, and ends when the SIM does. */
const periodOf = (sim: Esim, { esimTranNo, packageCode, transactionId }: PackageRow): CarrierPeriod => {
  const endsAt = endOf(sim);
  return {
    reference: esimTranNo ?? packageCode ?? sim.esimTranNo,
    status: STATUSES.get(sim.esimStatus) ?? 'processing',
    ...(endsAt !== undefined && { endsAt }),
    ...(transactionId && { ours: transactionId }),
  };
};

export const recordOf = (sim: Esim, readAt: Instant): CarrierRecord => {
  const endsAt = endOf(sim);
  const rows = sim.packageList ?? [];
  const periods = (rows.length > 0 ? rows : [{ esimTranNo: sim.esimTranNo }]).map((row) => periodOf(sim, row));
  return { kind: 'record', periods, readAt, ...(endsAt !== undefined && { endsAt }) };
};
