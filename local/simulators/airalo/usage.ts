import { MINUTE_MS } from '../../../shared/domain/values/instant.ts';
import type { Records } from '../records.ts';
import { running, type Sim, statusOf } from './sim.ts';
import { withoutZone } from './times.ts';

export interface Figures {
  readonly remaining: number;
  readonly total: number;
  readonly expired_at: string | null;
  readonly is_unlimited: boolean | null;
  readonly status: 'NOT_ACTIVE' | 'ACTIVE' | 'FINISHED' | 'EXPIRED' | 'RECYCLED';
}

interface Seen {
  readonly at: number;
  readonly figures: Figures;
}

/** How long an answer is given again (page "Get usage"). */
export const CACHE_MS = 20 * MINUTE_MS;

export const RECYCLED_FIGURES: Figures = {
  remaining: 0,
  total: 0,
  expired_at: null,
  is_unlimited: null,
  status: 'RECYCLED',
};

/** The figures of the package that runs; else of the last one that began, or of the one that waits. */
const figuresOf = (sim: Sim, now: number): Figures => {
  if (sim.recycledAt !== null) return RECYCLED_FIGURES;
  const shown = running(sim, now) ?? sim.packages.findLast(({ expiredAt }) => expiredAt !== null) ?? sim.packages.at(0);
  if (!shown) return { ...RECYCLED_FIGURES, is_unlimited: false, status: 'NOT_ACTIVE' };
  const { offer, usedMb, expiredAt } = shown;
  return {
    remaining: offer.amountMb - usedMb,
    total: offer.amountMb,
    expired_at: expiredAt === null ? null : withoutZone(expiredAt),
    is_unlimited: offer.isUnlimited,
    status: statusOf(shown, now),
  };
};

/** Figures as they are shown: those of up to 20 minutes ago, or of `cacheMs` while a fault keeps them longer. */
export const shownFigures = (records: Records, sim: Sim, now: number, cacheMs: number): Figures => {
  const seen = records.get<Seen>('usage', sim.iccid);
  if (seen && now >= seen.at && now - seen.at < cacheMs) return seen.figures;
  const figures = figuresOf(sim, now);
  records.put('usage', sim.iccid, { at: now, figures });
  return figures;
};

export const usageBody = (figures: Figures) => ({
  data: { ...figures, remaining_voice: 0, remaining_text: 0, total_voice: 0, total_text: 0 },
  // Sic.
  meta: { message: 'api.succes' },
});
