import type { ContactChannel } from '../domain/contact/contact.ts';
import type { Language } from '../domain/plan/plan.ts';

/** Below the text of a reminder. In an SMS as short as can be: every segment is paid for. */
const WORDS: Readonly<Record<Language, Readonly<Record<ContactChannel, string>>>> = {
  en: { email: 'No more reminders by e-mail for this SIM:', sms: 'Stop:' },
  ja: { email: 'このSIMのメール通知を停止する：', sms: '停止' },
  'zh-CN': { email: '不再接收此SIM卡的邮件提醒：', sms: '退订' },
  'zh-TW': { email: '不再接收此SIM卡的郵件提醒：', sms: '退訂' },
  ko: { email: '이 SIM의 이메일 알림 수신 거부:', sms: '거부' },
};

export const withUnsubscribe = (text: string, channel: ContactChannel, language: Language, url: string): string => {
  const words = WORDS[language][channel];
  switch (channel) {
    case 'email':
      return `${text}\n\n${words}\n${url}`;
    case 'sms':
      return `${text}\n${words} ${url}`;
  }
};
