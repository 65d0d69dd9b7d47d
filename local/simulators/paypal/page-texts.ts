/** The payment page speaks the payer's language at least where it matters. */
export interface PageTexts {
  readonly lang: string;
  readonly simulated: string;
  readonly choose: string;
  readonly balance: string;
  readonly declinedCard: string;
  readonly pay: string;
  readonly leave: string;
  readonly declined: string;
  readonly done: string;
  readonly back: string;
}

const en: PageTexts = {
  lang: 'en',
  simulated: 'Simulated PayPal page: no money moves.',
  choose: 'Choose how to pay and agree.',
  balance: 'PayPal balance',
  declinedCard: 'A card that is declined when the shop takes the money',
  pay: 'Agree and pay',
  leave: 'Cancel and return to the shop',
  declined: 'The last way to pay was declined. Nothing was paid. Choose another one.',
  done: 'You have agreed to this payment.',
  back: 'Back to the shop',
};

const ja: PageTexts = {
  lang: 'ja',
  simulated: '模擬PayPalページです。お金は動きません。',
  choose: 'お支払い方法を選び、同意してください。',
  balance: 'PayPal残高',
  declinedCard: 'お店が代金を受け取る時に拒否されるカード',
  pay: '同意して支払う',
  leave: 'キャンセルしてお店に戻る',
  declined: '前回のお支払い方法は承認されませんでした。お支払いは行われていません。別の方法をお選びください。',
  done: 'このお支払いに同意しました。',
  back: 'お店に戻る',
};

const zh: PageTexts = {
  lang: 'zh-Hans',
  simulated: '模拟 PayPal 页面,不会扣款。',
  choose: '请选择付款方式并同意付款。',
  balance: 'PayPal 余额',
  declinedCard: '商店收款时会被拒绝的银行卡',
  pay: '同意并付款',
  leave: '取消并返回商店',
  declined: '上次的付款方式被拒绝,未扣款。请选择其他方式。',
  done: '您已同意此付款。',
  back: '返回商店',
};

/** `locale` as the order was created with; without one, English. */
export const pageTexts = (locale: string | null): PageTexts => {
  if (locale?.startsWith('ja')) return ja;
  return locale?.startsWith('zh') ? zh : en;
};
