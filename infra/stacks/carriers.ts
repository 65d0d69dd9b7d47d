import { Duration, type Stack } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { ABILITIES, type CarrierAccount } from '../carrier-accounts.ts';
import { peopleAlarm } from '../constructs/alarm.ts';
import type { Routes } from '../constructs/http-api.ts';
import { QueueWorker } from '../constructs/queue-worker.ts';
import { everyMinutes, ScheduledFunction } from '../constructs/scheduled-function.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import type { StageConfig } from '../stage.ts';
import { type DataStack, secretOf } from './data.ts';

interface Surroundings {
  readonly config: StageConfig;
  readonly data: DataStack;
  readonly notify: ITopic;
}

/** Ends within API Gateway's 30 seconds, so that the carrier gets our answer and not the gateway's. */
const WEBHOOK_TIMEOUT = Duration.seconds(29);
/** A token, a turn in the account's rate, and one call. */
const REFRESH_TIMEOUT = Duration.seconds(60);
const WATCH_TIMEOUT = Duration.minutes(5);

/** What a webhook function logs as an error: a notice that cannot be read, a defect, a table that cannot be written. */
const WEBHOOK_ERRORS = { metricNamespace: 'Keizoku', metricName: 'CarrierWebhookErrors' };
const SIGNATURES =
  'The carrier has no token of ours: the function verifies its signature, or the secret in its address, over the bytes as they came.';
const READ_SECRET = ['secretsmanager:GetSecretValue'];
const SEND = ['sqs:SendMessage'];
/** Reads lines and SIM names, writes figures, and moves or ends the watch of a line. */
const NOTE_USAGE = ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'];

export interface CarrierAccounts {
  /** The accounts in JSON, for functions that call carriers. */
  readonly environment: string;
  /** The secrets of all that have one. */
  readonly secretArns: readonly string[];
  readonly tellingUsage: readonly string[];
  readonly tellingFloat: readonly string[];
}

export const carrierAccounts = (stack: Stack, { carriers }: StageConfig, data: DataStack): CarrierAccounts => {
  const keyed = carriers.filter(hasKey);
  const secretsOf = (accounts: readonly CarrierAccount[]) => accounts.map(({ name }) => secretOf(data, name));
  return {
    environment: stack.toJsonString(
      carriers.map((account) => (hasKey(account) ? { ...account, secretArn: secretOf(data, account.name) } : account)),
    ),
    secretArns: secretsOf(keyed),
    tellingUsage: secretsOf(keyed.filter(({ provider }) => ABILITIES[provider].tellsUsage)),
    tellingFloat: secretsOf(keyed.filter(({ provider }) => ABILITIES[provider].tellsFloat)),
  };
};

/** People need none. */
const hasKey = ({ provider }: CarrierAccount): boolean => provider !== 'manual';

/** A policy that names no resource is none. */
const allowSecrets = (to: ServiceFunction, secretArns: readonly string[]): void => {
  if (secretArns.length > 0) to.allow(READ_SECRET, ...secretArns);
};

/** Reads the usage of the lines that the queue names, carrier by carrier as fast as each allows. */
export const addUsageRefresher = (
  stack: Stack,
  { config, data: { table }, carriers, notify }: Surroundings & { readonly carriers: CarrierAccounts },
): Queue => {
  const refresher = new ServiceFunction(stack, 'usage-refresher', {
    config,
    timeout: REFRESH_TIMEOUT,
    environment: { TABLE_NAME: table.tableName, CARRIER_ACCOUNTS: carriers.environment },
  });
  refresher.allow(NOTE_USAGE, table.tableArn);
  allowSecrets(refresher, carriers.tellingUsage);
  const { queue } = new QueueWorker(stack, 'usage-refreshes', {
    worker: refresher,
    batchSize: 5,
    maxConcurrency: config.workerConcurrency,
    errorImpact: 'Travellers see old figures of the data that they have left; what they see says of when it is.',
    runbook: 'usage-fails',
    notify,
  });
  return queue;
};

/** Looks at the brand's credit at each carrier, and finds the lines whose usage is to be read. */
export const addCarrierWatch = (
  stack: Stack,
  {
    config,
    data: { table, bus },
    carriers,
    usageRefreshes,
    notify,
  }: Surroundings & { readonly carriers: CarrierAccounts; readonly usageRefreshes: Queue },
): void => {
  const watch = new ServiceFunction(stack, 'carrier-watch', {
    config,
    timeout: WATCH_TIMEOUT,
    environment: {
      TABLE_NAME: table.tableName,
      CARRIER_ACCOUNTS: carriers.environment,
      USAGE_QUEUE_URL: usageRefreshes.queueUrl,
      EVENT_BUS_NAME: bus.eventBusName,
    },
  });
  watch.allow(['dynamodb:Query'], `${table.tableArn}/index/due`);
  watch.allow(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'], table.tableArn);
  watch.allow(SEND, usageRefreshes.queueArn);
  watch.allow(['events:PutEvents'], bus.eventBusArn);
  allowSecrets(watch, carriers.tellingFloat);
  new ScheduledFunction(stack, 'carrier-watch-schedule', {
    worker: watch,
    rhythm: everyMinutes(config.tickMinutes),
    errorImpact:
      'Nobody sees when the credit at a carrier runs out: travellers pay for renewals that wait, and get their money back.',
    runbook: 'carrier-watch-fails',
    notify,
  });
};

/** One endpoint for each account: its bundle holds its carrier's protocol alone, its role one secret. */
export const addCarrierWebhooks = (
  stack: Stack,
  { config, data, usageRefreshes, notify }: Surroundings & { readonly usageRefreshes: Queue },
): readonly Routes[] => {
  peopleAlarm(stack, 'carrier-webhook-errors', {
    metric: new Metric({
      namespace: WEBHOOK_ERRORS.metricNamespace,
      metricName: WEBHOOK_ERRORS.metricName,
      period: Duration.minutes(5),
      statistic: 'Sum',
    }),
    errorImpact: 'Travellers see old figures: carriers tell us what happens to SIMs, and we cannot read or note it.',
    runbook: 'carrier-webhooks-fail',
    notify,
  });
  return config.carriers.filter(hasKey).map(({ name, provider }) => {
    const secretArn = secretOf(data, name);
    const webhook = new ServiceFunction(stack, `carrier-webhook-${name}`, {
      config,
      entry: `carrier-webhook/${provider}.ts`,
      timeout: WEBHOOK_TIMEOUT,
      environment: {
        TABLE_NAME: data.table.tableName,
        ACCOUNT_NAME: name,
        ACCOUNT_SECRET_ARN: secretArn,
        USAGE_QUEUE_URL: usageRefreshes.queueUrl,
      },
    });
    webhook.allow(NOTE_USAGE, data.table.tableArn);
    webhook.allow(READ_SECRET, secretArn);
    webhook.allow(SEND, usageRefreshes.queueArn);
    new MetricFilter(stack, `carrier-webhook-${name}-errors`, {
      logGroup: webhook.function.logGroup,
      ...WEBHOOK_ERRORS,
      filterPattern: FilterPattern.stringValue('$.level', '=', 'ERROR'),
    });
    return { keys: keysOf(name, provider), to: webhook, admits: SIGNATURES };
  });
};

/** Airalo asks the address with HEAD before it delivers to it. */
const keysOf = (name: string, provider: CarrierAccount['provider']): readonly string[] => {
  const path = `/v1/carrier-webhooks/${name}`;
  return provider === 'airalo' ? [`POST ${path}`, `HEAD ${path}`] : [`POST ${path}`];
};
