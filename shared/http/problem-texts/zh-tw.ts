import type { ProblemTexts } from './problem-text.ts';

/** Taiwan's own words, not the mainland's in other characters. */
export const ZH_TW: ProblemTexts = {
  bad_request: {
    detail: '請求格式不正確，有問題的欄位列於`errors`。未做任何變更。',
    nextStep: '請修正這些欄位後重新送出。',
  },
  body_not_json: {
    detail: '請求內容不是有效的JSON。未做任何變更。',
    nextStep: '請以UTF-8編碼的JSON送出。',
  },
  body_too_large: {
    detail: '請求內容過大。未做任何變更。',
    nextStep: '請將內容控制在`maxBytes`位元組以內。',
  },
  idempotency_key_missing: {
    detail: '缺少`Idempotency-Key`標頭，或其值無法使用。沒有扣款。',
    nextStep: '請為每筆訂單提供新的值，長度為8到128個可見字元。',
  },
  idempotency_key_reused: {
    detail: '這個`Idempotency-Key`已用於另一筆訂單。沒有扣款。',
    nextStep: '新訂單請使用新的值。',
  },
  unauthenticated: {
    detail: '您尚未登入，或登入已逾時。',
    nextStep: '請重新登入。',
  },
  issuer_unavailable: {
    detail: '目前無法驗證登入狀態。沒有扣款。',
    nextStep: '請於一分鐘後再試。',
  },
  not_found: {
    detail: '這個網址沒有內容。',
    nextStep: '請確認網址是否正確。',
  },
  line_not_found: {
    detail: '您的帳戶中沒有這張SIM卡。',
    nextStep: '請選擇您的SIM卡，或登入這張卡所屬的帳戶。',
  },
  renewal_not_found: {
    detail: '您的帳戶中沒有這筆延長訂單。',
    nextStep: '請從您的延長紀錄中選擇，或登入訂購時使用的帳戶。',
  },
  plan_not_found: {
    detail: '這個方案目前未販售。沒有扣款。',
    nextStep: '請選擇其他方案。',
  },
  plan_not_for_line: {
    detail: '這張SIM卡無法使用這個方案。沒有扣款。',
    nextStep: '請從這張卡可選的方案中選擇。',
  },
  line_in_review: {
    detail: '專人正在確認這張SIM卡先前的延長訂單，在此期間無法延長。沒有扣款。',
    nextStep: '請等待確認完成，屆時會通知您。',
  },
  line_recycled: {
    detail: '這張SIM卡的號碼已分配給另一張卡，無法再延長。沒有扣款。',
    nextStep: '如需繼續使用，請購買新的SIM卡。',
  },
  too_many_periods: {
    detail: '這張SIM卡等待開始的效期已達上限。沒有扣款。',
    nextStep: '請在其中一個效期結束後再延長。',
  },
  cannot_start_early: {
    detail: '這個方案無法在目前效期結束前開始。沒有扣款。',
    nextStep: '請移除`startsEarly`後重新訂購。',
  },
  currency_not_offered: {
    detail: '這個方案不以此幣別販售。沒有扣款。',
    nextStep: '請從方案的`prices`中選擇幣別。',
  },
  plan_not_available: {
    detail: '電信業者目前不為這張SIM卡提供這個方案。沒有扣款。',
    nextStep: '請選擇其他方案。',
  },
  carrier_unavailable: {
    detail: '目前無法連線至電信業者。沒有扣款。',
    nextStep: '請於一分鐘後再試。',
  },
  carrier_maintenance: {
    detail: '電信業者正在維護，若已知結束時間，列於`until`。沒有扣款。',
    nextStep: '請在維護結束後再試。',
  },
  carrier_float_low: {
    detail: '這項延長目前暫停販售。沒有扣款。',
    nextStep: '請選擇其他方案，或稍後再試。',
  },
  carrier_not_found: {
    detail: '沒有這個電信業者帳戶。',
    nextStep: '請從電信業者清單中選擇。',
  },
  line_not_renewable: {
    detail: '這張SIM卡已到期，無法再延長。沒有扣款。',
    nextStep: '如需繼續使用，請購買新的SIM卡。',
  },
  preview_outdated: {
    detail: '在您查看之後，價格或到期時間等條件已有變動。沒有扣款。',
    nextStep: '請重新查看後再訂購。',
  },
  promotion_unknown: {
    detail: '沒有與這個優惠代碼相符的活動。沒有扣款。',
    nextStep: '請確認代碼是否正確，或不使用代碼直接訂購。',
  },
  promotion_expired: {
    detail: '這個優惠代碼的活動已結束。沒有扣款。',
    nextStep: '請不使用代碼訂購，或改用其他代碼。',
  },
  promotion_used_up: {
    detail: '這項優惠的名額已用完。沒有扣款。',
    nextStep: '請重新查看價格後再訂購。',
  },
  promotion_not_for_plan: {
    detail: '這項優惠不適用於這個方案或幣別。沒有扣款。',
    nextStep: '請選擇其他方案或幣別，或不使用代碼訂購。',
  },
  promotion_first_only: {
    detail: '這項優惠僅限首次延長，而這張SIM卡先前已延長過。沒有扣款。',
    nextStep: '請不使用代碼訂購。',
  },
  promotion_already_used: {
    detail: '這張SIM卡已使用過這項優惠。沒有扣款。',
    nextStep: '請不使用這項優惠訂購。若優惠由未付款的訂單占用，請完成付款或取消該訂單。',
  },
  bad_signature: {
    detail: '簽章與內容不符。',
    nextStep: '請以這個端點的金鑰對送出的內容簽章。',
  },
  notice_unreadable: {
    detail: '簽章正確，但內容無法讀取。',
    nextStep: '請稍後重新傳送。',
  },
  unknown_payment: {
    detail: '這裡尚無這筆付款的紀錄。',
    nextStep: '請稍後重新傳送。',
  },
  method_not_offered: {
    detail: '這個價格不支援此付款方式。沒有扣款。',
    nextStep: '請從方案的`methods`中選擇付款方式。',
  },
  renewal_not_payable: {
    detail: '這筆延長訂單已不在等待付款，目前狀態列於`renewalStatus`。沒有再次扣款。',
    nextStep: '請查看這筆訂單，若仍有需要請重新訂購。',
  },
  renewal_not_cancellable: {
    detail: '只有尚未付款的延長訂單可以取消，目前狀態列於`renewalStatus`。',
    nextStep: '請查看這筆訂單，了解後續處理。',
  },
  payment_under_way: {
    detail: '正在處理這筆延長訂單的付款。',
    nextStep: '請等待結果，暫勿再次付款。',
  },
  too_many_payments: {
    detail: '這筆延長訂單嘗試付款的次數過多。沒有扣款。',
    nextStep: '請取消後重新訂購。',
  },
  exit_not_open: {
    detail: '這筆延長訂單無法以此方式處理，狀態可能已有變動。',
    nextStep: '請重新查看，可選的處理方式列於`exits`。',
  },
  job_not_found: {
    detail: '沒有這項手動作業。',
    nextStep: '請從作業清單中選擇。',
  },
  job_closed: {
    detail: '這項作業已關閉：已有人處理，或已逾時且款項將會退回，詳見`jobState`。未做任何變更。',
    nextStep: '若您已延長這張SIM卡，請向電信業者撤回。',
  },
  not_refundable: {
    detail: '這個方案以生效後恕不退款的條件販售，付款前已告知旅客。',
    nextStep: '請向旅客說明。未能提供的部分會自動退款。',
  },
  forbidden: {
    detail: '此處僅供工作人員使用，您的帳戶沒有相應權限。',
    nextStep: '請以工作人員帳戶登入。',
  },
  receipt_not_ready: {
    detail: '延長生效或退款之後才會有收據。',
    nextStep: '請屆時再查看，目前狀態列於`renewalStatus`。',
  },
  busy: {
    detail: '同一時間有其他操作正在進行，未能完成。',
    nextStep: '請以相同的`Idempotency-Key`再試一次。',
  },
  payment_provider_unavailable: {
    detail: '無法開啟付款頁面。沒有扣款。',
    nextStep: '請以相同的`Idempotency-Key`再試一次。',
  },
  payment_outcome_unknown: {
    detail: '目前無法向金流業者查詢，因此還不能確定您是否已付款。',
    nextStep: '請勿再次付款，我們會持續查詢。',
  },
  link_not_valid: {
    detail: '此連結無效，沒有扣款。',
    nextStep: '請從收到的訊息中重新開啟完整連結。',
  },
  link_expired: {
    detail: '此連結已過期或已撤回，沒有扣款。',
    nextStep: '請開啟最新訊息中的連結，或登入。',
  },
  line_bound: {
    detail: '這張SIM卡已綁定至其他帳號。',
    nextStep: '請先在該帳號解除綁定，或聯絡客服。',
  },
  proof_not_accepted: {
    detail: 'ICCID與驗證碼不相符。',
    nextStep: '請查看SIM卡隨附的資料，若已遺失，請聯絡客服。',
  },
  too_many_tries: {
    detail: '嘗試次數過多。',
    nextStep: '請等到`until`之後再試，或請客服代為綁定。',
  },
  contact_not_found: {
    detail: '這張SIM卡沒有綁定此類聯絡方式，未做任何變更。',
    nextStep: '請先綁定聯絡方式。',
  },
  contact_in_trouble: {
    detail: '寄往此聯絡方式的訊息遭退回，原因見`state`，未做任何變更。',
    nextStep: '請重新驗證。若為`stopped`，請先以該號碼回覆START。',
  },
  country_not_served: {
    detail: '我們不寄送簡訊至該國家，未做任何變更。',
    nextStep: '請改為綁定電子郵件信箱。',
  },
  too_many_codes: {
    detail: '這張SIM卡要求驗證碼的次數過多，未做任何變更。',
    nextStep: '請於一小時後再試。',
  },
  code_wrong: {
    detail: '驗證碼不正確或已過期，或嘗試次數過多，未做任何變更。',
    nextStep: '請重新取得驗證碼。',
  },
  consent_outdated: {
    detail: '您同意的文字不是目前的版本，未做任何變更。',
    nextStep: '請閱讀目前的文字後重新同意。',
  },
  internal: {
    detail: '我們的系統發生問題。再試一次不會重複處理。',
    nextStep: '請以相同的`Idempotency-Key`再試一次。',
  },
};
