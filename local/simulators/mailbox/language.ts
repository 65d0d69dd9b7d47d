/**
 * BCP 47, guessed from the script: neither service carries a language, and Chinese and Japanese readers expect other
 * shapes of the same characters. Every Japanese sentence has kana.
 */
export const languageOf = (text: string): 'ja' | 'zh-CN' | 'en' => {
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return 'ja';
  return /\p{Script=Han}/u.test(text) ? 'zh-CN' : 'en';
};
