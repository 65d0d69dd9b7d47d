import * as z from 'zod';
import type { Account, CreateResource } from '../deployment.ts';
import type { MessageEvents } from '../message-events.ts';
import { flag, kind, meaningless } from './kind.ts';

/** Names that senders may use; what is sent goes to the phone and mailbox simulator. */
export const emailSetKind: CreateResource = kind(
  {
    Name: z.string(),
    DeliveryOptions: meaningless,
    ReputationOptions: meaningless,
    SendingOptions: meaningless,
    SuppressionOptions: meaningless,
    TrackingOptions: meaningless,
    VdmOptions: meaningless,
    Tags: meaningless,
  },
  async ({ Name }) => ({ ref: Name }),
);

export const emailIdentityKind: CreateResource = kind(
  {
    EmailIdentity: z.string(),
    ConfigurationSetAttributes: meaningless,
    DkimAttributes: meaningless,
    DkimSigningAttributes: meaningless,
    FeedbackAttributes: meaningless,
    MailFromAttributes: meaningless,
    Tags: meaningless,
  },
  async ({ EmailIdentity }) => ({ ref: EmailIdentity }),
);

/** What is reported of mails, and to which topic. */
export const emailEventsKind = (events: MessageEvents): CreateResource =>
  kind(
    {
      ConfigurationSetName: z.string(),
      EventDestination: z.strictObject({
        Name: z.string().optional(),
        Enabled: flag.pipe(z.literal(true)),
        MatchingEventTypes: z.array(z.string()),
        SnsDestination: z.strictObject({ TopicARN: z.string() }),
      }),
    },
    async ({ ConfigurationSetName: set, EventDestination: to }, { logicalId }) => {
      // As SES writes them: `bounce` is asked for, `Bounce` is told.
      const types = to.MatchingEventTypes.map((type) => type.toLowerCase());
      events.add({ service: 'ses', set, types: new Set(types), topicArn: to.SnsDestination.TopicARN });
      return { ref: logicalId, attributes: { Id: logicalId } };
    },
  );

const smsDestination = z.strictObject({
  EventDestinationName: z.string(),
  Enabled: flag.pipe(z.literal(true)),
  MatchingEventTypes: z.array(z.string()),
  SnsDestination: z.strictObject({ TopicArn: z.string() }),
});

export const smsSetKind = ({ region, accountId }: Account, events: MessageEvents): CreateResource =>
  kind(
    {
      ConfigurationSetName: z.string(),
      DefaultSenderId: meaningless,
      EventDestinations: z.array(smsDestination).default([]),
      MessageFeedbackEnabled: meaningless,
      ProtectConfigurationId: meaningless,
      Tags: meaningless,
    },
    async ({ ConfigurationSetName: name, EventDestinations }) => {
      for (const { MatchingEventTypes, SnsDestination } of EventDestinations) {
        const types = new Set(MatchingEventTypes.map((type) => type.toLowerCase()));
        events.add({ service: 'sms-voice', set: name, types, topicArn: SnsDestination.TopicArn });
      }
      return {
        ref: name,
        attributes: { Arn: `arn:aws:sms-voice:${region}:${accountId}:configuration-set/${name}` },
      };
    },
  );
