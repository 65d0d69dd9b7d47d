import type { Language } from '../../../shared/domain/plan/plan.ts';

/** Of the characters that the mainland writes in another way, some of which stand in every sentence of Taiwan's here. */
const TRADITIONAL = /[個們來國會為無與點時間長開關電訊銀請確認訂單購買費項將於還過後發見說這處辦帳數總號灣韓]/u;

/**
 * BCP 47, guessed from the script: neither service carries a language, and Chinese and Japanese readers expect other
 * shapes of the same characters. Every Japanese sentence has kana, every Korean one Hangul.
 */
export const languageOf = (text: string): Language => {
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return 'ja';
  if (/\p{Script=Hangul}/u.test(text)) return 'ko';
  if (!/\p{Script=Han}/u.test(text)) return 'en';
  return TRADITIONAL.test(text) ? 'zh-TW' : 'zh-CN';
};
