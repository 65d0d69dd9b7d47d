interface FloatDetail {
  readonly account: string;
  /** As it was read last, in ten-thousandths of the currency's main unit; absent where it was never read. */
  readonly float?: { readonly amountE4: number; readonly currency: string };
}

/** What other systems may react to, on the event bus. No personal data: ids and codes only. */
export type DomainEvent =
  | {
      readonly type: 'renewal.status_changed';
      readonly detail: { readonly renewalId: string; readonly status: string };
    }
  /** A refund failed for a renewal that is settled otherwise: a person has to return the money. */
  | { readonly type: 'payment.held'; readonly detail: { readonly renewalId: string; readonly payment: number } }
  /** The carrier activated it after the money had gone back, and it could not be undone: a person has to know. */
  | { readonly type: 'renewal.served_for_nothing'; readonly detail: { readonly renewalId: string } }
  /** The payer's bank asks for the money: somebody has to answer at the provider, within days; later how it ended. */
  | {
      readonly type: 'payment.disputed';
      readonly detail: { readonly renewalId: string; readonly payment: number; readonly state: string };
    }
  /** A provider's books, or a carrier's records, were compared with ours; `open` waits for a person or the next run. */
  | {
      readonly type: 'reconciliation.finished';
      readonly detail: {
        readonly kind: 'payments' | 'carrier';
        readonly account: string;
        readonly day: string;
        readonly theirs: number;
        readonly ours: number;
        readonly repaired: number;
        readonly open: number;
      };
    }
  /** The brand's credit at a carrier is low or used up: nothing of it is sold until somebody has filled it up. */
  | { readonly type: 'carrier.float_low'; readonly detail: FloatDetail }
  | { readonly type: 'carrier.float_restored'; readonly detail: FloatDetail }
  /** A carrier cannot be reached for minutes: nothing of it is sold, and what is paid waits for its deadline; later: it can. */
  | { readonly type: 'carrier.unreachable' | 'carrier.reachable'; readonly detail: { readonly account: string } }
  /** The carrier has given the line's number to another SIM: nothing can be sold for it any more. */
  | { readonly type: 'line.recycled'; readonly detail: { readonly lineId: string } }
  | { readonly type: 'line.end_changed'; readonly detail: { readonly lineId: string; readonly endsAt: string } }
  /** A message was claimed, its sender never came back, and its period is over. */
  | {
      readonly type: 'message.outcome_unknown';
      readonly detail: { readonly lineId: string; readonly message: string };
    };

export const EVENT_SOURCE = 'keizoku';
