import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** `AwsSolutions-SQS3`; of a rule that has several findings one of them, `AwsSolutions-IAM5[Resource::…]`. */
type Rule = `${'AwsSolutions' | 'Serverless'}-${string}`;

/**
 * Says why a rule of cdk-nag does not fit a construct and what is in it. The tests refuse a finding that nobody has
 * answered, an answer that no finding asks for, and a reason without substance.
 */
export const acknowledge = (construct: IConstruct, rule: Rule, reason: string): void => {
  const [pack] = rule.split('-', 1);
  // With the pack's name in front, finding and reason stand in the report; without it both vanish from it.
  Validations.of(construct).acknowledge({ id: `${pack}::${rule}`, reason });
};
