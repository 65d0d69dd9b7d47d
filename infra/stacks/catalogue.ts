import { CfnResource, CustomResource, Duration, type Stack } from 'aws-cdk-lib';
import { compiledCatalogue } from '../catalogue.ts';
import { acknowledge } from '../constructs/acknowledge.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import type { StageConfig } from '../stage.ts';
import type { DataStack } from './data.ts';

/** Some hundred plans, eight writes at once. */
const LOAD_TIMEOUT = Duration.minutes(2);

/**
 * Puts the plans of the brand on sale with each deployment that changes them. CloudFormation asks the function itself:
 * the library's providers would bring functions of their own, with rights to call others.
 */
export const addCatalogue = (
  stack: Stack,
  { config, data: { table } }: { readonly config: StageConfig; readonly data: DataStack },
): void => {
  const { text, hash } = compiledCatalogue(config);
  const loader = new ServiceFunction(stack, 'catalogue-loader', {
    config,
    timeout: LOAD_TIMEOUT,
    environment: { TABLE_NAME: table.tableName },
    files: { 'catalogue.json': text },
  });
  loader.allow(['dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:DeleteItem'], table.tableArn);
  acknowledge(
    loader,
    'Serverless-LambdaDLQ',
    'CloudFormation calls it and waits for its answer: a deployment that gets none within the time-out fails and goes back, and is started again by whoever deploys.',
  );
  const catalogue = new CustomResource(stack, 'catalogue', {
    serviceToken: loader.function.functionArn,
    properties: { catalogue: hash },
  });
  // The library writes it as text, which CloudFormation's own check complains of.
  const { defaultChild } = catalogue.node;
  if (defaultChild instanceof CfnResource) defaultChild.addPropertyOverride('ServiceTimeout', LOAD_TIMEOUT.toSeconds());
  // Its rights as well: without them the first deployment would fail.
  catalogue.node.addDependency(loader);
};
