import { type App, Tags } from 'aws-cdk-lib';
import type { StageConfig } from '../stage.ts';
import { DataStack } from './data.ts';
import { ServiceStack } from './service.ts';

/** The stacks of one stage: what must not be lost, and what can be deployed anew at any time. */
export const addStacks = (
  app: App,
  config: StageConfig,
): { readonly data: DataStack; readonly service: ServiceStack } => {
  const { stage, region, protectFromDeletion } = config;
  const data = new DataStack(app, `keizoku-${stage}-data`, {
    config,
    env: { region },
    terminationProtection: protectFromDeletion,
    description: 'Keizoku: table, event bus and secrets',
  });
  const service = new ServiceStack(app, `keizoku-${stage}-service`, {
    config,
    data,
    env: { region },
    description: 'Keizoku: API, functions, queues, schedules and topic',
  });
  Tags.of(app).add('application', 'keizoku');
  Tags.of(app).add('stage', stage);
  return { data, service };
};
