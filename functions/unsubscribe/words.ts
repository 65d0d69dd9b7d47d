import type { ContactChannel } from '../../shared/domain/contact/contact.ts';
import type { Language } from '../../shared/domain/plan/plan.ts';

export interface PageWords {
  readonly title: string;
  readonly ask: Readonly<Record<ContactChannel, string>>;
  readonly button: string;
  readonly done: Readonly<Record<ContactChannel, string>>;
  readonly still: string;
  readonly invalid: string;
}

export const PAGE_WORDS: Readonly<Record<Language, PageWords>> = {
  en: {
    title: 'SIM reminders',
    ask: { email: 'No more reminders by e-mail for this SIM?', sms: 'No more reminders by SMS for this SIM?' },
    button: 'Unsubscribe',
    done: {
      email: 'Done: you get no more reminders by e-mail for this SIM.',
      sms: 'Done: you get no more reminders by SMS for this SIM.',
    },
    still: 'We still write about renewals that you order. You can take reminders up again in your account.',
    invalid: 'This link is not complete. Copy it once more from the message, or change it in your account.',
  },
  ja: {
    title: 'SIMのお知らせ',
    ask: { email: 'このSIMのメール通知を停止しますか？', sms: 'このSIMのSMS通知を停止しますか？' },
    button: '停止する',
    done: { email: 'このSIMのメール通知を停止しました。', sms: 'このSIMのSMS通知を停止しました。' },
    still: 'お申し込みになった延長に関するご連絡は引き続きお送りします。通知はアカウントで再開できます。',
    invalid: 'リンクが正しくありません。メッセージからもう一度コピーするか、アカウントで変更してください。',
  },
  'zh-CN': {
    title: 'SIM卡提醒',
    ask: { email: '不再接收此SIM卡的邮件提醒？', sms: '不再接收此SIM卡的短信提醒？' },
    button: '退订',
    done: { email: '已退订此SIM卡的邮件提醒。', sms: '已退订此SIM卡的短信提醒。' },
    still: '您订购的续期仍会通知您。您可以随时在账户中重新开启提醒。',
    invalid: '链接不完整。请从消息中重新复制，或在账户中修改。',
  },
  'zh-TW': {
    title: 'SIM卡提醒',
    ask: { email: '不再接收此SIM卡的郵件提醒？', sms: '不再接收此SIM卡的簡訊提醒？' },
    button: '取消訂閱',
    done: { email: '已取消此SIM卡的郵件提醒。', sms: '已取消此SIM卡的簡訊提醒。' },
    still: '您訂購的延長仍會通知您。您可以隨時在帳戶中重新開啟提醒。',
    invalid: '連結不完整。請從訊息中重新複製，或在帳戶中變更。',
  },
  ko: {
    title: 'SIM 알림',
    ask: { email: '이 SIM의 이메일 알림을 그만 받으시겠습니까?', sms: '이 SIM의 문자 알림을 그만 받으시겠습니까?' },
    button: '수신 거부',
    done: { email: '이 SIM의 이메일 알림을 해지했습니다.', sms: '이 SIM의 문자 알림을 해지했습니다.' },
    still: '신청하신 연장에 관한 안내는 계속 보내 드립니다. 알림은 계정에서 다시 켤 수 있습니다.',
    invalid: '링크가 올바르지 않습니다. 메시지에서 다시 복사하거나 계정에서 변경해 주세요.',
  },
};
