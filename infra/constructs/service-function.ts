import { join } from 'node:path';
import type { Duration } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { bundledCode } from '../bundles.ts';
import type { StageConfig } from '../stage.ts';
import { acknowledge } from './acknowledge.ts';

export interface ServiceFunctionProps {
  readonly config: StageConfig;
  /** Below `functions/`; where a folder has several functions, each has an entry of its own. */
  readonly entry?: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeout: Duration;
  /** Texts beside the bundle, by their names. */
  readonly files?: Readonly<Record<string, string>>;
}

/** CPU comes with memory: this is where a typical invocation costs least. */
const MEMORY_MB = 512;

/** One function, by default named like its folder under `functions/`, with a role and a log group of its own. */
export class ServiceFunction extends Construct {
  readonly function: LambdaFunction;
  readonly timeout: Duration;

  constructor(
    scope: Construct,
    name: string,
    { config, entry = join(name, 'index.ts'), environment, timeout, files }: ServiceFunctionProps,
  ) {
    super(scope, name);
    this.timeout = timeout;
    const logGroup = new LogGroup(this, 'logs', {
      retention: config.logRetention,
      removalPolicy: config.removalPolicy,
    });
    // AWS's managed policy for functions lets each of them write to every log group.
    const role = new Role(this, 'role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    this.function = new LambdaFunction(this, name, {
      code: bundledCode(this, entry, { sourceMap: config.stage !== 'local', ...(files && { files }) }),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: MEMORY_MB,
      timeout,
      logGroup,
      role,
      environment: {
        ...environment,
        POWERTOOLS_SERVICE_NAME: name,
        POWERTOOLS_LOG_LEVEL: config.logLevel,
      },
    });
    acknowledge(
      this,
      'Serverless-LambdaTracing',
      "The trail of a renewal says when each step of it was done, across all functions. X-Ray would add a right on every resource ('*') to each role.",
    );
  }

  /** Just these actions on just these resources: the library's grants bring along what nothing here calls. */
  allow(actions: readonly string[], ...resources: readonly string[]): void {
    this.function.addToRolePolicy(new PolicyStatement({ actions: [...actions], resources: [...resources] }));
  }
}
