import type { Line } from '../../domain/line/line.ts';
import type { Language, Plan } from '../../domain/plan/plan.ts';
import { isDataThreshold } from '../../domain/reminder/threshold.ts';
import { type Instant, plusMs } from '../../domain/values/instant.ts';
import { endTime } from '../end-time.ts';
import { priceText } from '../price-text.ts';
import type { Content } from '../texts.ts';
import { EN } from './en.ts';
import { JA } from './ja.ts';
import { KO } from './ko.ts';
import type { Offer, ReminderWords, Situation } from './words.ts';
import { ZH_CN } from './zh-cn.ts';
import { ZH_TW } from './zh-tw.ts';

const WORDS: Readonly<Record<Language, ReminderWords>> = { en: EN, ja: JA, ko: KO, 'zh-CN': ZH_CN, 'zh-TW': ZH_TW };

type Reminded = Pick<Line, 'contacts' | 'endsAt' | 'graceMs' | 'zone' | 'reminders'>;

/** What to say of a line at one moment, by one of its thresholds. */
export interface ReminderFacts {
  readonly threshold: string;
  /** The cheapest renewal that fits; absent where nothing is on sale for the line. */
  readonly cheapest?: Plan;
  /** The address of the renewal link. */
  readonly url: string;
  readonly now: Instant;
}

/** A reminder: what ends when, what the cheapest renewal costs, and where to get it. */
export const reminderText = (line: Reminded, { threshold, cheapest, url, now }: ReminderFacts): Content => {
  const { language } = line.contacts;
  const words = WORDS[language];
  const situation = situationOf(line, threshold, now);
  const offer = cheapest && offerOf(cheapest, language);
  const said = [words.sentence(situation), ...(offer ? [words.offer(offer)] : [])].join(language === 'en' ? ' ' : '');
  return {
    language,
    subject: words.subject(situation),
    text: `${said}\n\n${words.link}\n${url}\n\n${words.about}`,
    smsTexts: words.sms(situation, offer).map((text) => text + url),
  };
};

/** Whether it has ended is a question of when it is told: what was meant for midnight is told the evening before. */
const situationOf = (line: Reminded, threshold: string, now: Instant): Situation => {
  const { endsAt, graceMs, zone, contacts } = line;
  const end = endTime(endsAt, zone, contacts.language);
  const reached = line.reminders.filter(isDataThreshold).find(({ id }) => id === threshold);
  if (reached)
    return reached.usedPercent < 100 ? { kind: 'low', percent: reached.usedPercent, end } : { kind: 'used_up', end };
  if (now < endsAt) return { kind: 'ends', end };
  return { kind: 'ended', end, until: endTime(plusMs(endsAt, graceMs), zone, contacts.language) };
};

/** Months are told by the price alone. */
const offerOf = ({ names, length, prices: [price] }: Plan, language: Language): Offer => ({
  name: names[language],
  days: length.unit === 'day' ? length.count : 0,
  price: priceText(price, language),
});
