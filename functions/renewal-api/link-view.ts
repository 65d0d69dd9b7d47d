import type { LinkVisit } from '../../shared/app/open-link.ts';
import { isRenewable, type Line } from '../../shared/domain/line/line.ts';
import { formatInstant, formatInZone, type Instant } from '../../shared/domain/values/instant.ts';
import type { LinkAnswer } from './answers.ts';

const SHOWN_DIGITS = 4;

/** Enough for whoever has the SIM at hand to recognise it. */
export const endingOf = ({ iccid }: Pick<Line, 'iccid'>): string => `…${iccid.slice(-SHOWN_DIGITS)}`;

/** A line as anybody may see it who has its link: nothing of its owner, its use, or what was ordered otherwise. */
export const linkView = ({ line, expiresAt }: LinkVisit, now: Instant): LinkAnswer => ({
  iccidEnding: endingOf(line),
  form: line.form,
  endsAt: formatInstant(line.endsAt),
  endsAtLocal: formatInZone(line.endsAt, line.zone),
  zone: line.zone,
  renewable: isRenewable(line, now),
  linkExpiresAt: formatInstant(expiresAt),
});
