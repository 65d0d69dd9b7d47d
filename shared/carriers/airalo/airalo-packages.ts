import * as z from 'zod/mini';
import { type Instant, latest, plusMs, ROLLING_DAY_MS } from '../../domain/values/instant.ts';
import type { CarrierPeriod } from '../carrier.ts';
import { airaloTime } from './airalo-time.ts';

/** A row of the page "Get eSIM package history": the first package of an eSIM and each top-up. */
const packageRow = z.object({
  id: z.number(),
  status: z.string(),
  activated_at: z.nullish(airaloTime),
  expired_at: z.nullish(airaloTime),
  package: z.object({ day: z.nullish(z.number()) }),
});

const packagesReply = z.object({ data: z.array(packageRow) });

type Package = z.output<typeof packageRow>;

export interface PackageHistory {
  readonly periods: readonly CarrierPeriod[];
  readonly endsAt?: Instant;
  /** Something runs, or waits to begin: the number certainly belongs to our SIM. */
  readonly isInUse: boolean;
}

/** `undefined` for what is no such reply. */
export const packageHistory = (body: unknown, now: Instant): PackageHistory | undefined => {
  const reply = packagesReply.safeParse(body);
  if (!reply.success) return undefined;
  const packages = reply.data.data.toSorted((a, b) => a.id - b.id);
  const periods = packages.map((row) => periodOf(row, now));
  const endsAt = endOf(packages, now);
  return {
    periods,
    isInUse: periods.some(({ status }) => status === 'active' || status === 'queued'),
    ...(endsAt !== undefined && { endsAt }),
  };
};

const hasBegun = ({ activated_at, expired_at }: Package): boolean => Boolean(activated_at ?? expired_at);

/** The statuses are those of the page "Get usage"; what has another one is told by its times. */
const statusOf = (row: Package, now: Instant): CarrierPeriod['status'] => {
  switch (row.status) {
    case 'FINISHED':
      return 'depleted';
    case 'EXPIRED':
      return 'expired';
    case 'RECYCLED':
      return 'revoked';
    default:
      if (!hasBegun(row)) return 'queued';
      return row.expired_at && row.expired_at <= now ? 'expired' : 'active';
  }
};

const periodOf = (row: Package, now: Instant): CarrierPeriod => ({
  reference: String(row.id),
  status: statusOf(row, now),
  ...(row.activated_at && { startsAt: row.activated_at }),
  ...(row.expired_at && { endsAt: row.expired_at }),
});

/**
 * When service ends. Packages follow one another; one that waits has no end yet. Its end is certain only while another
 * one runs with an end of its own: it begins then, and takes its days. After that it begins when the device next
 * connects, and nobody knows when that is.
 */
const endOf = (packages: readonly Package[], now: Instant): Instant | undefined => {
  const are = (wanted: CarrierPeriod['status']) => packages.filter((row) => statusOf(row, now) === wanted);
  const running = are('active');
  const waiting = are('queued');
  if (running.length === 0) return waiting.length === 0 ? lastEnd(packages) : undefined;
  if (running.some(({ expired_at }) => !expired_at)) return undefined;
  return waiting.reduce<Instant | undefined>(
    (end, { package: { day } }) =>
      end !== undefined && day && Number.isInteger(day) && day > 0 ? plusMs(end, day * ROLLING_DAY_MS) : undefined,
    lastEnd(running),
  );
};

const lastEnd = (packages: readonly Package[]): Instant | undefined =>
  packages.reduce<Instant | undefined>(
    (end, { expired_at: at }) => (at ? (end === undefined ? at : latest(end, at)) : end),
    undefined,
  );
