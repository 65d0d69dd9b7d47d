/** What other systems may react to, on the event bus. No personal data: ids and codes only. */
export type DomainEvent =
  | {
      readonly type: 'renewal.status_changed';
      readonly detail: { readonly renewalId: string; readonly status: string };
    }
  /** A refund failed for a renewal that is settled otherwise: a person has to return the money. */
  | { readonly type: 'payment.held'; readonly detail: { readonly renewalId: string; readonly payment: number } }
  | { readonly type: 'line.end_changed'; readonly detail: { readonly lineId: string; readonly endsAt: string } }
  /** A message was claimed, its sender never came back, and its period is over. */
  | {
      readonly type: 'message.outcome_unknown';
      readonly detail: { readonly lineId: string; readonly message: string };
    };

export const EVENT_SOURCE = 'keizoku';
