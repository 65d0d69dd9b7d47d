import { Duration, type Stack } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { peopleAlarm } from '../constructs/alarm.ts';
import type { Routes } from '../constructs/http-api.ts';
import { watchDifferences } from '../constructs/open-differences.ts';
import { dailyAt, ScheduledFunction } from '../constructs/scheduled-function.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import type { PaymentAccount } from '../payment-accounts.ts';
import type { StageConfig } from '../stage.ts';
import { type DataStack, secretOf } from './data.ts';

interface Surroundings {
  readonly config: StageConfig;
  readonly data: DataStack;
}

/** Ends within API Gateway's 30 seconds, so that the provider gets our answer and not the gateway's. */
const WEBHOOK_TIMEOUT = Duration.seconds(29);
const RECONCILE_TIMEOUT = Duration.minutes(10);
/** 05:00 in Japan: the books of the day before are complete everywhere, and whoever has to look is about to get up. */
const RECONCILE_HOUR_UTC = 20;
/** The others are only heard, as yet. */
const CALLED: ReadonlySet<PaymentAccount['provider']> = new Set(['stripe', 'paypal']);

/** What a webhook function logs as an error: a notice that cannot be read, a defect, a table that cannot be written. */
const WEBHOOK_ERRORS = { metricNamespace: 'Keizoku', metricName: 'WebhookErrors' };
const SIGNATURES =
  "The provider has no token of ours: the function verifies the provider's signature over the bytes as they came.";
const READ_SECRET = ['secretsmanager:GetSecretValue'];

export interface PaymentAccounts {
  /** The accounts in JSON, for functions that call providers. */
  readonly environment: string;
  /** The secrets of those that are called, not only heard. */
  readonly secretArns: readonly string[];
}

export const paymentAccounts = (stack: Stack, { payments }: StageConfig, data: DataStack): PaymentAccounts => {
  // Also those that take nothing any more: what was paid through them may have to go back.
  const called = payments.filter(({ provider }) => CALLED.has(provider));
  return {
    environment: stack.toJsonString(
      payments.map((account) => ({ ...account, secretArn: secretOf(data, account.name) })),
    ),
    secretArns: called.map(({ name }) => secretOf(data, name)),
  };
};

/** One endpoint for each account: its bundle holds its provider's protocol alone, its role one secret. */
export const addWebhooks = (
  stack: Stack,
  { config, data, notify }: Surroundings & { readonly notify: ITopic },
): readonly Routes[] => {
  peopleAlarm(stack, 'webhook-errors', {
    metric: new Metric({
      namespace: WEBHOOK_ERRORS.metricNamespace,
      metricName: WEBHOOK_ERRORS.metricName,
      period: Duration.minutes(5),
      statistic: 'Sum',
    }),
    errorImpact: 'Payments of travellers are reported to us, and we cannot read or note them.',
    runbook: 'webhooks-fail',
    notify,
  });
  return config.payments.map(({ name, provider }) => {
    const secretArn = secretOf(data, name);
    const webhook = new ServiceFunction(stack, `webhook-${name}`, {
      config,
      entry: `payment-webhook/${provider}.ts`,
      timeout: WEBHOOK_TIMEOUT,
      environment: { TABLE_NAME: data.table.tableName, ACCOUNT_NAME: name, ACCOUNT_SECRET_ARN: secretArn },
    });
    webhook.allow(['dynamodb:GetItem', 'dynamodb:PutItem'], data.table.tableArn);
    webhook.allow(READ_SECRET, secretArn);
    new MetricFilter(stack, `webhook-${name}-errors`, {
      logGroup: webhook.function.logGroup,
      ...WEBHOOK_ERRORS,
      filterPattern: FilterPattern.stringValue('$.level', '=', 'ERROR'),
    });
    return { keys: [`POST /v1/webhooks/${name}`], to: webhook, admits: SIGNATURES };
  });
};

/** Compares the books of every account with ours once a day, and counts what it could not settle. */
export const addReconciler = (
  stack: Stack,
  {
    config,
    data: { table, bus },
    payments,
    notify,
  }: Surroundings & { readonly payments: PaymentAccounts; readonly notify: ITopic },
): void => {
  const reconciler = new ServiceFunction(stack, 'reconciler', {
    config,
    timeout: RECONCILE_TIMEOUT,
    environment: {
      TABLE_NAME: table.tableName,
      PAYMENT_ACCOUNTS: payments.environment,
      EVENT_BUS_NAME: bus.eventBusName,
    },
  });
  reconciler.allow(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'], table.tableArn);
  reconciler.allow(READ_SECRET, ...payments.secretArns);
  reconciler.allow(['events:PutEvents'], bus.eventBusArn);
  new ScheduledFunction(stack, 'reconciler-schedule', {
    worker: reconciler,
    rhythm: dailyAt(RECONCILE_HOUR_UTC),
    errorImpact: 'Nobody compares the books: payments of travellers that were lost on both ways stay lost.',
    runbook: 'reconciliation',
    notify,
  });
  watchDifferences(stack, {
    id: 'reconciliation',
    metricName: 'Reconciliation',
    comparer: reconciler,
    errorImpact: 'Payments of travellers stand in one book and not in the other, and no rule could settle them.',
    runbook: 'reconciliation',
    notify,
  });
};
