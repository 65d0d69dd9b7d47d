import * as z from 'zod';
import type { Account, CreateResource } from '../deployment.ts';
import { kind, meaningless } from './kind.ts';

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

export const smsSetKind = ({ region, accountId }: Account): CreateResource =>
  kind(
    {
      ConfigurationSetName: z.string(),
      DefaultSenderId: meaningless,
      EventDestinations: meaningless,
      MessageFeedbackEnabled: meaningless,
      ProtectConfigurationId: meaningless,
      Tags: meaningless,
    },
    async ({ ConfigurationSetName: name }) => ({
      ref: name,
      attributes: { Arn: `arn:aws:sms-voice:${region}:${accountId}:configuration-set/${name}` },
    }),
  );
