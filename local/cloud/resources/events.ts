import * as z from 'zod';
import type { Account, CreateResource } from '../deployment.ts';
import type { EventBuses } from '../event-bus.ts';
import { compilePattern } from '../pattern.ts';
import { Unsupported } from '../unsupported.ts';
import { count, kind, meaningless } from './kind.ts';

export const eventBusKind = (buses: EventBuses, { region, accountId }: Account): CreateResource =>
  kind(
    {
      Name: z.string(),
      Description: meaningless,
      KmsKeyIdentifier: meaningless,
      DeadLetterConfig: meaningless,
      LogConfig: meaningless,
      Tags: meaningless,
    },
    async ({ Name }) => {
      const arn = `arn:aws:events:${region}:${accountId}:event-bus/${Name}`;
      buses.addBus(Name, arn);
      return { ref: Name, attributes: { Arn: arn, Name } };
    },
  );

const target = z.strictObject({
  Id: z.string(),
  Arn: z.string(),
  RoleArn: z.string().optional(),
  DeadLetterConfig: z.strictObject({ Arn: z.string() }).optional(),
  RetryPolicy: z.strictObject({ MaximumRetryAttempts: count, MaximumEventAgeInSeconds: count }).partial().optional(),
  InputTransformer: z.never().optional(),
  Input: z.never().optional(),
  InputPath: z.never().optional(),
});

/** Hands an event to a target by the ARN of the target; an ARN of a service that is not known is an error at start. */
export type TargetOf = (arn: string) => ((event: unknown) => Promise<void>) | undefined;

export const ruleKind = (buses: EventBuses, targetOf: TargetOf): CreateResource =>
  kind(
    {
      Name: z.string().optional(),
      EventBusName: z.string(),
      EventPattern: z.record(z.string(), z.unknown()),
      State: z.literal('ENABLED').optional(),
      Targets: z.array(target),
      Description: meaningless,
      Tags: meaningless,
    },
    async (given, { logicalId, name }) => {
      const deliver = given.Targets.map(({ Arn, DeadLetterConfig }) => {
        const take = targetOf(Arn);
        if (!take) throw new Unsupported(`the rule target ${Arn}`);
        const instead = DeadLetterConfig && targetOf(DeadLetterConfig.Arn);
        return async (event: unknown): Promise<void> => {
          try {
            await take(event);
          } catch (error) {
            if (!instead) throw error;
            await instead(event);
          }
        };
      });
      const busName = given.EventBusName.slice(given.EventBusName.lastIndexOf('/') + 1);
      buses.addRule({ name, busName, matches: compilePattern(given.EventPattern), deliver });
      return { ref: logicalId, attributes: { Arn: `arn:aws:events:local:rule/${logicalId}` } };
    },
  );
