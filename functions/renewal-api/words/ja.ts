import type { Words } from './vocabulary.ts';

export const JA: Words = {
  promise: (minutes) =>
    `延長は原則として返金できません。お支払いから${minutes}分以内に有効にならない場合は、自動で返金します。`,
  warnings: {
    first_day_already_begun: '購入当日が1日目です。購入時刻にかかわらず、当日は24時で終わります。',
    starts_at_activation: 'SIMの有効期限は終了しています。新しい期間は、延長が有効になった時から始まります。',
  },
  statuses: {
    awaiting_payment: 'お支払い待ちです。まだ請求はありません。お支払いページで手続きしてください。',
    activating: 'お支払い済みです。SIMを延長しています。通常1分以内に完了します。操作は不要です。',
    activating_slowly:
      'お支払い済みです。通信会社の処理に時間がかかっています。期限までに有効にならない場合は、自動で返金します。',
    active: '延長が完了しました。SIMをご利用いただけます。',
    expired: '期限までにお支払いがありませんでした。請求はありません。必要なら再度お申し込みください。',
    expired_paid_late: 'お支払いが期限に間に合いませんでした。自動で返金します。必要なら再度お申し込みください。',
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
  rules: { extend_end: '現在の有効期限の後に日数を追加します。' },
  reasons: {
    carrier_refused: '通信会社がこのSIMを延長できませんでした。',
    deadline_passed: '期限までに延長が有効になりませんでした。',
    payment_returned: '延長が有効になる前にお支払いが返金されました。',
    amount_mismatch: '請求額と異なる金額が支払われました。',
    activation_outcome_unknown: '延長の結果を通信会社に確認できていません。',
    refund_failed: '返金が受け付けられませんでした。',
  },
  trail: {
    created: '注文しました。',
    processing: 'お支払いを処理しています。',
    declined: 'お支払いが承認されませんでした。',
    closed: 'お支払いページが閉じられました。',
    'captured.keep': 'お支払いが完了しました。',
    'captured.send_back': '不要なお支払いがありました。返金します。',
    'captured.review': '金額の異なるお支払いがありました。確認しています。',
    expired: 'お支払い期限が過ぎました。',
    wait: '通信会社の準備ができていません。再度試みます。',
    active: '延長が完了しました。',
    refunding: '延長できませんでした。返金します。',
    refunded: '返金しました。',
    refund_failed: '返金できませんでした。確認しています。',
    review: '担当者が確認しています。',
  },
};
