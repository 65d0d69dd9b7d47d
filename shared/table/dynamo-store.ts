import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Line } from '../domain/line/line.ts';
import type { Plan } from '../domain/plan/plan.ts';
import { placeGivenBack } from '../domain/promotion/place.ts';
import { lineId, lineOf, renewalId } from '../domain/values/ids.ts';
import { carrierPart, nameSim } from './carrier-part.ts';
import { CLAIMED, noteClaim, risingRev, stillNews } from './claim-update.ts';
import { contactsUpdate } from './contact-fields.ts';
import { duePages } from './due-pages.ts';
import { nameNumber } from './dynamo-contacts.ts';
import { claimRow } from './fields.ts';
import {
  CURRENT,
  type Key,
  ledgerPk,
  lineIdOfKey,
  lineKey,
  ON_SALE_PK,
  planKey,
  RECONCILIATION_PK,
  REVIEW_INDEX,
  REVIEW_PK,
  renewalIdOfKey,
  renewalKey,
} from './keys.ts';
import { endAttributes, fenceRow, lineFromItem, lineToItem, unplanned, usageRow } from './line-item.ts';
import { lineReminders } from './line-reminders.ts';
import { manualJobs } from './manual-jobs.ts';
import { listOwned, ownerPart } from './owner-part.ts';
import { planFromItem, planToItem } from './plan-item.ts';
import { promotionPart, saveGivingBack } from './promotion-part.ts';
import { ledgerFromItem, ledgerToItem, reconciliationFromItem, reconciliationToItem } from './reconciliation-item.ts';
import { renewalFromItem, renewalToItem } from './renewal-item.ts';
import { RECONCILIATIONS_SHOWN, REVIEW_PAGE_SIZE, type Store } from './store.ts';
import { tableClient } from './table-client.ts';

export const dynamoStore = (client: DynamoDBClient, tableName: string): Store => {
  const table = tableClient(client, tableName);
  const plans = new Map<string, Plan>();
  const keepPlan = async (plan: Plan): Promise<Plan> => {
    const result = await table.put(planToItem(plan, plan.version), 'attribute_not_exists(#pk)');
    return !result.written && result.found ? planFromItem(result.found) : plan;
  };
  const fenceUnchanged = ({ fenceRev }: Line) => ({
    condition: '#fenceRev = :seenFenceRev',
    names: { '#fenceRev': 'fenceRev' },
    values: { ':seenFenceRev': fenceRev },
  });

  return {
    async line(id) {
      const item = await table.get(lineKey(id), false);
      return item && lineFromItem(item);
    },

    async renewal(id) {
      const item = await table.get(renewalKey(id), true);
      return item && renewalFromItem(item);
    },

    async plan({ planId, version }) {
      const name = `${planId}#${version}`;
      const known = plans.get(name);
      if (known) return known;
      const item = await table.get(planKey(planId, version), false);
      const plan = item && planFromItem(item);
      if (plan) plans.set(name, plan);
      return plan;
    },

    async plansOnSale() {
      return (await table.query(ON_SALE_PK)).map(planFromItem);
    },

    async orderContext(ids) {
      const keys = [lineKey(ids.lineId), planKey(ids.planId, CURRENT), renewalKey(ids.renewalId)];
      const items = await table.batchGet(keys);
      const [line, plan, existing] = keys.map((key) => items.find((item) => same(item, key)));
      return {
        ...(line && { line: lineFromItem(line) }),
        ...(plan && { plan: planFromItem(plan) }),
        ...(existing && { existing: renewalFromItem(existing) }),
      };
    },

    async activationContext(id) {
      const [line, renewal] = await table.snapshot([lineKey(lineOf(id)), renewalKey(id)]);
      return line && renewal && { line: lineFromItem(line), stored: renewalFromItem(renewal) };
    },

    async createRenewal(renewal, due) {
      const result = await table.put(renewalToItem(renewal, 1, due), 'attribute_not_exists(#pk)');
      if (result.written) return undefined;
      if (!result.found) throw new Error(`renewal ${renewal.renewalId} was refused, and the one in its way not shown`);
      return renewalFromItem(result.found);
    },

    async saveRenewal(seen, next, due) {
      const item = renewalToItem(next, seen.rev + 1, due);
      const givenBack = placeGivenBack(seen.renewal, next);
      if (givenBack) return saveGivingBack(table, seen, item, givenBack);
      return (await table.put(item, '#rev = :rev', { ':rev': seen.rev })).written;
    },

    saveWithFence: ({ line, stored }, next, due, fence) =>
      table.transact([
        {
          put: renewalToItem(next, stored.rev + 1, due),
          condition: '#rev = :rev',
          names: { '#rev': 'rev' },
          values: { ':rev': stored.rev },
        },
        {
          update: lineKey(line.lineId),
          set: { fenceRev: line.fenceRev + 1, ...(fence && { fence: fenceRow(fence) }) },
          remove: fence ? [] : ['fence'],
          ...fenceUnchanged(line),
        },
      ]),

    holdFence: (seen, fence) =>
      table.update(lineKey(seen.lineId), {
        set: { fence: fenceRow(fence), fenceRev: seen.fenceRev + 1 },
        ...fenceUnchanged(seen),
      }),

    releaseFence: (seen) =>
      table.update(lineKey(seen.lineId), {
        set: { fenceRev: seen.fenceRev + 1 },
        remove: ['fence'],
        ...fenceUnchanged(seen),
      }),

    settleLine(seen, next) {
      const { condition, names, values } = fenceUnchanged(seen);
      const remove = [
        'fence',
        ...unplanned(next),
        ...(next.final ? [] : ['final']),
        ...(next.quietHours ? [] : ['quiet']),
      ];
      if (next.usage.asOf !== seen.usage.asOf)
        return table.update(lineKey(seen.lineId), {
          set: { ...endAttributes(next), usage: usageRow(next.usage) },
          remove,
          ...fenceUnchanged(seen),
        });
      return table.update(lineKey(seen.lineId), {
        set: endAttributes(next),
        remove,
        condition,
        names: { ...names, '#usage': 'usage' },
        values: { ...values, ':left': grown('remainingBytes', seen, next), ':total': grown('totalBytes', seen, next) },
        // Figures may have come since the line was read, and they do not raise `fenceRev`: a renewal must not have to be
        // settled again because of them. Adding inside the same write keeps both, and costs no further one.
        assign: { '#usage[0]': '#usage[0] + :left', '#usage[1]': '#usage[1] + :total' },
      });
    },

    ...lineReminders(table),

    claimNotice: (id, status, claimId, at) =>
      table.update(renewalKey(id), {
        condition: '#status = :status AND attribute_not_exists(#claims.#claim)',
        names: { '#status': 'status', '#claims': 'claims', '#claim': claimId, '#rev': 'rev' },
        values: { ':status': status, ':claim': claimRow({ state: 'claimed', at }), ':one': 1 },
        assign: { '#claims.#claim': ':claim', '#rev': '#rev + :one' },
      }),

    recordNotice: (id, claimId, outcome) =>
      table.update(renewalKey(id), risingRev(noteClaim(claimId, outcome, CLAIMED))),

    reportNotice: (id, claimId, outcome) =>
      table.update(renewalKey(id), risingRev(noteClaim(claimId, outcome, stillNews(outcome)))),

    saveContacts: (seen, next) => table.update(lineKey(seen.lineId), contactsUpdate(seen.contacts, next)),

    dueLines: (now, cursor) => duePages(table, 'line', now, cursor, (key) => lineId(lineIdOfKey(key))),
    dueRenewals: (now, cursor) => duePages(table, 'renewal', now, cursor, (key) => renewalId(renewalIdOfKey(key))),

    ...carrierPart(table),
    ...ownerPart(table),
    ...promotionPart(table),

    async reviews(cursor) {
      const { keys, next } = await table.queryIndex(reviewQuery, REVIEW_PAGE_SIZE, cursor);
      return { ids: keys.map((key) => renewalId(renewalIdOfKey(key))), ...(next !== undefined && { cursor: next }) };
    },

    async noteCaptured(entry) {
      await table.put(ledgerToItem(entry));
    },

    async capturedOn(account, day) {
      return (await table.query(ledgerPk(account, day))).map(ledgerFromItem);
    },

    async saveReconciliation(report) {
      await table.put(reconciliationToItem(report));
    },

    async reconciliations() {
      return (await table.queryLast(RECONCILIATION_PK, RECONCILIATIONS_SHOWN)).map(reconciliationFromItem);
    },

    ...manualJobs(table),

    async lines(ids) {
      return (await table.batchGet([...new Set(ids)].map(lineKey), true)).map(lineFromItem);
    },

    async addLine(line) {
      const result = await table.put(lineToItem(line), 'attribute_not_exists(#pk)');
      const kept = !result.written && result.found ? lineFromItem(result.found) : line;
      await nameSim(table, kept, result.written);
      await listOwned(table, kept);
      if (kept.contacts.sms) await nameNumber(table, kept.contacts.sms.address, kept.lineId);
      return result.written;
    },

    keepPlan,

    takeOffSale: (planId) => table.remove(planKey(planId, CURRENT)),

    async addPlan(plan) {
      // A version never changes: one that is there goes on sale as it is, whatever was handed in.
      await table.put(planToItem(await keepPlan(plan), CURRENT));
    },
  };
};

const reviewQuery = {
  index: REVIEW_INDEX,
  condition: '#pk = :pk',
  names: { '#pk': 'reviewPk' },
  values: { ':pk': REVIEW_PK },
};

const grown = (figure: 'remainingBytes' | 'totalBytes', seen: Line, next: Line): number =>
  next.usage[figure] - seen.usage[figure];

const same = (a: Key, b: Key): boolean => a.pk === b.pk && a.sk === b.sk;
