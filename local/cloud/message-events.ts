import * as z from 'zod';

/** What is reported of one message. */
export const messageReport = z.discriminatedUnion('service', [
  z.strictObject({
    service: z.enum(['ses', 'sms-voice']),
    /** The configuration set that the message was sent with. */
    set: z.string(),
    /** `Bounce`, `TEXT_DELIVERED` and so on. */
    type: z.string(),
    event: z.record(z.string(), z.unknown()),
  }),
  /** An SMS that somebody sends to us. Every number takes answers here, and they go where its set reports to. */
  z.strictObject({ service: z.literal('inbound'), set: z.string(), event: z.record(z.string(), z.unknown()) }),
]);
export type MessageReport = z.infer<typeof messageReport>;

interface EventDestination {
  readonly service: 'ses' | 'sms-voice';
  readonly set: string;
  /** In small letters. */
  readonly types: ReadonlySet<string>;
  readonly topicArn: string;
}

export interface MessageEvents {
  add(destination: EventDestination): void;
  /** @returns how many topics it went to */
  report(report: MessageReport): Promise<number>;
}

/** The event destinations of the template's configuration sets. */
export const messageEvents = (
  publish: (topicArn: string, event: Readonly<Record<string, unknown>>) => Promise<unknown>,
): MessageEvents => {
  const destinations: EventDestination[] = [];
  const wants = ({ service, set, types }: EventDestination, report: MessageReport): boolean => {
    if (set !== report.set) return false;
    return report.service === 'inbound'
      ? service === 'sms-voice'
      : service === report.service && types.has(report.type.toLowerCase());
  };
  return {
    add: (destination) => void destinations.push(destination),
    async report(report) {
      const hit = destinations.filter((destination) => wants(destination, report));
      await Promise.all(hit.map(({ topicArn }) => publish(topicArn, report.event)));
      return hit.length;
    },
  };
};
