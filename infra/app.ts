import { App } from 'aws-cdk-lib';
import { deployable } from './checked-stage.ts';
import { stageConfig } from './config.ts';
import { addStacks } from './stacks/stacks.ts';

const app = new App();
addStacks(app, deployable(stageConfig((key) => app.node.tryGetContext(key))));
app.synth();
