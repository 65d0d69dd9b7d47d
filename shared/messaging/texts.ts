import type { Line } from '../domain/line/line.ts';
import type { Language, Plan } from '../domain/plan/plan.ts';
import type { RenewalIn } from '../domain/renewal/renewal.ts';
import { formatMoney } from '../domain/values/format-money.ts';
import { type EndTime, endTime } from './end-time.ts';

export interface Content {
  readonly language: Language;
  readonly subject: string;
  /** One SMS segment with a site of up to 23 characters, such as `https://sim.example.com`. */
  readonly text: string;
}

type Words = Omit<Content, 'language'>;

interface Templates {
  readonly reminder: (end: EndTime, url: string) => Words;
  readonly renewal_active: (plan: string, end: EndTime) => Words;
  readonly renewal_refunded: (plan: string, price: string) => Words;
  readonly renewal_in_review: (plan: string) => Words;
}

/** English stays within the SMS alphabet GSM-7; the others have 70 characters, in which full-width marks cost no more. */
const TEMPLATES: Readonly<Record<Language, Templates>> = {
  en: {
    reminder: (end, url) => ({
      subject: `Your SIM ends ${end.at} (${end.zone})`,
      text: `Your SIM ends ${end.at} (${end.zone}). Renew: ${url}`,
    }),
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
  },
  ja: {
    reminder: (end, url) => ({
      subject: `SIMの期限は${end.at}（${end.zone}）です`,
      text: `SIMの期限は${end.at}（${end.zone}）。延長：${url}`,
    }),
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
  },
  'zh-CN': {
    reminder: (end, url) => ({
      subject: `SIM卡将于${end.at}（${end.zone}）到期`,
      text: `SIM卡${end.at}（${end.zone}）到期。续期：${url}`,
    }),
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
  },
};

export const reminderText = ({ contacts: { language }, endsAt, zone, lineId }: Line, publicUrl: string): Content => ({
  language,
  ...TEMPLATES[language].reminder(endTime(endsAt, zone, language), `${publicUrl}/?line=${lineId}`),
});

/** The statuses a traveller is written to about. */
export type NoticedRenewal = RenewalIn<'active' | 'refunded' | 'needs_review'>;

/** What a notice says follows from the status that it tells of. */
export const noticeText = (renewal: NoticedRenewal, plan: Plan, line: Line): Content => ({
  language: renewal.language,
  ...noticeWords(renewal, plan.names[renewal.language], line.zone),
});

const noticeWords = (renewal: NoticedRenewal, plan: string, zone: string): Words => {
  const { language } = renewal;
  const templates = TEMPLATES[language];
  switch (renewal.status) {
    case 'active':
      return templates.renewal_active(plan, endTime(renewal.period.endsAt, zone, language));
    case 'refunded':
      return templates.renewal_refunded(plan, formatMoney(renewal.price, language));
    case 'needs_review':
      return templates.renewal_in_review(plan);
  }
};
