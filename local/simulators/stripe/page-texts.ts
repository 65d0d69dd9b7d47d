import type { Wallet } from './checkout.ts';

/** The payment page speaks the payer's language at least where it matters. */
export interface PageTexts {
  readonly lang: string;
  readonly simulated: string;
  readonly email: string;
  readonly choose: string;
  readonly pay: string;
  readonly applePay: string;
  readonly leave: string;
  readonly declined: string;
  readonly approveQuestion: string;
  readonly walletQuestion: string;
  readonly scan: string;
  readonly approve: string;
  readonly refuse: string;
  readonly later: string;
  readonly getVoucher: string;
  readonly voucher: string;
  readonly confirmationNumber: string;
  readonly payBy: string;
  readonly atTheTill: string;
  readonly runOut: string;
  readonly processing: string;
  readonly failed: string;
  readonly paid: string;
  readonly expired: string;
  readonly back: string;
}

const en: PageTexts = {
  lang: 'en',
  simulated: 'Simulated payment page: nothing is charged.',
  email: 'E-mail',
  choose: 'Choose a test card and pay.',
  pay: 'Pay',
  applePay: 'Pay with Apple Pay',
  leave: 'Leave without paying',
  declined: 'The payment was declined. Nothing was paid. Try again or pay in another way.',
  approveQuestion: 'Your bank asks you to approve this payment.',
  walletQuestion: 'The app asks you to agree to this payment.',
  scan: 'Scan this code with the app.',
  approve: 'Approve',
  refuse: 'Do not approve',
  later: 'Approve; the bank decides later',
  getVoucher: 'Get the payment code for the store',
  voucher: 'Pay in cash at the store with these numbers.',
  confirmationNumber: 'Confirmation number',
  payBy: 'Pay by',
  atTheTill: 'Pay at the till',
  runOut: 'Let it run out',
  processing: 'The payment is being processed.',
  failed: 'The payment has failed. Nothing was paid.',
  paid: 'This has been paid.',
  expired: 'This page has expired. Nothing was paid.',
  back: 'Back to the shop',
};

const ja: PageTexts = {
  lang: 'ja',
  simulated: '模擬決済ページです。実際の請求は発生しません。',
  email: 'メールアドレス',
  choose: 'テストカードを選んでお支払いください。',
  pay: '支払う',
  applePay: 'Apple Pay で支払う',
  leave: '支払わずに戻る',
  declined:
    'お支払いが承認されませんでした。お支払いは行われていません。もう一度お試しいただくか、別の方法をお選びください。',
  approveQuestion: 'カード発行会社がこのお支払いの承認を求めています。',
  walletQuestion: 'アプリがこのお支払いの確認を求めています。',
  scan: 'アプリでこのコードを読み取ってください。',
  approve: '承認する',
  refuse: '承認しない',
  later: '承認する(結果は後で届く)',
  getVoucher: 'コンビニのお支払い番号を発行する',
  voucher: 'この番号でコンビニのレジにて現金でお支払いください。',
  confirmationNumber: '確認番号',
  payBy: 'お支払い期限',
  atTheTill: 'レジで支払う',
  runOut: '期限切れにする',
  processing: 'お支払いを処理しています。',
  failed: 'お支払いは完了しませんでした。お支払いは行われていません。',
  paid: 'お支払いは完了しています。',
  expired: 'このページは有効期限が切れました。お支払いは行われていません。',
  back: 'ショップに戻る',
};

const zh: PageTexts = {
  lang: 'zh-Hans',
  simulated: '模拟支付页面,不会扣款。',
  email: '电子邮箱',
  choose: '请选择一张测试卡并支付。',
  pay: '支付',
  applePay: '用 Apple Pay 支付',
  leave: '不支付,返回',
  declined: '付款被拒绝,未扣款。请重试或换一种方式。',
  approveQuestion: '您的银行请您确认这笔付款。',
  walletQuestion: '应用请您确认这笔付款。',
  scan: '请用应用扫描此二维码。',
  approve: '确认',
  refuse: '不确认',
  later: '确认,银行稍后决定',
  getVoucher: '获取便利店付款码',
  voucher: '请凭这些号码到便利店收银台用现金付款。',
  confirmationNumber: '确认号码',
  payBy: '付款截止',
  atTheTill: '在收银台付款',
  runOut: '让它过期',
  processing: '付款处理中。',
  failed: '付款失败,未扣款。',
  paid: '已支付。',
  expired: '页面已过期,未扣款。',
  back: '返回商店',
};

/** Their own names, the same in every language. */
export const WALLET_NAMES: Readonly<Record<Wallet, string>> = {
  alipay: 'Alipay 支付宝',
  wechat_pay: 'WeChat Pay 微信支付',
  paypay: 'PayPay',
};

/** `locale` as the session was created with; without one, or with `auto`, English. */
export const pageTexts = (locale: string | null): PageTexts => {
  if (locale === 'ja') return ja;
  return locale?.startsWith('zh') ? zh : en;
};
