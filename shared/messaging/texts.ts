import type { Line } from '../domain/line/line.ts';
import type { Language, Plan } from '../domain/plan/plan.ts';
import { type Notice, saysTrue } from '../domain/renewal/notice.ts';
import type { Renewal } from '../domain/renewal/renewal.ts';
import { formatMoney } from '../domain/values/format-money.ts';
import { type EndTime, endTime } from './end-time.ts';
import { fewestSegments } from './fewest-segments.ts';

export interface Content {
  readonly language: Language;
  readonly subject: string;
  readonly text: string;
  /** Where an SMS is told in other words than an e-mail: from the one that says most to the shortest one. */
  readonly smsTexts?: readonly string[];
}

/** What an SMS says of it: as much as goes into the fewest segments. */
export const smsText = ({ text, smsTexts: [first = text, ...others] = [] }: Content): string =>
  fewestSegments([first, ...others]);

type Words = Pick<Content, 'subject' | 'text'>;

interface Templates {
  readonly renewal_active: (plan: string, end: EndTime) => Words;
  readonly renewal_refunded: (plan: string, price: string) => Words;
  readonly renewal_in_review: (plan: string) => Words;
  readonly renewal_closed: (plan: string) => Words;
  readonly refund_needs_details: (price: string) => Words;
}

/** Each is one SMS. English stays within the SMS alphabet GSM-7; the others have 70 characters, in which full-width marks cost no more. */
const TEMPLATES: Readonly<Record<Language, Templates>> = {
  en: {
    renewal_active: (plan, end) => ({
      subject: 'Your SIM is renewed',
      text: `Renewed: ${plan}. Your SIM now ends ${end.at} (${end.zone}).`,
    }),
    renewal_refunded: (plan, price) => ({
      subject: 'Your money is on its way back',
      text: `We could not renew your SIM (${plan}). ${price} is refunded; your bank may take a few days. You need not do anything.`,
    }),
    renewal_in_review: (plan) => ({
      subject: 'We are checking your renewal',
      text: `We are checking your renewal (${plan}) by hand. Your money is safe. We write as soon as it is settled.`,
    }),
    renewal_closed: (plan) => ({
      subject: 'Your renewal is settled',
      text: `Your renewal (${plan}) is settled. Ask us if anything is still open.`,
    }),
    refund_needs_details: (price) => ({
      subject: 'Your bank account, please',
      text: `To return ${price} we need your bank account. Please answer the e-mail of our payment partner.`,
    }),
  },
  ja: {
    renewal_active: (plan, end) => ({
      subject: 'SIMを延長しました',
      text: `延長完了：${plan}。SIMの新しい期限は${end.at}（${end.zone}）です。`,
    }),
    renewal_refunded: (plan, price) => ({
      subject: '返金のお知らせ',
      text: `SIMを延長できませんでした（${plan}）。${price}を返金しました。反映まで数日かかることがあります。`,
    }),
    renewal_in_review: (plan) => ({
      subject: '延長を確認しています',
      text: `SIMの延長（${plan}）を担当者が確認中です。代金は保全されています。結果はご連絡します。`,
    }),
    renewal_closed: (plan) => ({
      subject: '延長の確認が完了しました',
      text: `SIMの延長（${plan}）の確認が完了しました。ご不明な点はお問い合わせください。`,
    }),
    refund_needs_details: (price) => ({
      subject: '返金先の口座をお知らせください',
      text: `${price}の返金には振込先口座が必要です。決済会社からのメールにご回答ください。`,
    }),
  },
  'zh-CN': {
    renewal_active: (plan, end) => ({
      subject: 'SIM卡续期成功',
      text: `续期成功：${plan}。SIM卡新的到期时间：${end.at}（${end.zone}）。`,
    }),
    renewal_refunded: (plan, price) => ({
      subject: '退款通知',
      text: `未能为您的SIM卡续期（${plan}）。已退款${price}，到账可能需要几天，不会再扣款。`,
    }),
    renewal_in_review: (plan) => ({
      subject: '正在核实您的续期',
      text: `我们正在人工核实您的续期（${plan}）。您的款项安全，处理完毕后会通知您。`,
    }),
    renewal_closed: (plan) => ({
      subject: '您的续期已处理完毕',
      text: `您的续期（${plan}）已处理完毕。如有疑问请联系我们。`,
    }),
    refund_needs_details: (price) => ({
      subject: '请提供退款账户',
      text: `退款${price}需要您的银行账户，请回复支付机构发送的邮件。`,
    }),
  },
  'zh-TW': {
    renewal_active: (plan, end) => ({
      subject: 'SIM卡延長成功',
      text: `延長成功：${plan}。SIM卡新的到期時間：${end.at}（${end.zone}）。`,
    }),
    renewal_refunded: (plan, price) => ({
      subject: '已為您辦理退款',
      text: `無法延長您的SIM卡（${plan}）。已退款${price}，入帳可能需要數天，您無需任何操作。`,
    }),
    renewal_in_review: (plan) => ({
      subject: '正在確認您的延長訂單',
      text: `專人正在確認您的延長訂單（${plan}）。您的款項安全無虞，處理完成後會通知您。`,
    }),
    renewal_closed: (plan) => ({
      subject: '您的延長訂單已處理完畢',
      text: `您的延長訂單（${plan}）已處理完畢。如有疑問請與我們聯絡。`,
    }),
    refund_needs_details: (price) => ({
      subject: '請提供退款帳戶',
      text: `退款${price}需要您的銀行帳戶，請依金流業者寄出的電子郵件提供。`,
    }),
  },
  ko: {
    renewal_active: (plan, end) => ({
      subject: 'SIM이 연장되었습니다',
      text: `연장 완료: ${plan}. SIM을 ${end.at}(${end.zone})까지 이용하실 수 있습니다.`,
    }),
    renewal_refunded: (plan, price) => ({
      subject: '환불 안내',
      text: `SIM을 연장하지 못했습니다(${plan}). ${price} 환불 완료. 반영까지 며칠 걸릴 수 있습니다.`,
    }),
    renewal_in_review: (plan) => ({
      subject: 'SIM 연장을 확인하고 있습니다',
      text: `담당자가 SIM 연장(${plan})을 확인하고 있습니다. 결제 금액은 안전하며 결과를 알려 드리겠습니다.`,
    }),
    renewal_closed: (plan) => ({
      subject: 'SIM 연장 확인이 완료되었습니다',
      text: `SIM 연장(${plan}) 확인이 완료되었습니다. 궁금한 점은 문의해 주세요.`,
    }),
    refund_needs_details: (price) => ({
      subject: '환불받으실 계좌를 알려 주세요',
      text: `${price} 환불에 계좌가 필요합니다. 결제 대행사가 보낸 이메일의 안내에 따라 알려 주세요.`,
    }),
  },
};

/** What a notice says; `undefined` when it is not so any more. */
export const noticeText = (
  notice: Notice,
  renewal: Renewal,
  plan: Plan,
  line: Pick<Line, 'zone'>,
): Content | undefined => {
  const words = saysTrue(notice, renewal)
    ? noticeWords(notice, renewal, plan.names[renewal.language], line.zone)
    : undefined;
  return words && { language: renewal.language, ...words };
};

const noticeWords = (notice: Notice, renewal: Renewal, plan: string, zone: string): Words | undefined => {
  const { language, price } = renewal;
  const templates = TEMPLATES[language];
  switch (notice) {
    case 'renewal_active':
      return renewal.status === 'active'
        ? templates.renewal_active(plan, endTime(renewal.period.endsAt, zone, language))
        : undefined;
    case 'renewal_refunded':
      return templates.renewal_refunded(plan, formatMoney(price, language));
    case 'renewal_in_review':
      return templates.renewal_in_review(plan);
    case 'renewal_closed':
      return templates.renewal_closed(plan);
    case 'refund_needs_details':
      return templates.refund_needs_details(formatMoney(price, language));
  }
};
