import { type Claims, claimState } from '../../shared/domain/reminder/claim.ts';
import { formatInstant, type Instant } from '../../shared/domain/values/instant.ts';
import type { LineAnswer } from './answers.ts';

/** What was sent about a line or a renewal, and what came of it. */
export const messagesView = (claims: Claims, now: Instant): LineAnswer['messages'] =>
  Object.entries(claims).map(([id, claim]) => {
    const [message = '', channel = ''] = id.split('.', 2);
    return {
      message,
      channel,
      state: claimState(claim, now),
      at: formatInstant(claim.at),
      ...(claim.reason !== undefined && { reason: claim.reason }),
    };
  });
