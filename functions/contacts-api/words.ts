import type { ContactState } from '../../shared/domain/contact/contact.ts';
import type { Language } from '../../shared/domain/plan/plan.ts';

/** Rises with every change of the texts below it: whoever agreed before has agreed to the older one. */
export const CONSENT_WORDING = '2026-11';

export const CONSENT_TEXTS: Readonly<Record<Language, string>> = {
  en: 'Remind me here before this SIM ends and when its data runs low. I can unsubscribe in every message.',
  ja: 'このSIMの期限前とデータ残量が少なくなったときに、この連絡先へお知らせを受け取ります。どのお知らせからも停止できます。',
  'zh-CN': '我同意在此SIM卡到期前及流量不足时通过此联系方式接收提醒，并可在每条消息中退订。',
  'zh-TW': '我同意在此SIM卡到期前及流量不足時透過此聯絡方式接收提醒，並可在每則訊息中取消。',
  ko: '이 SIM의 만료 전과 데이터가 부족할 때 이 연락처로 알림을 받는 데 동의합니다. 모든 메시지에서 해지할 수 있습니다.',
};

export const STATE_TEXTS: Readonly<Record<Language, Readonly<Record<ContactState, string>>>> = {
  en: {
    usable: 'Reminders go here.',
    unsubscribed: 'You have unsubscribed: no reminders go here.',
    bounced: 'The mailbox refused our mail, so we stopped. Verify this or another address.',
    complained: 'Our mail was reported as spam, so we stopped. Verify the address if you want it again.',
    undeliverable: 'This number takes no SMS, so we stopped. Verify another number.',
    stopped: 'You answered STOP. Answer START from this number to get messages again.',
  },
  ja: {
    usable: 'こちらにお知らせします。',
    unsubscribed: '通知を停止されています。',
    bounced: 'メールが届かず戻ってきたため、送信を止めました。アドレスを確認してください。',
    complained: '迷惑メールとして報告されたため、送信を止めました。再開するにはアドレスを確認してください。',
    undeliverable: 'この番号にはSMSが届かないため、送信を止めました。別の番号を確認してください。',
    stopped: 'STOPの返信をいただきました。再開するにはこの番号からSTARTと返信してください。',
  },
  'zh-CN': {
    usable: '提醒将发送到此处。',
    unsubscribed: '您已退订，不会再发送提醒。',
    bounced: '邮件被退回，我们已停止发送。请重新验证此地址或更换地址。',
    complained: '邮件被举报为垃圾邮件，我们已停止发送。如需恢复，请重新验证地址。',
    undeliverable: '此号码无法接收短信，我们已停止发送。请验证其他号码。',
    stopped: '您已回复STOP。如需恢复，请用此号码回复START。',
  },
  'zh-TW': {
    usable: '提醒將傳送到此處。',
    unsubscribed: '您已取消訂閱，不會再傳送提醒。',
    bounced: '郵件被退回，我們已停止傳送。請重新驗證此地址或更換地址。',
    complained: '郵件被檢舉為垃圾郵件，我們已停止傳送。如需恢復，請重新驗證地址。',
    undeliverable: '此號碼無法接收簡訊，我們已停止傳送。請驗證其他號碼。',
    stopped: '您已回覆STOP。如需恢復，請用此號碼回覆START。',
  },
  ko: {
    usable: '이 연락처로 알림을 보냅니다.',
    unsubscribed: '수신을 거부하셔서 알림을 보내지 않습니다.',
    bounced: '메일이 반송되어 발송을 중단했습니다. 이 주소나 다른 주소를 인증해 주세요.',
    complained: '스팸으로 신고되어 발송을 중단했습니다. 다시 받으시려면 주소를 인증해 주세요.',
    undeliverable: '이 번호는 문자를 받을 수 없어 발송을 중단했습니다. 다른 번호를 인증해 주세요.',
    stopped: 'STOP으로 답장하셨습니다. 다시 받으시려면 이 번호에서 START로 답장해 주세요.',
  },
};
