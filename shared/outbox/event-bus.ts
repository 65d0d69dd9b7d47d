import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { sendInBatches } from './batches.ts';
import { EVENT_SOURCE } from './domain-event.ts';
import type { Bus } from './outbox.ts';

export const eventBus = (client: EventBridgeClient, busName: string): Bus => ({
  put: (events) =>
    sendInBatches(events, async (batch) => {
      const { Entries = [] } = await client.send(
        new PutEventsCommand({
          Entries: batch.map(({ type, detail }) => ({
            EventBusName: busName,
            Source: EVENT_SOURCE,
            DetailType: type,
            Detail: JSON.stringify(detail),
          })),
        }),
      );
      return Entries.flatMap(({ ErrorCode }, position) => (ErrorCode ? [position] : []));
    }),
});
