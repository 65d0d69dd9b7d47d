import type { Language, Texts } from '../domain/plan/plan.ts';
import { type Instant, inZone } from '../domain/values/instant.ts';

/** An end as a traveller reads it, for example `4 Oct 24:00` and `Japan time`. */
export interface EndTime {
  readonly at: string;
  readonly zone: string;
}

/**
 * An end at midnight is 24:00 of the day that it closes (ISO 8601-1:2019/Amd 1): people take `5 Oct 00:00` for the
 * end of the 5th and would renew a day too late. Seconds are dropped, so the time said is never later than the end.
 */
export const endTime = (end: Instant, zone: string, language: Language): EndTime => {
  const local = inZone(end, zone);
  const midnight = local.hour === 0 && local.minute === 0;
  const { month, day } = midnight ? local.subtract({ days: 1 }) : local;
  const time = midnight ? '24:00' : `${local.hour}:${String(local.minute).padStart(2, '0')}`;
  return { at: `${DATE[language](month, day)}${time}`, zone: ZONES.get(zone)?.[language] ?? utcOffset(local.offset) };
};

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Without the year, which a traveller knows: every character counts in an SMS. */
const DATE: Readonly<Record<Language, (month: number, day: number) => string>> = {
  en: (month, day) => `${day} ${MONTHS[month - 1] ?? month} `,
  ja: (month, day) => `${month}月${day}日`,
  'zh-CN': (month, day) => `${month}月${day}日`,
  'zh-TW': (month, day) => `${month}月${day}日`,
  ko: (month, day) => `${month}/${day} `,
};

/** Written down here because the names in ICU differ from version to version. */
const ZONES: ReadonlyMap<string, Texts> = new Map([
  ['Asia/Tokyo', { en: 'Japan time', ja: '日本時間', 'zh-CN': '日本时间', 'zh-TW': '日本時間', ko: '일본시간' }],
  ['Asia/Seoul', { en: 'Korea time', ja: '韓国時間', 'zh-CN': '韩国时间', 'zh-TW': '韓國時間', ko: '한국시간' }],
]);

/** `+09:00` → `UTC+9`, `+05:30` → `UTC+5:30`. */
const utcOffset = (offset: string): string => `UTC${offset.replace(/^([+-])0?(\d+)(?::00)?/, '$1$2')}`;
