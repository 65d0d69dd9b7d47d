import type { Language } from '../domain/plan/plan.ts';
import type { Content } from './texts.ts';

type Words = (code: string, minutes: number) => Omit<Content, 'language'>;

/** One SMS segment each. Nothing tells which SIM or whose: whoever gets it may not be who asked. */
const WORDS: Readonly<Record<Language, Words>> = {
  en: (code, minutes) => ({
    subject: `${code} is your code`,
    text: `${code} is your code for SIM messages, good for ${minutes} minutes. If you did not ask for it, ignore this.`,
  }),
  ja: (code, minutes) => ({
    subject: `確認コード：${code}`,
    text: `SIM通知の確認コード：${code}（${minutes}分間有効）。お心当たりがなければ無視してください。`,
  }),
  'zh-CN': (code, minutes) => ({
    subject: `验证码：${code}`,
    text: `SIM卡通知验证码：${code}（${minutes}分钟内有效）。如非本人操作，请忽略。`,
  }),
  'zh-TW': (code, minutes) => ({
    subject: `驗證碼：${code}`,
    text: `SIM卡通知驗證碼：${code}（${minutes}分鐘內有效）。如非本人操作，請忽略。`,
  }),
  ko: (code, minutes) => ({
    subject: `인증번호: ${code}`,
    text: `SIM 알림 인증번호 ${code}(${minutes}분간 유효). 요청하지 않았다면 무시해 주세요.`,
  }),
};

export const codeText = (language: Language, code: string, minutes: number): Content => ({
  language,
  ...WORDS[language](code, minutes),
});
