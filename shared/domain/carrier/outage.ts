import type { CarrierHealth } from './health.ts';

/** With the pauses before, the carrier has been away for a minute and a half: it will not be back by itself at once. */
export const OPENINGS_TO_TELL = 3;

export interface OutageNews {
  readonly next: CarrierHealth;
  /** What has to be told, once. */
  readonly told: 'unreachable' | 'reachable';
}

/** Whether people have to be told that a carrier is away, or back; `undefined` where they know. */
export const outageNews = (health: CarrierHealth): OutageNews | undefined => {
  const { circuit, outageTold } = health;
  const isAway = circuit?.why === 'unreachable' && circuit.openings >= OPENINGS_TO_TELL;
  if (isAway && !outageTold) return { next: { ...health, outageTold: true }, told: 'unreachable' };
  if (circuit || !outageTold) return undefined;
  const { outageTold: _over, ...rest } = health;
  return { next: rest, told: 'reachable' };
};
