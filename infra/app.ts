import { App } from 'aws-cdk-lib';
import { stageConfig } from './config.ts';
import { addStacks } from './stacks/stacks.ts';

const app = new App();
addStacks(
  app,
  stageConfig((key) => app.node.tryGetContext(key)),
);
app.synth();
