import type { Carrier, CarrierAccounts, CarrierMoney } from '../../carriers/carrier.ts';
import { type FloatNews, floatNews } from '../../domain/carrier/float.ts';
import type { CarrierHealth } from '../../domain/carrier/health.ts';
import { type OutageNews, outageNews } from '../../domain/carrier/outage.ts';
import type { DomainEvent } from '../../outbox/domain-event.ts';
import type { Bus, Queue } from '../../outbox/outbox.ts';
import { usageCommand } from '../../outbox/usage-command.ts';
import type { Clock, Log } from '../../runtime/deps.ts';
import type { Store } from '../../table/store.ts';
import type { CarrierGuard } from './guard.ts';

interface Deps {
  readonly store: Pick<Store, 'carrierHealth' | 'saveCarrierHealth' | 'dueUsage'>;
  readonly carriers: CarrierAccounts & {
    /** Below this credit nothing is sold that the account has to carry out. */
    readonly floorOf: (account: string) => CarrierMoney | undefined;
  };
  readonly guard: CarrierGuard;
  readonly bus: Bus;
  readonly usageRefreshes: Queue;
  readonly clock: Clock;
  readonly log: Log;
}

/** Of {@link DUE_PAGE_SIZE} lines each; what is left waits for the next tick. */
const MAX_PAGES_PER_RUN = 20;
/** Workers of the account write down what they meet, one after the other. */
const MAX_ATTEMPTS = 5;

export interface Watched {
  /** Accounts whose credit was read. */
  readonly floats: number;
  /** Lines whose usage is to be read. */
  readonly lines: number;
  /** Accounts that could not be looked at; why stands in the log. */
  readonly failed: readonly string[];
}

/**
 * Looks at each carrier: whether it can be reached, and at the brand's credit where it tells it. Calls for people when they
 * are needed, and hands out the lines whose usage is to be read again. One account that fails keeps no other from being looked at.
 */
export const watchCarriers = (deps: Deps) => async (): Promise<Watched> => {
  const failed: string[] = [];
  let floats = 0;
  for (const account of deps.carriers.names) {
    const readFloat = deps.carriers.of(account)?.readFloat;
    try {
      await tellNews(deps, account, outageNews);
      if (readFloat && (await watchFloat(deps, account, readFloat))) floats += 1;
    } catch (error) {
      failed.push(account);
      deps.log.error('carrier not looked at', { account, error });
    }
  }
  return { floats, lines: await handOutUsage(deps), failed };
};

/** Answers whether it could be read. */
const watchFloat = async (
  deps: Deps,
  account: string,
  readFloat: NonNullable<Carrier['readFloat']>,
): Promise<boolean> => {
  const reading = await read(deps, account, readFloat);
  const floor = deps.carriers.floorOf(account);
  if (reading && floor && reading.currency !== floor.currency)
    throw new Error(`the credit at ${account} is in ${reading.currency}, its floor in ${floor.currency}`);
  await tellNews(deps, account, (health) => floatNews(health, reading, floor, deps.clock()));
  return reading !== undefined;
};

const read = async (
  { guard, log }: Deps,
  account: string,
  readFloat: NonNullable<Carrier['readFloat']>,
): Promise<CarrierMoney | undefined> => {
  const permit = await guard.permit(account, 'read');
  if (!permit.ok) return undefined;
  const found = await readFloat();
  await guard.note(account, found);
  if (found.kind === 'float') return found.float;
  log.warn('credit not read', { account, code: found.code });
  return undefined;
};

type News = FloatNews | OutageNews;

/** Tells what is new before it is written down: a run that dies in between tells twice, and never not at all. */
const tellNews = async (
  deps: Deps,
  account: string,
  newsOf: (health: CarrierHealth) => News | undefined,
): Promise<void> => {
  /** What was told in this run is not told again because somebody else wrote in between. */
  let told: News['told'];
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const seen = await deps.store.carrierHealth(account);
    const news = newsOf(seen.health);
    if (!news) return;
    if (news.told && news.told !== told) await tell(deps, eventOf(account, news.told, news.next));
    told = news.told ?? told;
    if (await deps.store.saveCarrierHealth(account, seen, news.next)) return;
  }
  throw new Error(`what is known of ${account} kept changing`);
};

const eventOf = (account: string, told: NonNullable<News['told']>, { float }: CarrierHealth): DomainEvent => {
  switch (told) {
    case 'unreachable':
    case 'reachable':
      return { type: `carrier.${told}`, detail: { account } };
    case 'low':
    case 'restored':
      return {
        type: `carrier.float_${told}`,
        detail: { account, ...(float && { float: { amountE4: float.amountE4, currency: float.currency } }) },
      };
  }
};

const tell = async ({ bus }: Deps, event: DomainEvent): Promise<void> => {
  if ((await bus.put([{ ...event, id: event.type }])).length > 0) throw new Error(`the bus did not take ${event.type}`);
};

/** Handing out twice is harmless: a figure that was read a moment ago is not read again. */
const handOutUsage = async ({ store, usageRefreshes, clock }: Deps): Promise<number> => {
  const now = clock();
  let lines = 0;
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES_PER_RUN; page += 1) {
    const { ids, cursor: next } = await store.dueUsage(now, cursor);
    const unsent = await usageRefreshes.send(ids.map((lineId) => usageCommand({ lineId, changed: false })));
    if (unsent.length > 0) throw new Error(`the queue did not take ${unsent.length} lines`);
    lines += ids.length;
    cursor = next;
    if (cursor === undefined) break;
  }
  return lines;
};
