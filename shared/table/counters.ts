import type { Count } from '../domain/spend/sms-policy.ts';
import { SECOND_MS } from '../domain/values/instant.ts';
import { counterKey } from './contact-keys.ts';
import type { Counters } from './contact-store.ts';
import type { Item, TableClient } from './table-client.ts';

/** A counter is one item; its figures rise together in one conditional write, or not at all. */
export const counters = (table: TableClient): Counters => ({
  async take({ name, figures, endsAt }) {
    const shares = Object.entries(figures);
    // Where there is nothing yet, the condition would let any amount in.
    const tooMuch = shares.find(([, { add, max }]) => add > max);
    if (tooMuch) return { kind: 'full', full: tooMuch[0] };
    const { written, item } = await table.add(counterKey(name), {
      add: Object.fromEntries(shares.map(([figure, { add }]) => [figure, add])),
      set: { ttl: Math.ceil(endsAt / SECOND_MS) },
      condition: shares
        .map(([figure]) => `(attribute_not_exists(#${figure}) OR #${figure} <= :${figure}Room)`)
        .join(' AND '),
      values: Object.fromEntries(shares.map(([figure, { add, max }]) => [`:${figure}Room`, max - add])),
    });
    if (written) return { kind: 'counted', figures: figuresIn(item, figures) };
    const found = figuresIn(item, figures);
    const full = shares.find(([figure, { add, max }]) => (found[figure] ?? 0) + add > max) ?? shares[0];
    return { kind: 'full', full: full?.[0] ?? name };
  },
});

const figuresIn = (item: Item | undefined, figures: Count['figures']): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.keys(figures).map((figure) => [figure, Number(item?.[figure] ?? 0)]));
