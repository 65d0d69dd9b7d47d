import { describe, expect, test } from '@jest/globals';
import { LANGUAGES, type Language } from '../../../shared/domain/plan/plan.ts';
import { Refusal } from '../../../shared/errors.ts';
import { chain } from '../../../shared/http/chain.ts';
import { PROBLEM_TEXTS } from '../../../shared/http/problem-texts/problem-texts.ts';
import { inTheirLanguage } from '../../../shared/http/spoken-problem.ts';
import { strangers } from '../messaging/characters.ts';
import { ask, httpEvent, memoryLog } from './http-event.ts';

const CODE = /`[^`]+`|UTF-8/g;
const textsOf = (language: Language): readonly [string, string][] =>
  Object.entries(PROBLEM_TEXTS[language]).flatMap(([code, { detail, nextStep }]): [string, string][] => [
    [`${code}.detail`, detail],
    [`${code}.nextStep`, nextStep],
  ]);
const namesIn = (text: string): readonly string[] => [...text.matchAll(CODE)].map(([name]) => name).sort();
const codesIn = (language: Language, code: string): readonly string[] =>
  namesIn(
    textsOf(language)
      .flatMap(([path, text]) => (path.startsWith(`${code}.`) ? [text] : []))
      .join(' '),
  );

describe.each(LANGUAGES)('what problems say in %s', (language) => {
  test('is said of every code that English has', () => {
    expect(
      textsOf(language)
        .map(([path]) => path)
        .sort(),
    ).toEqual(
      textsOf('en')
        .map(([path]) => path)
        .sort(),
    );
  });

  test('is nowhere in another language', () => {
    const others = new Set(
      LANGUAGES.filter((other) => other !== language)
        .flatMap(textsOf)
        .map(([, text]) => text),
    );
    expect(textsOf(language).filter(([, text]) => others.has(text))).toEqual([]);
  });

  test('holds no character that nobody writes there', () => {
    const odd = textsOf(language).map(([path, text]) => [path, strangers(text.replaceAll(CODE, ''), language)]);
    expect(odd.filter(([, found]) => found !== '')).toEqual([]);
  });

  test('is made of whole sentences', () => {
    expect(textsOf(language).filter(([, text]) => !/[.\u3002]$/.test(text))).toEqual([]);
  });

  test('names the fields that English names', () => {
    for (const code of Object.keys(PROBLEM_TEXTS.en))
      expect([code, codesIn(language, code)]).toEqual([code, codesIn('en', code)]);
  });

  test('says that nothing was charged wherever English does', () => {
    const said = {
      en: 'Nothing was charged',
      ja: '請求はありません',
      ko: '청구된 금액은 없습니다',
      'zh-CN': '扣款',
      'zh-TW': '扣款',
    };
    const silent = textsOf('en').filter(
      ([path, text]) => text.includes(said.en) && !new Map(textsOf(language)).get(path)?.includes(said[language]),
    );
    expect(silent).toEqual([]);
  });
});

test('given traditional characters, then the words are those of Taiwan and not of the mainland', () => {
  const mainland = /運營商|賬|短信|網絡|信息|默認|人工|下單|套餐|用戶|字段|字節|服務器|(?<!電子)郵件/;
  expect(textsOf('zh-TW').filter(([, text]) => mainland.test(text))).toEqual([]);
});

test('given Korean, then every sentence is polite', () => {
  const sentences = textsOf('ko').flatMap(([, text]) => text.split(/(?<=\.)\s+/));
  expect(sentences.filter((sentence) => !/(니다|세요)\.$/.test(sentence))).toEqual([]);
});

describe('a refusal of a function that answers people', () => {
  const refuse = chain(
    memoryLog(),
    async () => {
      throw new Refusal('plan_not_found');
    },
    inTheirLanguage,
  );
  const fail = chain(
    memoryLog(),
    async () => {
      throw new Error('a defect');
    },
    inTheirLanguage,
  );

  test.each([
    ['ja-JP,ja;q=0.9', 'ja', '別のプランをお選びください。'],
    ['zh-HK', 'zh-TW', '請選擇其他方案。'],
    ['zh', 'zh-CN', '请选择其他套餐。'],
    ['ko', 'ko', '다른 요금제를 선택해 주세요.'],
    ['fr', 'en', 'Choose another one.'],
  ])('given %s, then it is told in %s', async (wish, language, nextStep) => {
    const { headers, body } = await ask(refuse, httpEvent('GET /', { headers: { 'Accept-Language': wish } }));
    expect(headers).toMatchObject({ 'content-language': language, vary: 'accept-language' });
    expect(body).toMatchObject({ code: 'plan_not_found', title: 'Plan not found', nextStep });
  });

  test('so is a failure', async () => {
    const { status, body } = await ask(fail, httpEvent('GET /', { headers: { 'accept-language': 'ja' } }));
    expect([status, body.detail]).toEqual([500, PROBLEM_TEXTS.ja.internal.detail]);
  });
});
