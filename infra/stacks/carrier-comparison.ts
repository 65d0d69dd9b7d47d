import { Duration, type Stack } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { watchDifferences } from '../constructs/open-differences.ts';
import { dailyAt, ScheduledFunction } from '../constructs/scheduled-function.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import type { StageConfig } from '../stage.ts';
import type { CarrierAccounts } from './carriers.ts';
import type { DataStack } from './data.ts';

interface CarrierComparisonProps {
  readonly config: StageConfig;
  readonly data: DataStack;
  readonly carriers: CarrierAccounts;
  readonly notify: ITopic;
}

/** It begins no line after eight minutes, and one that was begun may take another minute and a half. */
const TIMEOUT = Duration.minutes(10);
/** An hour after the books of payments: what those put right is compared too. */
const HOUR_UTC = 21;

/** Compares the lines that were renewed lately with the records of their carriers once a day. */
export const addCarrierReconciler = (
  stack: Stack,
  { config, data: { table, bus }, carriers, notify }: CarrierComparisonProps,
): void => {
  const reconciler = new ServiceFunction(stack, 'carrier-reconciler', {
    config,
    timeout: TIMEOUT,
    environment: {
      TABLE_NAME: table.tableName,
      CARRIER_ACCOUNTS: carriers.environment,
      PAYMENT_ACCOUNT_NAMES: config.payments.map(({ name }) => name).join(','),
      EVENT_BUS_NAME: bus.eventBusName,
    },
  });
  reconciler.allow(['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem', 'dynamodb:UpdateItem'], table.tableArn);
  // A policy that names no resource is none.
  if (carriers.secretArns.length > 0) reconciler.allow(['secretsmanager:GetSecretValue'], ...carriers.secretArns);
  reconciler.allow(['events:PutEvents'], bus.eventBusArn);
  new ScheduledFunction(stack, 'carrier-reconciler-schedule', {
    worker: reconciler,
    rhythm: dailyAt(HOUR_UTC),
    errorImpact:
      'Nobody compares what carriers show with what travellers were promised: days that were paid for and are not served stay unseen.',
    runbook: 'carrier-reconciliation',
    notify,
  });
  watchDifferences(stack, {
    id: 'carrier-reconciliation',
    metricName: 'CarrierReconciliation',
    comparer: reconciler,
    errorImpact: 'Carriers show something else than travellers have paid for, and no rule could settle it.',
    runbook: 'carrier-reconciliation',
    notify,
  });
};
