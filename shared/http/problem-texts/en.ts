import type { ProblemTexts } from './problem-text.ts';

/** Also what the documentation says, and what machines are told. */
export const EN: ProblemTexts = {
  bad_request: {
    detail: 'The request does not fit the schema; `errors` names the fields. Nothing was changed.',
    nextStep: 'Correct these fields and send it again.',
  },
  body_not_json: {
    detail: 'The body is not valid JSON. Nothing was changed.',
    nextStep: 'Send JSON in UTF-8.',
  },
  body_too_large: {
    detail: 'The body is larger than this interface takes. Nothing was changed.',
    nextStep: 'Send at most `maxBytes` bytes.',
  },
  idempotency_key_missing: {
    detail: 'The `Idempotency-Key` header is missing or cannot be used. Nothing was charged.',
    nextStep: 'Send one of 8 to 128 visible characters, new for each order.',
  },
  idempotency_key_reused: {
    detail: 'This `Idempotency-Key` belongs to another order. Nothing was charged.',
    nextStep: 'Use a new key for a new order.',
  },
  unauthenticated: {
    detail: 'You are not logged in: the access token is missing, expired or not for this service.',
    nextStep: 'Log in again.',
  },
  issuer_unavailable: {
    detail: 'Logins cannot be checked at the moment. Nothing was charged.',
    nextStep: 'Try again in a minute.',
  },
  not_found: {
    detail: 'There is nothing at this address.',
    nextStep: 'Check the address.',
  },
  line_not_found: {
    detail: 'There is no such SIM among yours.',
    nextStep: 'Choose one of your SIMs, or log in with the account that it belongs to.',
  },
  renewal_not_found: {
    detail: 'There is no such renewal among yours.',
    nextStep: 'Choose one of your renewals, or log in with the account that ordered it.',
  },
  plan_not_found: {
    detail: 'This plan is not on sale. Nothing was charged.',
    nextStep: 'Choose another one.',
  },
  plan_not_for_line: {
    detail: 'This SIM cannot take this plan. Nothing was charged.',
    nextStep: 'Choose one of the plans listed for it.',
  },
  line_in_review: {
    detail:
      'An earlier renewal of this SIM is being checked by hand; until then it cannot be renewed. Nothing was charged.',
    nextStep: 'Wait until that renewal is settled; we write to you then.',
  },
  line_recycled: {
    detail: 'The number of this SIM now belongs to another SIM: it can no longer be renewed. Nothing was charged.',
    nextStep: 'Buy a new SIM to go on.',
  },
  too_many_periods: {
    detail: 'This SIM has as many periods waiting as it can hold. Nothing was charged.',
    nextStep: 'Renew it again once one of them has ended.',
  },
  cannot_start_early: {
    detail: 'This plan cannot begin before what you have ends. Nothing was charged.',
    nextStep: 'Order it without `startsEarly`.',
  },
  currency_not_offered: {
    detail: 'This plan is not sold in this currency. Nothing was charged.',
    nextStep: 'Choose one of `prices` of the plan.',
  },
  plan_not_available: {
    detail: 'The carrier does not offer this plan for this SIM at the moment. Nothing was charged.',
    nextStep: 'Choose another plan.',
  },
  carrier_unavailable: {
    detail: 'The carrier cannot be reached at the moment. Nothing was charged.',
    nextStep: 'Try again in a minute.',
  },
  carrier_maintenance: {
    detail: 'The carrier is being serviced; `until` says for how long, where it is known. Nothing was charged.',
    nextStep: 'Try again afterwards.',
  },
  carrier_float_low: {
    detail: 'This renewal is not sold at the moment. Nothing was charged.',
    nextStep: 'Choose another plan or try again later.',
  },
  carrier_not_found: {
    detail: 'There is no such account at a carrier.',
    nextStep: 'Choose one of the list of carriers.',
  },
  line_not_renewable: {
    detail: 'This SIM has ended and can no longer be renewed. Nothing was charged.',
    nextStep: 'Buy a new SIM to go on.',
  },
  preview_outdated: {
    detail: 'Price, terms or the new end have changed since the preview. Nothing was charged.',
    nextStep: 'Look at a new preview first.',
  },
  promotion_unknown: {
    detail: 'There is no promotion with this code. Nothing was charged.',
    nextStep: 'Check how it is written, or order without a code.',
  },
  promotion_expired: {
    detail: 'The promotion of this code is over. Nothing was charged.',
    nextStep: 'Order without the code, or use another one.',
  },
  promotion_used_up: {
    detail: 'This promotion is used up. Nothing was charged.',
    nextStep: 'Look at a new preview, and order at the price it shows.',
  },
  promotion_not_for_plan: {
    detail: 'This promotion does not apply to this plan in this currency. Nothing was charged.',
    nextStep: 'Choose another plan or currency, or order without the code.',
  },
  promotion_first_only: {
    detail:
      'This promotion is for the first renewal of a SIM, and this one has been renewed before. Nothing was charged.',
    nextStep: 'Order without the code.',
  },
  promotion_already_used: {
    detail: 'This SIM has used this promotion already. Nothing was charged.',
    nextStep: 'Order without it. If an unpaid order holds it, pay that one or call it off.',
  },
  bad_signature: {
    detail: 'The signature does not fit the body.',
    nextStep: 'Sign the bytes that are sent with the key of this endpoint.',
  },
  notice_unreadable: {
    detail: 'The signature fits, and what it signs cannot be read.',
    nextStep: 'Deliver it again later.',
  },
  unknown_payment: {
    detail: 'The payment is not known here (yet).',
    nextStep: 'Deliver it again later.',
  },
  method_not_offered: {
    detail: 'This way to pay is not offered for this price. Nothing was charged.',
    nextStep: 'Choose one of `methods` of the plan.',
  },
  renewal_not_payable: {
    detail:
      'This renewal does not wait for a payment any more; `renewalStatus` says how it stands. Nothing was charged anew.',
    nextStep: 'Look at the renewal; order anew if you still need one.',
  },
  renewal_not_cancellable: {
    detail: 'Only a renewal that is not paid can be called off; `renewalStatus` says how it stands.',
    nextStep: 'Look at the renewal to see what happens next.',
  },
  payment_under_way: {
    detail: 'A payment of this renewal is being processed.',
    nextStep: 'Wait for its outcome before you try another one.',
  },
  too_many_payments: {
    detail: 'This renewal has been tried to pay too often. Nothing was charged.',
    nextStep: 'Call it off and order again.',
  },
  exit_not_open: {
    detail: 'This renewal cannot be settled in this way (any more).',
    nextStep: 'Look at it again: `exits` names what is open.',
  },
  job_not_found: {
    detail: 'There is no such activation job.',
    nextStep: 'Choose one of the list of jobs.',
  },
  job_closed: {
    detail:
      'This job is closed: somebody has answered it, or its time is over and the money goes back. `jobState` says which. Nothing was changed.',
    nextStep: 'If you have renewed the SIM all the same, take it back at the carrier.',
  },
  not_refundable: {
    detail: 'This plan was sold as not refundable once it is active; the traveller was told so before paying.',
    nextStep: 'Tell the traveller so; what was not delivered goes back by itself.',
  },
  forbidden: {
    detail: 'This is for staff. Your login does not say that you are.',
    nextStep: 'Log in with an account of the brand.',
  },
  receipt_not_ready: {
    detail: 'There is no receipt before the renewal is active or refunded.',
    nextStep: 'Look again once it is; `renewalStatus` says how it stands.',
  },
  busy: {
    detail: 'Others are changing this at the same moment.',
    nextStep: 'Try again with the same `Idempotency-Key`.',
  },
  payment_provider_unavailable: {
    detail: 'The payment page could not be opened. Nothing was charged.',
    nextStep: 'Try again with the same `Idempotency-Key`.',
  },
  payment_outcome_unknown: {
    detail: 'The payment provider cannot be asked at the moment, so we cannot see yet whether you have paid.',
    nextStep: 'Do not pay again: we go on asking by ourselves.',
  },
  link_not_valid: {
    detail: 'This link opens nothing. Nothing was charged.',
    nextStep: 'Open it again from the message that you got, all of it.',
  },
  link_expired: {
    detail: 'This link has expired or was called back. Nothing was charged.',
    nextStep: 'Open the one in the newest message, or log in.',
  },
  line_bound: {
    detail: 'This SIM belongs to another account.',
    nextStep: 'Unbind it there first, or ask support.',
  },
  proof_not_accepted: {
    detail: 'ICCID and code do not fit together.',
    nextStep: 'Read both from what the SIM came with; ask support if they are lost.',
  },
  too_many_tries: {
    detail: 'Too many tries.',
    nextStep: 'Wait until `until`, or ask support to bind the SIM for you.',
  },
  contact_not_found: {
    detail: 'No address is bound to this channel of the SIM. Nothing was changed.',
    nextStep: 'Bind an address first.',
  },
  contact_in_trouble: {
    detail: 'Messages to this address came back; `state` says how. Nothing was changed.',
    nextStep: 'Verify it anew; after `stopped` answer START from that number first.',
  },
  country_not_served: {
    detail: 'We send no SMS to this country. Nothing was changed.',
    nextStep: 'Bind an e-mail address instead.',
  },
  too_many_codes: {
    detail: 'Too many codes were asked for this SIM. Nothing was changed.',
    nextStep: 'Wait an hour, then ask again.',
  },
  code_wrong: {
    detail: 'This is not the code, or it is too old, or it was tried too often. Nothing was changed.',
    nextStep: 'Ask for a new one.',
  },
  consent_outdated: {
    detail: 'The text that was agreed to is not the present one. Nothing was changed.',
    nextStep: 'Read the present text and agree again.',
  },
  internal: {
    detail: 'Something failed on our side. Whatever is tried again happens once only.',
    nextStep: 'Try again with the same `Idempotency-Key`.',
  },
};
