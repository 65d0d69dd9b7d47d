import type { Language } from '../../../shared/domain/plan/plan.ts';

/** The characters of a national standard: the decoder knows more, so the rows and columns of the standard are named. */
const standard = (encoding: string, rows: Range, ...columns: readonly Range[]): ReadonlySet<string> => {
  const decoder = new TextDecoder(encoding);
  const pairs = spread(rows).flatMap((row) => columns.flatMap(spread).map((column) => [row, column]));
  return new Set(pairs.map((pair) => decoder.decode(Uint8Array.from(pair))).filter((text) => /^[\p{L}]$/u.test(text)));
};

type Range = readonly [first: number, last: number];
const spread = ([first, last]: Range): readonly number[] =>
  Array.from({ length: last - first + 1 }, (_none, index) => first + index);

const EUC: Range = [0xa1, 0xfe];
const ASCII = /[\x20-\x7e\n]/;
/** Marks of Latin script are for Latin script; signs of currencies, and those that belong to a number, are set aside. */
const LATIN = /[A-Za-z0-9 \n]/;

/** What may stand in a text: letters of the country's own standard, and the marks that are used with them. */
const KNOWN: Readonly<Record<Language, { readonly letters: ReadonlySet<string>; readonly marks: RegExp }>> = {
  en: { letters: new Set(), marks: ASCII },
  ko: { letters: standard('euc-kr', [0xb0, 0xc8], EUC), marks: ASCII }, // KS X 1001, its Hangul
  ja: {
    letters: new Set([
      ...standard('euc-jp', [0xa4, 0xa5], EUC), // JIS X 0208, its kana
      ...standard('euc-jp', [0xb0, 0xf4], EUC), // and its kanji
      '\u30fc',
    ]),
    marks: new RegExp(`${LATIN.source}|[\u3001\u3002\uff08\uff09\uff1a]`),
  },
  'zh-CN': {
    letters: standard('gbk', [0xb0, 0xf7], EUC), // GB/T 2312
    marks: new RegExp(`${LATIN.source}|[\uff0c\u3002\uff08\uff09\uff1a]`),
  },
  'zh-TW': {
    letters: standard('big5', [0xa4, 0xc6], [0x40, 0x7e], [0xa1, 0xfe]), // Big5, level 1: those in common use
    marks: new RegExp(`${LATIN.source}|[\uff0c\u3002\uff08\uff09\uff1a]`),
  },
};

/** The characters of a text that nobody writes in its language, for example simplified ones in Taiwan's. */
export const strangers = (text: string, language: Language): string => {
  const { letters, marks } = KNOWN[language];
  const words = text.replaceAll(/https?:\S+|[\u00a5\uffe5]|\u00d7?\d[\d,:]*[\u00d7%]?/g, '');
  return [...words].filter((character) => !letters.has(character) && !marks.test(character)).join('');
};
