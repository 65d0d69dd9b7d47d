import { describe, expect, test } from '@jest/globals';
import { WORDS } from '../../../functions/renewal-api/words/words.ts';
import { LANGUAGES, type Language } from '../../../shared/domain/plan/plan.ts';
import { strangers } from '../messaging/characters.ts';

const MINUTES = 70;

/** Every text under its path, for example `.statuses.active`. */
const flat = (value: unknown, path = ''): readonly [string, string][] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => flat(inner, `${path}.${key}`))
    : [[path, typeof value === 'function' ? String(value(MINUTES)) : String(value)]];

const textsOf = (language: Language) => flat(WORDS[language]);
const pathsOf = (language: Language) => textsOf(language).map(([path]) => path);

describe.each(LANGUAGES)('the words in %s', (language) => {
  test('say everything that is said in English', () => {
    expect([...pathsOf(language)].sort()).toEqual([...pathsOf('en')].sort());
    expect(textsOf(language).filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  test('are nowhere those of another language', () => {
    const others = LANGUAGES.filter((other) => other !== language).flatMap(textsOf);
    const said = new Set(others.map(([, text]) => text));
    expect(textsOf(language).filter(([, text]) => said.has(text))).toEqual([]);
  });

  test('hold no character that nobody writes there', () => {
    const odd = textsOf(language).map(([path, text]) => [path, strangers(text, language)]);
    expect(odd.filter(([, found]) => found !== '')).toEqual([]);
  });

  test('are whole sentences', () => {
    expect(textsOf(language).filter(([, text]) => !/[.\u3002]$/.test(text))).toEqual([]);
  });

  test('promise the money back after the minutes that were asked for', () => {
    expect(WORDS[language].promise(MINUTES)).toContain(String(MINUTES));
  });
});

test('given traditional characters, then the words are those of Taiwan and not of the mainland', () => {
  const mainland = /運營商|賬|短信|網絡|信息|默認|人工|下單|郵件(?<!電子郵件)/;
  expect(textsOf('zh-TW').filter(([, text]) => mainland.test(text))).toEqual([]);
});

test('given Korean, then every sentence is polite', () => {
  const sentences = textsOf('ko').flatMap(([, text]) => text.split(/(?<=\.)\s+/));
  expect(sentences.filter((sentence) => !/(니다|세요)\.$/.test(sentence))).toEqual([]);
});
