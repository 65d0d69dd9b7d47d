import {
  CreateTopicCommand,
  ListSubscriptionsByTopicCommand,
  type SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import * as z from 'zod';
import type { CreateResource } from '../deployment.ts';
import { flag, kind, meaningless } from './kind.ts';

export const topicKind = (sns: SNSClient): CreateResource =>
  kind(
    {
      TopicName: z.string().optional(),
      DisplayName: meaningless,
      KmsMasterKeyId: meaningless,
      TracingConfig: meaningless,
      SignatureVersion: meaningless,
      Tags: meaningless,
    },
    async (given, { logicalId }) => {
      const name = given.TopicName ?? logicalId;
      const { TopicArn = '' } = await sns.send(new CreateTopicCommand({ Name: name }));
      return { ref: TopicArn, attributes: { TopicArn, TopicName: name } };
    },
  );

/** Queues only: the local engine takes other protocols and never delivers to them. */
export const subscriptionKind = (sns: SNSClient): CreateResource =>
  kind(
    {
      TopicArn: z.string(),
      Protocol: z.literal('sqs'),
      Endpoint: z.string(),
      RawMessageDelivery: flag.optional(),
      FilterPolicy: z.record(z.string(), z.unknown()).optional(),
      FilterPolicyScope: z.enum(['MessageAttributes', 'MessageBody']).optional(),
      RedrivePolicy: z.strictObject({ deadLetterTargetArn: z.string() }).optional(),
      Region: meaningless,
    },
    async ({ TopicArn, Endpoint, ...given }, { logicalId }) => {
      // Its filter may have changed since it was made: made anew at every start.
      const { Subscriptions = [] } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
      for (const { SubscriptionArn, Endpoint: there } of Subscriptions)
        if (there === Endpoint) await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
      const { SubscriptionArn = logicalId } = await sns.send(
        new SubscribeCommand({
          TopicArn,
          Protocol: 'sqs',
          Endpoint,
          ReturnSubscriptionArn: true,
          Attributes: {
            ...(given.RawMessageDelivery && { RawMessageDelivery: 'true' }),
            ...(given.FilterPolicy && { FilterPolicy: JSON.stringify(given.FilterPolicy) }),
            ...(given.FilterPolicyScope && { FilterPolicyScope: given.FilterPolicyScope }),
            ...(given.RedrivePolicy && { RedrivePolicy: JSON.stringify(given.RedrivePolicy) }),
          },
        }),
      );
      return { ref: SubscriptionArn, attributes: { Arn: SubscriptionArn } };
    },
  );
