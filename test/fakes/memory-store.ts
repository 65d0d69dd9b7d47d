import { isDeepStrictEqual } from 'node:util';
import { WELL } from '../../shared/domain/carrier/health.ts';
import type { Line } from '../../shared/domain/line/line.ts';
import type { Plan, PlanKey } from '../../shared/domain/plan/plan.ts';
import { placeGivenBack } from '../../shared/domain/promotion/place.ts';
import type { LedgerEntry, ReconciliationReport } from '../../shared/domain/reconciliation/reconciliation.ts';
import type { Claim } from '../../shared/domain/reminder/claim.ts';
import type { Renewal } from '../../shared/domain/renewal/renewal.ts';
import { inReviewSince } from '../../shared/domain/renewal/resolve-review.ts';
import { type LineId, lineOf, type RenewalId } from '../../shared/domain/values/ids.ts';
import type { Instant } from '../../shared/domain/values/instant.ts';
import { dayOf } from '../../shared/table/keys.ts';
import {
  DUE_PAGE_SIZE,
  type DuePage,
  RECONCILIATIONS_SHOWN,
  REVIEW_PAGE_SIZE,
  type Store,
  type StoredHealth,
  type StoredRenewal,
} from '../../shared/table/store.ts';
import { memoryJobs } from './memory-jobs.ts';
import { memoryOwners } from './memory-owners.ts';
import { memoryPromotions } from './memory-promotions.ts';

/** The writes of a store. */
export type Write = Extract<
  keyof Store,
  | 'createRenewal'
  | 'createPromotedRenewal'
  | 'saveRenewal'
  | 'saveWithFence'
  | 'holdFence'
  | 'releaseFence'
  | 'settleLine'
  | 'planReminder'
  | 'claimReminder'
  | 'recordReminder'
  | 'suppressReminder'
  | 'revokeLinks'
  | 'claimNotice'
  | 'recordNotice'
  | 'reportReminder'
  | 'reportNotice'
  | 'saveContacts'
  | 'saveCarrierHealth'
  | 'markRecycled'
  | 'noteUsage'
  | 'watchUsage'
>;

export interface MemoryStore extends Store {
  /** Runs before each write: what it throws is an outage, what it does to the store happens in between. */
  beforeWrite: (write: Write) => void | Promise<void>;
  /** Runs after each write that was made: what it throws is an answer that was lost. */
  afterWrite: (write: Write) => void | Promise<void>;
}

/** The store in memory, with the same conditions as the table; the contract suite holds both to the same behaviour. */
export const memoryStore = (): MemoryStore => {
  const lines = new Map<LineId, Line>();
  const renewals = new Map<RenewalId, StoredRenewal>();
  const plans = new Map<string, Plan>();
  const ledger = new Map<string, LedgerEntry>();
  const reports = new Map<string, ReconciliationReport>();
  const onSale = new Map<string, Plan>();
  const healths = new Map<string, StoredHealth>();
  const watches = new Map<LineId, Instant>();
  const sims = new Map<string, LineId>();
  const { places, ...promotionReads } = memoryPromotions();
  const nameOf = ({ planId, version }: PlanKey): string => `${planId}#${version}`;

  const write = async <T>(name: Write, change: () => T): Promise<T> => {
    await store.beforeWrite(name);
    const result = change();
    await store.afterWrite(name);
    return result;
  };

  /** Changes the line while the condition on what is stored now holds. */
  const changeLine = (id: LineId, holds: (now: Line) => boolean, change: (now: Line) => Line): boolean => {
    const now = lines.get(id);
    if (!now || !holds(now)) return false;
    lines.set(id, change(now));
    return true;
  };
  const fenceUnchanged =
    (seen: Line) =>
    (now: Line): boolean =>
      now.fenceRev === seen.fenceRev;
  const withoutFence = ({ fence: _released, ...rest }: Line): Line => rest;

  const stored = (renewal: Renewal, rev: number, due: Instant | undefined): StoredRenewal => ({
    renewal,
    rev,
    ...(due !== undefined && { due }),
  });
  const changeRenewal = (
    id: RenewalId,
    holds: (now: Renewal) => boolean,
    change: (now: Renewal) => Renewal,
  ): boolean => {
    const now = renewals.get(id);
    if (!now || !holds(now.renewal)) return false;
    renewals.set(id, { ...now, renewal: change(now.renewal), rev: now.rev + 1 });
    return true;
  };

  const store: MemoryStore = {
    beforeWrite: () => {},
    afterWrite: () => {},

    line: async (id) => lines.get(id),
    lineNow: async (id) => lines.get(id),
    renewal: async (id) => renewals.get(id),
    plan: async (key) => plans.get(nameOf(key)),
    plansOnSale: async () => [...onSale.values()].sort((a, b) => (a.planId < b.planId ? -1 : 1)),
    async orderContext({ lineId, planId, renewalId }) {
      const [line, plan, existing] = [lines.get(lineId), onSale.get(planId), renewals.get(renewalId)];
      return { ...(line && { line }), ...(plan && { plan }), ...(existing && { existing }) };
    },
    async activationContext(id) {
      const [line, found] = [lines.get(lineOf(id)), renewals.get(id)];
      return line && found && { line, stored: found };
    },

    createRenewal: (renewal, due) =>
      write('createRenewal', () => {
        const existing = renewals.get(renewal.renewalId);
        if (!existing) renewals.set(renewal.renewalId, stored(renewal, 1, due));
        return existing;
      }),
    createPromotedRenewal: (renewal, due, promotion, limit) =>
      write('createPromotedRenewal', () => {
        const existing = renewals.get(renewal.renewalId);
        if (existing) return { kind: 'existing', stored: existing };
        const kind = places.take(promotion, renewal, limit);
        if (kind === 'created') renewals.set(renewal.renewalId, stored(renewal, 1, due));
        return { kind };
      }),
    ...promotionReads,
    saveRenewal: (seen, next, due) =>
      write('saveRenewal', () => {
        if (renewals.get(next.renewalId)?.rev !== seen.rev) return false;
        const givenBack = placeGivenBack(seen.renewal, next);
        if (givenBack) places.giveBack(givenBack, next.renewalId);
        renewals.set(next.renewalId, stored(next, seen.rev + 1, due));
        return true;
      }),
    saveWithFence: (seen, next, due, fence) =>
      write('saveWithFence', () => {
        if (renewals.get(next.renewalId)?.rev !== seen.stored.rev) return false;
        const changed = changeLine(seen.line.lineId, fenceUnchanged(seen.line), (now) => ({
          ...withoutFence(now),
          ...(fence && { fence }),
          fenceRev: seen.line.fenceRev + 1,
        }));
        if (changed) renewals.set(next.renewalId, stored(next, seen.stored.rev + 1, due));
        return changed;
      }),

    holdFence: (seen, fence) =>
      write('holdFence', () =>
        changeLine(seen.lineId, fenceUnchanged(seen), (now) => ({ ...now, fence, fenceRev: seen.fenceRev + 1 })),
      ),
    releaseFence: (seen) =>
      write('releaseFence', () =>
        changeLine(seen.lineId, fenceUnchanged(seen), (now) => ({ ...withoutFence(now), fenceRev: seen.fenceRev + 1 })),
      ),
    settleLine: (seen, next) =>
      write('settleLine', () =>
        changeLine(seen.lineId, fenceUnchanged(seen), (now) => {
          const { endsAt, initial, grants, expiryVersion, plan, graceMs, final, reminders, claims, fenceRev } = next;
          const { nextReminder, dataReminder, quietHours } = next;
          const unplanned = withoutFence(now);
          const {
            nextReminder: _void,
            dataReminder: _armed,
            quietHours: _replaced,
            final: _former,
            ...rest
          } = unplanned;
          const grown = (figure: 'remainingBytes' | 'totalBytes'): number =>
            now.usage[figure] + next.usage[figure] - seen.usage[figure];
          const usage =
            next.usage.asOf === seen.usage.asOf
              ? { ...now.usage, remainingBytes: grown('remainingBytes'), totalBytes: grown('totalBytes') }
              : next.usage;
          const periods = { endsAt, initial, grants };
          const settled = { ...periods, expiryVersion, plan, graceMs, reminders, usage, claims, fenceRev };
          return {
            ...rest,
            ...settled,
            ...(final && { final }),
            ...(quietHours && { quietHours }),
            ...(nextReminder && { nextReminder }),
            ...(dataReminder && { dataReminder }),
          };
        }),
      ),
    planReminder: (seen, next, dataReminder = seen.dataReminder) =>
      write('planReminder', () =>
        changeLine(
          seen.lineId,
          (now) => now.expiryVersion === seen.expiryVersion && isDeepStrictEqual(now.dataReminder, seen.dataReminder),
          ({ nextReminder: _replaced, dataReminder: _old, ...rest }) => ({
            ...rest,
            ...(next && { nextReminder: next }),
            ...(dataReminder && { dataReminder }),
          }),
        ),
      ),

    claimReminder: (id, expiryVersion, claimId, at) =>
      write('claimReminder', () =>
        changeLine(
          id,
          (now) =>
            now.expiryVersion === expiryVersion && now.recycledAt === undefined && !Object.hasOwn(now.claims, claimId),
          (now) => ({ ...now, claims: { ...now.claims, [claimId]: { state: 'claimed', at } } }),
        ),
      ),
    suppressReminder: (seen, claimId, reason, at) =>
      write('suppressReminder', () =>
        changeLine(
          seen.lineId,
          (now) => now.expiryVersion === seen.expiryVersion && !Object.hasOwn(now.claims, claimId),
          (now) => ({ ...now, claims: { ...now.claims, [claimId]: { state: 'suppressed', at, reason } } }),
        ),
      ),
    revokeLinks: (id) =>
      write('revokeLinks', () =>
        changeLine(
          id,
          () => true,
          (now) => ({ ...now, linkVersion: (now.linkVersion ?? 0) + 1 }),
        ),
      ),
    recordReminder: (id, expiryVersion, claimId, outcome) =>
      write('recordReminder', () =>
        changeLine(
          id,
          (now) => now.expiryVersion === expiryVersion && now.claims[claimId]?.state === 'claimed',
          (now) => ({ ...now, claims: { ...now.claims, [claimId]: outcome } }),
        ),
      ),
    reportReminder: (id, expiryVersion, claimId, outcome) =>
      write('reportReminder', () =>
        changeLine(
          id,
          (now) => now.expiryVersion === expiryVersion && isNews(now.claims[claimId], outcome),
          (now) => ({ ...now, claims: { ...now.claims, [claimId]: outcome } }),
        ),
      ),
    claimNotice: (id, status, claimId, at) =>
      write('claimNotice', () =>
        changeRenewal(
          id,
          (now) => now.status === status && !Object.hasOwn(now.claims, claimId),
          (now) => ({ ...now, claims: { ...now.claims, [claimId]: { state: 'claimed', at } } }),
        ),
      ),
    recordNotice: (id, claimId, outcome) =>
      write('recordNotice', () =>
        changeRenewal(
          id,
          (now) => now.claims[claimId]?.state === 'claimed',
          (now) => ({ ...now, claims: { ...now.claims, [claimId]: outcome } }),
        ),
      ),
    reportNotice: (id, claimId, outcome) =>
      write('reportNotice', () =>
        changeRenewal(
          id,
          (now) => isNews(now.claims[claimId], outcome),
          (now) => ({ ...now, claims: { ...now.claims, [claimId]: outcome } }),
        ),
      ),
    saveContacts: (seen, contacts) =>
      write('saveContacts', () =>
        changeLine(
          seen.lineId,
          (now) => now.contacts.rev === seen.contacts.rev,
          (now) => ({ ...now, contacts }),
        ),
      ),

    dueLines: async (now, cursor) =>
      page(
        [...lines.values()].flatMap(({ lineId, nextReminder, dataReminder }) => {
          const [at] = [nextReminder?.at, dataReminder?.at].filter((each) => each !== undefined).sort((a, b) => a - b);
          return at === undefined ? [] : [{ id: lineId, at }];
        }),
        now,
        cursor,
      ),
    dueRenewals: async (now, cursor) =>
      page(
        [...renewals].flatMap(([id, { due }]) => (due === undefined ? [] : [{ id, at: due }])),
        now,
        cursor,
      ),
    dueUsage: async (now, cursor) =>
      page(
        [...watches].map(([id, at]) => ({ id, at })),
        now,
        cursor,
      ),
    reviews: async (cursor) =>
      page(
        [...renewals].flatMap(([id, { renewal }]) => {
          const at = inReviewSince(renewal);
          return at === undefined ? [] : [{ id, at }];
        }),
        undefined,
        cursor,
        REVIEW_PAGE_SIZE,
      ),
    async noteCaptured(entry) {
      ledger.set(`${entry.account}#${dayOf(entry.at)}#${entry.reference}`, entry);
    },
    capturedOn: async (account, day) =>
      [...ledger.values()].filter((entry) => entry.account === account && dayOf(entry.at) === day),
    async saveReconciliation(report) {
      reports.set(`${String(report.ranAt).padStart(14, '0')}#${report.account}`, report);
    },
    reconciliations: async () =>
      [...reports]
        .sort(([a], [b]) => (a < b ? 1 : -1))
        .slice(0, RECONCILIATIONS_SHOWN)
        .map(([, report]) => report),
    carrierHealth: async (account) => healths.get(account) ?? { health: WELL, rev: 0 },
    saveCarrierHealth: (account, seen, next) =>
      write('saveCarrierHealth', () => {
        if ((healths.get(account)?.rev ?? 0) !== seen.rev) return false;
        healths.set(account, { health: next, rev: seen.rev + 1 });
        return true;
      }),
    markRecycled: (seen, at) =>
      write('markRecycled', () =>
        changeLine(
          seen.lineId,
          (now) => now.recycledAt === undefined,
          ({ nextReminder: _void, dataReminder: _gone, ...rest }) => ({ ...rest, recycledAt: at }),
        ),
      ),
    noteUsage: (id, usage, reached) =>
      write('noteUsage', () =>
        changeLine(
          id,
          (now) => now.usage.asOf < usage.asOf && (reached === undefined || isPlannedAs(reached.seen, now)),
          (now) => ({ ...now, usage, ...(reached && { dataReminder: reached.reminder }) }),
        ),
      ),
    lineOfSim: async (account, name) => sims.get(`${account}#${name}`),
    watchUsage: (id, at) =>
      write('watchUsage', () => {
        if (at === undefined) watches.delete(id);
        else watches.set(id, at);
      }),

    ...memoryOwners({ lines, renewals, sims, changeLine }),
    ...memoryJobs(),

    lines: async (ids) => [...new Set(ids)].flatMap((id) => lines.get(id) ?? []),

    async addLine(line) {
      const existing = lines.get(line.lineId);
      const { carrier, carrierRef, iccid, lineId } = existing ?? line;
      for (const name of [`${carrier}#${carrierRef}`, `${carrier}#${iccid}`])
        if (!existing || !sims.has(name)) sims.set(name, lineId);
      if (!existing) lines.set(lineId, line);
      return !existing;
    },
    async keepPlan(plan) {
      const kept = plans.get(nameOf(plan)) ?? plan;
      plans.set(nameOf(plan), kept);
      return kept;
    },
    async takeOffSale(planId) {
      onSale.delete(planId);
    },
    async addPlan(plan) {
      const kept = plans.get(nameOf(plan)) ?? plan;
      plans.set(nameOf(kept), kept);
      onSale.set(kept.planId, kept);
    },
  };
  return store;
};

const isPlannedAs = (seen: Line, now: Line): boolean =>
  now.expiryVersion === seen.expiryVersion &&
  now.recycledAt === undefined &&
  isDeepStrictEqual([now.nextReminder, now.dataReminder], [seen.nextReminder, seen.dataReminder]);
const isNews = (known: Claim | undefined, { state }: Claim): boolean =>
  known !== undefined && (state === 'failed' ? known.state !== 'failed' : ['claimed', 'sent'].includes(known.state));

/** The cursor names the entry after which to go on, so what is handled in between moves nothing out of sight. */
const page = <Id extends string>(
  entries: readonly { readonly id: Id; readonly at: Instant }[],
  until: Instant | undefined,
  cursor: string | undefined,
  size = DUE_PAGE_SIZE,
): DuePage<Id> => {
  const nameOf = ({ id, at }: { id: Id; at: Instant }): string => `${String(at).padStart(14, '0')}#${id}`;
  const due = entries
    .filter(({ at }) => until === undefined || at <= until)
    .map((entry) => ({ ...entry, name: nameOf(entry) }))
    .filter(({ name }) => cursor === undefined || name > cursor)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const ids = due.slice(0, size);
  const last = ids.at(-1);
  return { ids: ids.map(({ id }) => id), ...(due.length > ids.length && last && { cursor: last.name }) };
};
