import { setTimeout as delay } from 'node:timers/promises';
import * as z from 'zod/mini';
import type { Uses } from '../domain/promotion/apply-promotion.ts';
import type { UsedPromotion } from '../domain/promotion/promotion.ts';
import type { Renewal } from '../domain/renewal/renewal.ts';
import { type LineId, lineOf, type RenewalId } from '../domain/values/ids.ts';
import { Refusal } from '../errors.ts';
import { CURRENT, type Key, lineUseKey, PROMOTIONS_PK, placesTakenKey, promotionKey, renewalKey } from './keys.ts';
import { promotionFromItem, promotionToItem } from './promotion-item.ts';
import { renewalFromItem, renewalToItem } from './renewal-item.ts';
import type { Created, Store, StoredRenewal } from './store.ts';
import type { Item, TableClient } from './table-client.ts';

/** Orders of one promotion meet at its counter; each round of them, at least one gets through. */
const MAX_TRIES = 12;
/** Doubles with each try, up to the longest, and is drawn at random below that: who met once is not to meet again. */
const FIRST_WAIT_MS = 20;
const LONGEST_WAIT_MS = 320;

type PromotionPart = Pick<
  Store,
  'promotion' | 'promotionsOnSale' | 'promotionUses' | 'createPromotedRenewal' | 'addPromotion'
>;

const counter = z.object({ taken: z.number() });
const lineUse = z.object({ holder: z.exactOptional(z.string()) });
const takenIn = (item: Item | undefined): number => (item ? counter.parse(item).taken : 0);
const isUsed = (item: Item | undefined): boolean => item !== undefined && lineUse.parse(item).holder !== undefined;

/** Promotions, and who has how many of their places. */
export const promotionPart = (table: TableClient): PromotionPart => ({
  async promotion({ promotionId, version }) {
    const item = await table.get(promotionKey(promotionId, version), false);
    return item && promotionFromItem(item);
  },

  async promotionsOnSale() {
    const items = await table.query(PROMOTIONS_PK);
    return items.filter(({ sk }) => sk.endsWith(CURRENT)).map(promotionFromItem);
  },

  async promotionUses(lineId, promotionIds) {
    const items = await table.batchGet(promotionIds.flatMap((id) => [placesTakenKey(id), lineUseKey(lineId, id)]));
    return new Map(promotionIds.map((id) => [id, usesIn(items, lineId, id)]));
  },

  async createPromotedRenewal(renewal, due, promotion, limit) {
    const writes = [
      {
        put: renewalToItem(renewal, 1, due),
        condition: 'attribute_not_exists(#pk)',
        names: { '#pk': 'pk' },
        values: {},
      },
      ...takePlace(promotion, renewal, limit),
    ];
    for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
      if (await table.transact(writes)) return { kind: 'created' };
      const refused = await whyNot(table, renewal, promotion, limit);
      if (refused) return refused;
      await backOff(tries);
    }
    throw new Refusal('busy');
  },

  async addPromotion(promotion) {
    const result = await table.put(promotionToItem(promotion, promotion.version), 'attribute_not_exists(#pk)');
    // A version never changes: one that is there goes on sale as it is, whatever was handed in.
    const kept = !result.written && result.found ? promotionFromItem(result.found) : promotion;
    await table.put(promotionToItem(kept, CURRENT));
  },
});

/**
 * Saves a renewal that ends unpaid and gives its place back, in one transaction: the revision lets it happen once.
 *
 * @returns `false` when the renewal has changed since it was read
 * @throws when the place is not there to be given back: nothing is saved then, and somebody has to look
 */
export const saveGivingBack = async (
  table: TableClient,
  { renewal: { renewalId }, rev }: StoredRenewal,
  item: Key,
  promotion: UsedPromotion,
): Promise<boolean> => {
  const writes = [
    { put: item, condition: '#rev = :rev', names: { '#rev': 'rev' }, values: { ':rev': rev } },
    ...givePlaceBack(promotion, renewalId),
  ];
  for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
    if (await table.transact(writes)) return true;
    const now = await table.get(renewalKey(renewalId), true);
    if (!now || renewalFromItem(now).rev !== rev) return false;
    await backOff(tries);
  }
  throw new Error(`renewal ${renewalId} cannot give its place of ${promotion.promotionId} back`);
};

const takePlace = (promotion: UsedPromotion, { renewalId, lineId }: Renewal, limit: number | undefined) => {
  const { promotionId, counted, oncePerLine } = promotion;
  if (counted && limit === undefined) throw new Error(`${promotionId} is counted and has no limit`);
  return [
    ...optional(counted, {
      update: placesTakenKey(promotionId),
      condition: 'attribute_not_exists(#taken) OR #taken < :limit',
      names: { '#taken': 'taken' },
      values: { ':limit': limit, ':none': 0, ':one': 1 },
      assign: { '#taken': 'if_not_exists(#taken, :none) + :one' },
    }),
    ...optional(oncePerLine, {
      update: lineUseKey(lineId, promotionId),
      set: { holder: renewalId },
      condition: 'attribute_not_exists(#holder)',
      names: {},
      values: {},
    }),
  ];
};

const givePlaceBack = ({ promotionId, counted, oncePerLine }: UsedPromotion, renewalId: RenewalId) => [
  ...optional(counted, {
    update: placesTakenKey(promotionId),
    condition: '#taken > :none',
    names: { '#taken': 'taken' },
    values: { ':none': 0, ':one': 1 },
    assign: { '#taken': '#taken - :one' },
  }),
  ...optional(oncePerLine, {
    update: lineUseKey(lineOf(renewalId), promotionId),
    remove: ['holder'],
    condition: '#holder = :holder',
    names: {},
    values: { ':holder': renewalId },
  }),
];

const optional = <T>(isWanted: true | undefined, write: T): readonly T[] => (isWanted ? [write] : []);

/** Which condition did not hold; none of them where somebody else was writing. The renewal first: it may be ours. */
const whyNot = async (
  table: TableClient,
  { renewalId, lineId }: Renewal,
  { promotionId, counted, oncePerLine }: UsedPromotion,
  limit = 0,
): Promise<Created | undefined> => {
  const items = await table.batchGet(
    [renewalKey(renewalId), placesTakenKey(promotionId), lineUseKey(lineId, promotionId)],
    true,
  );
  const existing = find(items, renewalKey(renewalId));
  if (existing) return { kind: 'existing', stored: renewalFromItem(existing) };
  const { taken, byThisLine } = usesIn(items, lineId, promotionId);
  if (oncePerLine && byThisLine) return { kind: 'promotion_already_used' };
  return counted && taken >= limit ? { kind: 'promotion_used_up' } : undefined;
};

const usesIn = (items: readonly Item[], lineId: LineId, promotionId: string): Uses => ({
  taken: takenIn(find(items, placesTakenKey(promotionId))),
  byThisLine: isUsed(find(items, lineUseKey(lineId, promotionId))),
});

const find = (items: readonly Item[], key: Key): Item | undefined =>
  items.find(({ pk, sk }) => pk === key.pk && sk === key.sk);

const backOff = (tries: number): Promise<void> =>
  delay(Math.random() * Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (tries - 1)));
