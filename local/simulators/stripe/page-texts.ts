/** The payment page speaks the payer's language at least where it matters. */
export interface PageTexts {
  readonly lang: string;
  readonly simulated: string;
  readonly choose: string;
  readonly pay: string;
  readonly leave: string;
  readonly declined: string;
  readonly approveQuestion: string;
  readonly approve: string;
  readonly refuse: string;
  readonly paid: string;
  readonly expired: string;
  readonly back: string;
}

const en: PageTexts = {
  lang: 'en',
  simulated: 'Simulated payment page: no card is charged.',
  choose: 'Choose a test card and pay.',
  pay: 'Pay',
  leave: 'Leave without paying',
  declined: 'The card was declined. Nothing was paid. Try another card.',
  approveQuestion: 'Your bank asks you to approve this payment.',
  approve: 'Approve',
  refuse: 'Do not approve',
  paid: 'This has been paid.',
  expired: 'This page has expired. Nothing was paid.',
  back: 'Back to the shop',
};

const ja: PageTexts = {
  lang: 'ja',
  simulated: '模擬決済ページです。カードへの請求は発生しません。',
  choose: 'テストカードを選んでお支払いください。',
  pay: '支払う',
  leave: '支払わずに戻る',
  declined: 'カードが承認されませんでした。お支払いは行われていません。別のカードをお試しください。',
  approveQuestion: 'カード発行会社がこのお支払いの承認を求めています。',
  approve: '承認する',
  refuse: '承認しない',
  paid: 'お支払いは完了しています。',
  expired: 'このページは有効期限が切れました。お支払いは行われていません。',
  back: 'ショップに戻る',
};

const zh: PageTexts = {
  lang: 'zh-Hans',
  simulated: '模拟支付页面,不会扣款。',
  choose: '请选择一张测试卡并支付。',
  pay: '支付',
  leave: '不支付,返回',
  declined: '银行卡被拒绝,未扣款。请换一张卡再试。',
  approveQuestion: '您的银行请您确认这笔付款。',
  approve: '确认',
  refuse: '不确认',
  paid: '已支付。',
  expired: '页面已过期,未扣款。',
  back: '返回商店',
};

/** `locale` as the session was created with; without one, or with `auto`, English. */
export const pageTexts = (locale: string | null): PageTexts => {
  if (locale === 'ja') return ja;
  return locale?.startsWith('zh') ? zh : en;
};
