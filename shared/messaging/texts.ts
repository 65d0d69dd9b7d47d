import type { Line } from '../domain/line/line.ts';
import type { Language, Plan } from '../domain/plan/plan.ts';
import type { RenewalIn } from '../domain/renewal/renewal.ts';
import { type Instant, inZone } from '../domain/values/instant.ts';
import type { Money } from '../domain/values/money.ts';

export interface Content {
  readonly subject: string;
  /** Short enough for one SMS segment where the script allows. */
  readonly text: string;
}

interface Templates {
  readonly reminder: (end: string, url: string) => Content;
  readonly renewal_active: (plan: string, end: string) => Content;
  readonly renewal_refunded: (plan: string, price: string) => Content;
  readonly renewal_in_review: (plan: string) => Content;
}

const TEMPLATES: Readonly<Record<Language, Templates>> = {
  en: {
    reminder: (end, url) => ({
      subject: `Your SIM ends ${end}`,
      text: `Your SIM ends ${end} (Japan time). Renew: ${url}`,
    }),
    renewal_active: (plan, end) => ({
      subject: 'Your SIM is renewed',
      text: `Renewed: ${plan}. Your SIM now ends ${end} (Japan time).`,
    }),
    renewal_refunded: (plan, price) => ({
      subject: 'Your money is on its way back',
      text: `We could not renew your SIM (${plan}). ${price} has been refunded; it takes your bank a few days. Nothing else is charged.`,
    }),
    renewal_in_review: (plan) => ({
      subject: 'We are checking your renewal',
      text: `We are checking your renewal (${plan}) by hand. Your money is safe; we write as soon as it is settled.`,
    }),
  },
  ja: {
    reminder: (end, url) => ({
      subject: `SIMの有効期限: ${end}`,
      text: `SIMの有効期限は${end}(日本時間)です。延長: ${url}`,
    }),
    renewal_active: (plan, end) => ({
      subject: 'SIMを延長しました',
      text: `延長完了: ${plan}。新しい有効期限は${end}(日本時間)です。`,
    }),
    renewal_refunded: (plan, price) => ({
      subject: '返金のお知らせ',
      text: `SIMを延長できませんでした(${plan})。${price}を返金しました。反映まで数日かかることがあります。`,
    }),
    renewal_in_review: (plan) => ({
      subject: '延長を確認しています',
      text: `延長(${plan})を担当者が確認しています。お支払いは保全されています。結果をお知らせします。`,
    }),
  },
  'zh-CN': {
    reminder: (end, url) => ({ subject: `SIM卡到期:${end}`, text: `您的SIM卡将于${end}(日本时间)到期。续期:${url}` }),
    renewal_active: (plan, end) => ({
      subject: 'SIM卡续期成功',
      text: `续期成功:${plan}。新的到期时间为${end}(日本时间)。`,
    }),
    renewal_refunded: (plan, price) => ({
      subject: '退款通知',
      text: `未能为您的SIM卡续期(${plan})。已退款${price},到账可能需要几天。不会再扣款。`,
    }),
    renewal_in_review: (plan) => ({
      subject: '正在核实您的续期',
      text: `我们正在人工核实您的续期(${plan})。您的款项安全,处理完毕后会通知您。`,
    }),
  },
};

/** Minutes matter to a traveller, seconds do not. */
const clockTime = (at: Instant, zone: string): string => {
  const local = inZone(at, zone);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${local.year}-${two(local.month)}-${two(local.day)} ${two(local.hour)}:${two(local.minute)}`;
};

export const formatPrice = ({ amountMinor, currency }: Money, language: Language): string => {
  const format = new Intl.NumberFormat(language, { style: 'currency', currency });
  return format.format(amountMinor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 0));
};

export const reminderText = (line: Line, publicUrl: string): Content =>
  TEMPLATES[line.contacts.language].reminder(clockTime(line.endsAt, line.zone), `${publicUrl}/?line=${line.lineId}`);

/** What a notice says follows from the status that it tells of. */
export const noticeText = (renewal: NoticedRenewal, plan: Plan, line: Line): Content => {
  const templates = TEMPLATES[renewal.language];
  const name = plan.names[renewal.language];
  switch (renewal.status) {
    case 'active':
      return templates.renewal_active(name, clockTime(renewal.period.endsAt, line.zone));
    case 'refunded':
      return templates.renewal_refunded(name, formatPrice(renewal.price, renewal.language));
    case 'needs_review':
      return templates.renewal_in_review(name);
  }
};

/** The statuses a traveller is written to about. */
export type NoticedRenewal = RenewalIn<'active' | 'refunded' | 'needs_review'>;
