import type { DeclineReason } from '../../shared/domain/payment/payment.ts';
import type { Language } from '../../shared/domain/plan/plan.ts';
import type { Warning } from '../../shared/domain/plan/stacking.ts';
import type { RenewalStatus } from '../../shared/domain/renewal/renewal.ts';

/** Plain words for travellers: what happened, what it means for their money, what to do next. */
interface Words {
  readonly promise: (minutes: number) => string;
  readonly warnings: Readonly<Record<Warning, string>>;
  readonly statuses: Readonly<Record<RenewalStatus, string>>;
  readonly declines: Readonly<Record<DeclineReason, string>>;
}

export const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    promise: (minutes) =>
      `Renewals are normally not refundable. If yours is not active ${minutes} minutes after payment, your money goes back by itself.`,
    warnings: {
      first_day_already_begun: 'Today counts as day 1: it ends at midnight, however late you buy.',
      starts_at_activation: 'Your SIM has ended: the new days start when the renewal becomes active.',
    },
    statuses: {
      awaiting_payment: 'Not paid yet. Nothing has been charged; pay on the payment page.',
      activating: 'Paid. Your SIM is being renewed, usually within a minute; you need not do anything.',
      active: 'Renewed. You can use your SIM.',
      expired: 'Not paid in time. Nothing has been charged; order again if you like.',
      refunding: 'Your SIM could not be renewed. Your money is on its way back by itself.',
      refunded: 'Your SIM could not be renewed and your money was sent back; your bank may take a few days.',
      needs_review: 'We are checking this renewal by hand. Your money is safe; we write when it is settled.',
    },
    declines: {
      insufficient_funds: 'The card has not enough funds. Nothing was charged; try another card.',
      limit_exceeded: 'The card is over its limit. Nothing was charged; try another card.',
      authentication_failed: 'The bank could not confirm that it was you. Nothing was charged; try again.',
      expired_card: 'The card has expired. Nothing was charged; try another card.',
      try_another_method: 'The bank declined the card. Nothing was charged; try another card.',
    },
  },
  ja: {
    promise: (minutes) =>
      `延長は原則として返金できません。お支払いから${minutes}分以内に有効にならない場合は、自動で返金します。`,
    warnings: {
      first_day_already_begun: '購入当日が1日目です。購入時刻にかかわらず、当日は24時で終わります。',
      starts_at_activation: 'SIMの有効期限は終了しています。新しい期間は、延長が有効になった時から始まります。',
    },
    statuses: {
      awaiting_payment: 'お支払い待ちです。まだ請求はありません。お支払いページで手続きしてください。',
      activating: 'お支払い済みです。SIMを延長しています。通常1分以内に完了します。操作は不要です。',
      active: '延長が完了しました。SIMをご利用いただけます。',
      expired: '期限までにお支払いがありませんでした。請求はありません。必要なら再度お申し込みください。',
      refunding: 'SIMを延長できませんでした。自動で返金の手続きをしています。',
      refunded: 'SIMを延長できなかったため返金しました。反映まで数日かかることがあります。',
      needs_review: '担当者が確認しています。お支払いは保全されています。結果をお知らせします。',
    },
    declines: {
      insufficient_funds: 'カードの残高が不足しています。請求はありません。別のカードをお試しください。',
      limit_exceeded: 'カードの利用限度額を超えています。請求はありません。別のカードをお試しください。',
      authentication_failed: '本人認証ができませんでした。請求はありません。もう一度お試しください。',
      expired_card: 'カードの有効期限が切れています。請求はありません。別のカードをお試しください。',
      try_another_method: 'カードが承認されませんでした。請求はありません。別のカードをお試しください。',
    },
  },
  'zh-CN': {
    promise: (minutes) => `续期一般不可退款。若付款后${minutes}分钟内仍未生效，款项将自动退回。`,
    warnings: {
      first_day_already_begun: '购买当天算第1天，无论几点购买，当天都在午夜结束。',
      starts_at_activation: '您的SIM卡已到期，新的天数从续期生效时开始计算。',
    },
    statuses: {
      awaiting_payment: '尚未付款，没有扣款。请在付款页面完成付款。',
      activating: '已付款。正在为您的SIM卡续期，通常一分钟内完成，无需操作。',
      active: '续期成功，可以正常使用。',
      expired: '未在规定时间内付款，没有扣款。如有需要请重新下单。',
      refunding: '未能为您的SIM卡续期，款项正在自动退回。',
      refunded: '未能为您的SIM卡续期，款项已退回，到账可能需要几天。',
      needs_review: '我们正在人工核实此次续期。您的款项安全，处理完毕后会通知您。',
    },
    declines: {
      insufficient_funds: '卡内余额不足，没有扣款。请换一张卡。',
      limit_exceeded: '超出卡的限额，没有扣款。请换一张卡。',
      authentication_failed: '银行未能确认是您本人，没有扣款。请再试一次。',
      expired_card: '卡已过期，没有扣款。请换一张卡。',
      try_another_method: '银行拒绝了此卡，没有扣款。请换一张卡。',
    },
  },
};
