import { Duration } from 'aws-cdk-lib';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { FilterCriteria, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { peopleAlarm } from './alarm.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import type { ServiceFunction } from './service-function.ts';

interface StreamWorkerProps {
  readonly worker: ServiceFunction;
  readonly table: TableV2;
  /** Which sort keys the function is interested in, in the language of event filters. */
  readonly sortKeys: readonly unknown[];
  readonly errorImpact: string;
  readonly runbook: string;
  readonly notify: ITopic;
}

const streamArnOf = ({ tableStreamArn }: TableV2): string => {
  if (tableStreamArn === undefined) throw new Error('the table has no stream');
  return tableStreamArn;
};

const BATCH_SIZE = 100;
const RETRIES = 5;
/** A stream keeps its records for 24 hours: what fails for longer must have left it before. */
const MAX_AGE_HOURS = 6;
/** Changes are handed on within a second; this late, something holds them up. */
const MAX_LAG = Duration.minutes(10);

/** A function that reads a table's changes in order. A record that always fails leaves the stream's way. */
export class StreamWorker extends Construct {
  constructor(scope: Construct, id: string, props: StreamWorkerProps) {
    super(scope, id);
    const { worker, table, sortKeys, errorImpact, runbook, notify } = props;
    const { queue } = new DeadLetterQueue(this, 'failures', { errorImpact, runbook, notify });
    table.grantStreamRead(worker.function);
    worker.function.addEventSourceMapping('stream', {
      eventSourceArn: streamArnOf(table),
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: BATCH_SIZE,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      retryAttempts: RETRIES,
      maxRecordAge: Duration.hours(MAX_AGE_HOURS),
      onFailure: new SqsDlq(queue),
      filters: [FilterCriteria.filter({ dynamodb: { NewImage: { sk: { S: [...sortKeys] } } } })],
    });
    acknowledge(
      worker,
      'Serverless-LambdaDLQ',
      'Only the stream calls it, and changes that fail go to the failure queue of its mapping.',
    );
    peopleAlarm(this, 'lag', {
      metric: worker.function.metric('IteratorAge', { period: Duration.minutes(5), statistic: 'Maximum' }),
      threshold: MAX_LAG.toMilliseconds(),
      ...{ errorImpact, runbook, notify },
    });
  }
}
