import * as z from 'zod/mini';
import { type CarrierHealth, WELL } from '../domain/carrier/health.ts';
import { instantField } from './fields.ts';
import { carrierKey } from './keys.ts';
import type { StoredHealth } from './store.ts';

const row = z.object({
  rev: z.number(),
  failures: z.number(),
  circuit: z.exactOptional(
    z.object({
      until: instantField,
      why: z.enum(['unreachable', 'maintenance']),
      openings: z.number(),
      trial: z.exactOptional(z.literal(true)),
    }),
  ),
  float: z.exactOptional(z.object({ amountE4: z.number(), currency: z.string(), readAt: instantField })),
  creditRefusedAt: z.exactOptional(instantField),
  lowTold: z.exactOptional(z.literal(true)),
  outageTold: z.exactOptional(z.literal(true)),
  maintenance: z.array(z.object({ from: instantField, until: instantField })),
});

export const healthFromItem = (item: unknown): StoredHealth => {
  const { rev, ...health } = row.parse(item);
  return { health, rev };
};

/** An account that nobody has written anything down for. */
export const UNWRITTEN: StoredHealth = { health: WELL, rev: 0 };

export const healthToItem = (account: string, health: CarrierHealth, rev: number) => ({
  ...carrierKey(account, 'HEALTH'),
  rev,
  ...health,
});
