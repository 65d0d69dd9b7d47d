import { LANGUAGES, type Language } from '../domain/plan/plan.ts';

const FALLBACK: Language = 'en';
/** More wishes than a browser sends are not read. */
const MAX_WISHES = 20;

/**
 * The language of an answer from `Accept-Language` (RFC 9110, 12.5.4): the most wanted one that we speak, whatever its
 * region, else English.
 */
export const acceptedLanguage = (header: string | undefined): Language => {
  const wishes = (header ?? '')
    .split(',', MAX_WISHES)
    .map((wish) => {
      const [tag = '', quality = 'q=1'] = wish
        .trim()
        .toLowerCase()
        .split(/\s*;\s*/, 2);
      return { tag, quality: Number(/^q=([\d.]{1,5})$/.exec(quality)?.[1] ?? 0) };
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality);
  for (const { tag } of wishes) {
    const spoken = spokenAs(tag);
    if (spoken) return spoken;
  }
  return FALLBACK;
};

const spokenAs = (tag: string): Language | undefined => {
  const [primary = '', ...rest] = tag.split('-');
  if (primary === 'zh') return isTraditional(rest) ? 'zh-TW' : 'zh-CN';
  return LANGUAGES.find((language) => language === primary);
};

/** Where people write traditional characters, unless they say otherwise: `zh-HK`, and not `zh-Hans-HK`. */
const TRADITIONAL_REGIONS: ReadonlySet<string> = new Set(['tw', 'hk', 'mo']);

const isTraditional = (subtags: readonly string[]): boolean =>
  subtags.includes('hant') || (!subtags.includes('hans') && subtags.some((subtag) => TRADITIONAL_REGIONS.has(subtag)));
