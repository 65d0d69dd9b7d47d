import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  SetQueueAttributesCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import * as z from 'zod';
import type { CreateResource } from '../deployment.ts';
import type { QueueEngine } from '../queue-engine.ts';
import { count, flag, kind, meaningless } from './kind.ts';

const redrive = z.strictObject({ deadLetterTargetArn: z.string(), maxReceiveCount: count });

/** An SQS queue. `queueUrl` names it on the gateway, where functions find it. */
export const queueKind = (
  { sqs, queues }: { readonly sqs: SQSClient; readonly queues: Pick<QueueEngine, 'track'> },
  queueUrl: (name: string) => string,
): CreateResource =>
  kind(
    {
      QueueName: z.string().optional(),
      VisibilityTimeout: count.optional(),
      DelaySeconds: count.optional(),
      MessageRetentionPeriod: count.optional(),
      MaximumMessageSize: count.optional(),
      ReceiveMessageWaitTimeSeconds: count.optional(),
      RedrivePolicy: redrive.optional(),
      FifoQueue: flag.pipe(z.literal(false)).optional(),
      RedriveAllowPolicy: meaningless,
      SqsManagedSseEnabled: meaningless,
      KmsMasterKeyId: meaningless,
      KmsDataKeyReusePeriodSeconds: meaningless,
      Tags: meaningless,
    },
    async (given, { logicalId }) => {
      const name = given.QueueName ?? logicalId;
      queues.track(name);
      const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
      const numbers = {
        VisibilityTimeout: given.VisibilityTimeout,
        DelaySeconds: given.DelaySeconds,
        MessageRetentionPeriod: given.MessageRetentionPeriod,
        MaximumMessageSize: given.MaximumMessageSize,
        ReceiveMessageWaitTimeSeconds: given.ReceiveMessageWaitTimeSeconds,
      };
      const attributes = Object.fromEntries(
        Object.entries(numbers).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]])),
      );
      if (given.RedrivePolicy) attributes['RedrivePolicy'] = JSON.stringify(given.RedrivePolicy);
      if (Object.keys(attributes).length > 0)
        await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: attributes }));
      const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
      return { ref: queueUrl(name), attributes: { Arn: Attributes?.['QueueArn'] ?? '', QueueName: name } };
    },
  );
