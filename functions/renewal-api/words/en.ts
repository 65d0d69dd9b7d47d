import type { Words } from './vocabulary.ts';

export const EN: Words = {
  promise: (minutes) =>
    `Renewals are normally not refundable. If yours is not active ${minutes} minutes after payment, your money goes back by itself.`,
  warnings: {
    first_day_already_begun: 'Today counts as day 1: it ends at midnight, however late you buy.',
    starts_at_activation: 'Your SIM has ended: the new days start when the renewal becomes active.',
  },
  statuses: {
    awaiting_payment: 'Not paid yet. Nothing has been charged; pay on the payment page.',
    activating: 'Paid. Your SIM is being renewed, usually within a minute; you need not do anything.',
    activating_slowly:
      'Paid. The carrier takes longer than usual and we keep trying. If it is not active by the deadline, your money goes back by itself.',
    active: 'Renewed. You can use your SIM.',
    expired: 'Not paid in time. Nothing has been charged; order again if you like.',
    expired_paid_late: 'Paid too late for this order. Your money goes back by itself; order again if you like.',
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
  rules: { extend_end: 'The days are added to the end of what you have.' },
  reasons: {
    carrier_refused: 'The carrier could not renew this SIM.',
    deadline_passed: 'The renewal did not become active in time.',
    payment_returned: 'The payment was sent back before the renewal became active.',
    amount_mismatch: 'Another amount arrived than was asked for.',
    activation_outcome_unknown: 'The carrier has not told whether the SIM is renewed.',
    refund_failed: 'The bank did not take the money back.',
  },
  trail: {
    created: 'Ordered.',
    processing: 'The payment is being processed.',
    declined: 'The payment was declined.',
    closed: 'The payment page was closed.',
    'captured.keep': 'Paid.',
    'captured.send_back': 'A payment arrived that was not needed; it goes back.',
    'captured.review': 'A payment of another amount arrived; we look at it.',
    expired: 'The time to pay is over.',
    wait: 'The carrier is not ready; we try again.',
    active: 'Renewed.',
    refunding: 'Renewing was not possible; the money goes back.',
    refunded: 'Money was sent back.',
    refund_failed: 'Sending the money back failed; we look at it.',
    review: 'Handed to a person.',
  },
};
