import type { Language } from '../domain/plan/plan.ts';

/** Below the text of a reminder by e-mail. */
const WORDS: Readonly<Record<Language, string>> = {
  en: 'No more reminders by e-mail for this SIM:',
  ja: 'このSIMのメール通知を停止する：',
  'zh-CN': '不再接收此SIM卡的邮件提醒：',
  'zh-TW': '不再接收此SIM卡的郵件提醒：',
  ko: '이 SIM의 이메일 알림 수신 거부:',
};

export const withUnsubscribe = (text: string, language: Language, url: string): string =>
  `${text}\n\n${WORDS[language]}\n${url}`;
