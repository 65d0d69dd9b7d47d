import * as z from 'zod';
import type { CreateResource } from '../deployment.ts';
import { nextFiring } from '../schedule-expression.ts';
import type { Scheduler } from '../scheduler.ts';
import { Unsupported } from '../unsupported.ts';
import { count, kind, meaningless } from './kind.ts';

export interface ScheduleTarget {
  /** As whom the scheduler calls. */
  readonly roleArn: string;
  readonly arn: string;
  readonly input: string;
  readonly maxRetries: number;
  readonly deadLetterArn?: string;
}

const DEFAULT_RETRIES = 185;

/** An EventBridge Scheduler schedule with a function as its target. `fire` runs it to its end, retries included. */
export const scheduleKind = (scheduler: Scheduler, fire: (target: ScheduleTarget) => Promise<void>): CreateResource =>
  kind(
    {
      Name: z.string().optional(),
      ScheduleExpression: z.string(),
      ScheduleExpressionTimezone: z.string().optional(),
      // A window only delays a firing; here it comes at its beginning.
      FlexibleTimeWindow: z.looseObject({ Mode: z.enum(['OFF', 'FLEXIBLE']) }),
      State: z.enum(['ENABLED', 'DISABLED']).optional(),
      Target: z.strictObject({
        Arn: z.string(),
        RoleArn: z.string(),
        Input: z.string().optional(),
        RetryPolicy: z
          .strictObject({ MaximumRetryAttempts: count.optional(), MaximumEventAgeInSeconds: count.optional() })
          .optional(),
        DeadLetterConfig: z.strictObject({ Arn: z.string() }).optional(),
      }),
      GroupName: meaningless,
      Description: meaningless,
      KmsKeyArn: meaningless,
    },
    async (given, { logicalId, name }) => {
      const { Arn, RoleArn, Input = '{}', RetryPolicy, DeadLetterConfig } = given.Target;
      if (Arn.split(':')[2] !== 'lambda') throw new Unsupported(`the schedule target ${Arn}`);
      if (given.State !== 'DISABLED')
        scheduler.add({
          // A schedule is named after the function that it wakes.
          name: Arn.slice(Arn.lastIndexOf(':') + 1),
          expression: given.ScheduleExpression,
          next: nextFiring(given.ScheduleExpression, given.ScheduleExpressionTimezone),
          fire: () =>
            fire({
              roleArn: RoleArn,
              arn: Arn,
              input: Input,
              maxRetries: RetryPolicy?.MaximumRetryAttempts ?? DEFAULT_RETRIES,
              ...(DeadLetterConfig && { deadLetterArn: DeadLetterConfig.Arn }),
            }),
        });
      return { ref: given.Name ?? logicalId, attributes: { Arn: `arn:aws:scheduler:local:schedule/${name}` } };
    },
  );
