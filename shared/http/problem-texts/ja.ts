import type { ProblemTexts } from './problem-text.ts';

export const JA: ProblemTexts = {
  bad_request: {
    detail: 'リクエストの形式が正しくありません。該当する項目は`errors`に示しています。何も変更されていません。',
    nextStep: '該当する項目を直して、もう一度送信してください。',
  },
  body_not_json: {
    detail: '本文が正しいJSONではありません。何も変更されていません。',
    nextStep: 'UTF-8のJSONで送信してください。',
  },
  body_too_large: {
    detail: '本文が大きすぎます。何も変更されていません。',
    nextStep: '`maxBytes`バイト以内で送信してください。',
  },
  idempotency_key_missing: {
    detail: '`Idempotency-Key`ヘッダーがないか、使用できない値です。請求はありません。',
    nextStep: '注文ごとに新しい、8文字以上128文字以内の値を送信してください。',
  },
  idempotency_key_reused: {
    detail: 'この`Idempotency-Key`は別の注文で使用されています。請求はありません。',
    nextStep: '新しい注文には新しいキーを使用してください。',
  },
  unauthenticated: {
    detail: 'ログインしていないか、ログインの有効期限が切れています。',
    nextStep: 'もう一度ログインしてください。',
  },
  issuer_unavailable: {
    detail: '現在、ログインを確認できません。請求はありません。',
    nextStep: '1分ほど待ってからもう一度お試しください。',
  },
  not_found: {
    detail: 'このアドレスには何もありません。',
    nextStep: 'アドレスをご確認ください。',
  },
  line_not_found: {
    detail: 'お客様のSIMの中に、該当するものがありません。',
    nextStep: 'お持ちのSIMから選ぶか、そのSIMを登録したアカウントでログインしてください。',
  },
  renewal_not_found: {
    detail: 'お客様の延長の中に、該当するものがありません。',
    nextStep: '延長の履歴から選ぶか、注文したアカウントでログインしてください。',
  },
  plan_not_found: {
    detail: 'このプランは販売されていません。請求はありません。',
    nextStep: '別のプランをお選びください。',
  },
  plan_not_for_line: {
    detail: 'このSIMではこのプランをご利用いただけません。請求はありません。',
    nextStep: 'このSIMで選べるプランの中からお選びください。',
  },
  line_in_review: {
    detail: 'このSIMの以前の延長を担当者が確認しており、完了するまで延長できません。請求はありません。',
    nextStep: '確認が終わるまでお待ちください。結果をお知らせします。',
  },
  line_recycled: {
    detail: 'このSIMの番号は別のSIMに割り当てられたため、延長できません。請求はありません。',
    nextStep: '引き続きご利用になるには、新しいSIMをご購入ください。',
  },
  too_many_periods: {
    detail: 'このSIMには、これから始まる期間が上限まで登録されています。請求はありません。',
    nextStep: 'いずれかの期間が終わってから延長してください。',
  },
  cannot_start_early: {
    detail: 'このプランは、現在の期間が終わる前に始めることができません。請求はありません。',
    nextStep: '`startsEarly`を指定せずに注文してください。',
  },
  currency_not_offered: {
    detail: 'このプランは、この通貨では販売されていません。請求はありません。',
    nextStep: 'プランの`prices`にある通貨をお選びください。',
  },
  plan_not_available: {
    detail: '現在、通信会社はこのSIMにこのプランを提供していません。請求はありません。',
    nextStep: '別のプランをお選びください。',
  },
  carrier_unavailable: {
    detail: '現在、通信会社に接続できません。請求はありません。',
    nextStep: '1分ほど待ってからもう一度お試しください。',
  },
  carrier_maintenance: {
    detail: '通信会社がメンテナンス中です。終了予定が分かる場合は`until`に示しています。請求はありません。',
    nextStep: 'メンテナンスの終了後にもう一度お試しください。',
  },
  carrier_float_low: {
    detail: '現在、この延長は販売を休止しています。請求はありません。',
    nextStep: '別のプランを選ぶか、時間をおいてお試しください。',
  },
  carrier_not_found: {
    detail: '該当する通信会社のアカウントがありません。',
    nextStep: '通信会社の一覧からお選びください。',
  },
  line_not_renewable: {
    detail: 'このSIMは有効期限が終了しており、延長できません。請求はありません。',
    nextStep: '引き続きご利用になるには、新しいSIMをご購入ください。',
  },
  preview_outdated: {
    detail: '確認画面の表示後に、料金、条件または新しい有効期限が変わりました。請求はありません。',
    nextStep: '新しい内容を確認してから注文してください。',
  },
  promotion_unknown: {
    detail: 'このコードに該当するキャンペーンはありません。請求はありません。',
    nextStep: 'コードの入力内容を確認するか、コードなしで注文してください。',
  },
  promotion_expired: {
    detail: 'このコードのキャンペーンは終了しました。請求はありません。',
    nextStep: 'コードなしで注文するか、別のコードをご利用ください。',
  },
  promotion_used_up: {
    detail: 'このキャンペーンは、予定数に達したため終了しました。請求はありません。',
    nextStep: '新しい料金を確認してから注文してください。',
  },
  promotion_not_for_plan: {
    detail: 'このキャンペーンは、このプランとこの通貨には適用されません。請求はありません。',
    nextStep: '別のプランか通貨を選ぶか、コードなしで注文してください。',
  },
  promotion_first_only: {
    detail: 'このキャンペーンは初めての延長が対象ですが、このSIMは以前に延長されています。請求はありません。',
    nextStep: 'コードなしで注文してください。',
  },
  promotion_already_used: {
    detail: 'このSIMでは、このキャンペーンをすでに利用しています。請求はありません。',
    nextStep:
      'キャンペーンなしで注文してください。未払いの注文で使われている場合は、その注文を支払うか、取り消してください。',
  },
  bad_signature: {
    detail: '署名が本文と一致しません。',
    nextStep: '送信する本文に、このエンドポイントの鍵で署名してください。',
  },
  notice_unreadable: {
    detail: '署名は正しいものの、内容を読み取れません。',
    nextStep: '時間をおいて再送してください。',
  },
  unknown_payment: {
    detail: 'この支払いは、まだ登録されていません。',
    nextStep: '時間をおいて再送してください。',
  },
  method_not_offered: {
    detail: 'この料金では、この支払い方法をご利用いただけません。請求はありません。',
    nextStep: 'プランの`methods`にある支払い方法をお選びください。',
  },
  renewal_not_payable: {
    detail:
      'この延長は、お支払い待ちではありません。現在の状況は`renewalStatus`に示しています。新たな請求はありません。',
    nextStep: '延長の状況を確認し、必要なら再度お申し込みください。',
  },
  renewal_not_cancellable: {
    detail: '取り消せるのは、お支払い前の延長だけです。現在の状況は`renewalStatus`に示しています。',
    nextStep: '延長の状況と今後の予定をご確認ください。',
  },
  payment_under_way: {
    detail: 'この延長のお支払いを処理しています。',
    nextStep: '結果が出るまで、別のお支払いはお待ちください。',
  },
  too_many_payments: {
    detail: 'この延長のお支払いは、試行できる回数を超えました。請求はありません。',
    nextStep: '注文を取り消して、再度お申し込みください。',
  },
  exit_not_open: {
    detail: 'この延長は、この方法では処理できません。状況が変わった可能性があります。',
    nextStep: '最新の状況を開き、`exits`にある方法を選んでください。',
  },
  job_not_found: {
    detail: '該当する手動作業がありません。',
    nextStep: '作業の一覧から選んでください。',
  },
  job_closed: {
    detail:
      'この作業は終了しています。ほかの担当者が回答したか、期限を過ぎて返金されるかのどちらかで、`jobState`に示しています。何も変更されていません。',
    nextStep: 'すでにSIMを延長した場合は、通信会社で取り消してください。',
  },
  not_refundable: {
    detail: 'このプランは、有効になった後は返金しない条件で販売されました。お客様にはお支払いの前に表示しています。',
    nextStep: 'お客様にその旨をお伝えください。提供できなかった分は自動で返金されます。',
  },
  forbidden: {
    detail: 'これは担当者専用です。このログインには担当者の権限がありません。',
    nextStep: '担当者のアカウントでログインしてください。',
  },
  receipt_not_ready: {
    detail: '領収書は、延長が有効になるか返金された後に発行されます。',
    nextStep: '処理の完了後にもう一度ご確認ください。現在の状況は`renewalStatus`に示しています。',
  },
  busy: {
    detail: 'ほかの処理と重なったため、完了できませんでした。',
    nextStep: '同じ`Idempotency-Key`でもう一度お試しください。',
  },
  payment_provider_unavailable: {
    detail: 'お支払いページを開けませんでした。請求はありません。',
    nextStep: '同じ`Idempotency-Key`でもう一度お試しください。',
  },
  payment_outcome_unknown: {
    detail: '現在、決済会社に照会できないため、お支払いが完了したかどうかを確認できません。',
    nextStep: '再度のお支払いはしないでください。こちらで確認を続けます。',
  },
  link_not_valid: {
    detail: 'このリンクは使用できません。請求はありません。',
    nextStep: 'お送りしたメッセージから、リンク全体をもう一度開いてください。',
  },
  link_expired: {
    detail: 'このリンクは有効期限切れか、取り消されています。請求はありません。',
    nextStep: '最新のメッセージのリンクを開くか、ログインしてください。',
  },
  line_bound: {
    detail: 'このSIMは別のアカウントに登録されています。',
    nextStep: '先にそのアカウントで登録を解除するか、サポートにお問い合わせください。',
  },
  proof_not_accepted: {
    detail: 'ICCIDとコードが一致しません。',
    nextStep: 'SIMに付属の案内で両方をご確認ください。紛失された場合はサポートにお問い合わせください。',
  },
  too_many_tries: {
    detail: '試行回数が多すぎます。',
    nextStep: '`until`までお待ちいただくか、サポートに登録をご依頼ください。',
  },
  contact_not_found: {
    detail: 'このSIMには、この方法の連絡先が登録されていません。何も変更されていません。',
    nextStep: '先に連絡先を登録してください。',
  },
  contact_in_trouble: {
    detail: 'この連絡先に送ったメッセージが届きませんでした。理由は`state`に示しています。何も変更されていません。',
    nextStep: '連絡先をもう一度確認してください。`stopped`の場合は、先にその番号からSTARTと返信してください。',
  },
  country_not_served: {
    detail: 'この国へのSMS送信には対応していません。何も変更されていません。',
    nextStep: '代わりにメールアドレスを登録してください。',
  },
  too_many_codes: {
    detail: 'このSIMの確認コードの請求が多すぎます。何も変更されていません。',
    nextStep: '1時間ほど待ってからもう一度お試しください。',
  },
  code_wrong: {
    detail: '確認コードが違うか、期限切れか、試行回数を超えています。何も変更されていません。',
    nextStep: '新しいコードを請求してください。',
  },
  consent_outdated: {
    detail: '同意いただいた文面は最新のものではありません。何も変更されていません。',
    nextStep: '最新の文面をお読みのうえ、もう一度同意してください。',
  },
  internal: {
    detail: '当社側で問題が発生しました。やり直しても、二重に処理されることはありません。',
    nextStep: '同じ`Idempotency-Key`でもう一度お試しください。',
  },
};
