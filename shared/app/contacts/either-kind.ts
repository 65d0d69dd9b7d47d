import type { CodeMessage, PlannedMessage, TopicMessage } from '../../outbox/topic-message.ts';

/** A code goes another way than what is planned: nothing stands on the line for it. */
export const eitherKind =
  <Outcome>(planned: (message: PlannedMessage) => Promise<Outcome>, code: (message: CodeMessage) => Promise<Outcome>) =>
  (message: TopicMessage): Promise<Outcome> => {
    switch (message.kind) {
      case 'reminder':
      case 'notice':
        return planned(message);
      case 'contact_code':
        return code(message);
    }
  };
