import { LANGUAGES, type Language } from '../domain/plan/plan.ts';

const FALLBACK: Language = 'en';
/** More wishes than a browser sends are not read. */
const MAX_WISHES = 20;

/**
 * The language of an answer from `Accept-Language` (RFC 9110, 12.5.4): the most wanted one that we speak, by its
 * primary part where the region is another one, else English.
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
    const spoken = LANGUAGES.find((language) => language.toLowerCase() === tag) ?? byPrimaryPart(tag);
    if (spoken) return spoken;
  }
  return FALLBACK;
};

const byPrimaryPart = (tag: string): Language | undefined => {
  const [primary = ''] = tag.split('-', 1);
  return LANGUAGES.find((language) => language.toLowerCase().split('-', 1)[0] === primary);
};
