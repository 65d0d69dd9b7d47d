import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PublishCommand } from '@aws-sdk/client-sns';
import type { Records } from '../simulators/records.ts';
import { readAssembly } from './assembly.ts';
import { awsBackends } from './backends.ts';
import type { MovableClock } from './clock.ts';
import { type Account, deploy } from './deployment.ts';
import { startEngines } from './engines.ts';
import { eventBuses } from './event-bus.ts';
import { startGateway } from './gateway/gateway.ts';
import { type Usage, usageCounter } from './gateway/usage.ts';
import { serveHttpApi } from './http-api/http-api.ts';
import { type FunctionHost, functionHost } from './lambda/function-host.ts';
import { MEANINGLESS } from './meaningless.ts';
import { type MessageEvents, messageEvents } from './message-events.ts';
import type { QueueEngine } from './queue-engine.ts';
import { resourceKinds } from './resource-kinds.ts';
import { httpApis } from './resources/http.ts';
import { rights } from './rights/rights.ts';
import { type Scheduler, scheduler } from './scheduler.ts';
import { secretsManager } from './secrets.ts';
import { eventSources } from './sources.ts';
import { Unsupported } from './unsupported.ts';
import { writeSignal } from './write-signal.ts';

export interface CloudOptions {
  /** The folder that holds all state. */
  readonly home: string;
  readonly assemblyFolder: string;
  readonly records: Records;
  readonly clock: MovableClock;
  /** Values of the template's secrets, by the construct's name. */
  readonly secretValues: Readonly<Record<string, () => string>>;
  /** Where requests for e-mail and SMS go. */
  readonly mailboxUrl: string;
}

export interface Cloud {
  /** The one endpoint of all AWS services. */
  readonly awsUrl: string;
  readonly usage: Usage;
  readonly functions: FunctionHost;
  readonly schedules: Scheduler;
  readonly queues: QueueEngine;
  /** What a phone or a mailbox has to say of a message, to whoever asked for it in the template. */
  readonly reportMessage: MessageEvents['report'];
  readonly tableName: string;
  /** This process's own way to the table, past the gateway and its counts. */
  readonly dynamo: DynamoDBClient;
  /** Answers requests to the template's HTTP API. */
  readonly serveApi: ReturnType<typeof serveHttpApi>;
  /** Starts what runs by itself: event sources and schedules. */
  run(): void;
  /** Lets what runs come to its end, then stops everything. */
  stop(): Promise<void>;
}

const ACCOUNT: Account = { region: 'ap-northeast-1', accountId: '000000000000' };

/**
 * Makes a synthesized CDK assembly run on this machine.
 *
 * @throws Unsupported for what the assembly asks for and this cloud does not understand
 */
export const startCloud = async (options: CloudOptions): Promise<Cloud> => {
  const { home, records, clock } = options;
  const log = logFiles(join(home, 'logs'));
  const complain = (where: string) => (error: unknown) =>
    log('cloud', `${new Date().toISOString()} ${where}: ${error instanceof Error ? error.stack : String(error)}\n`);

  const engines = await startEngines(home, ACCOUNT.region, (sentence) => {
    console.error(sentence);
    complain('engine')(sentence);
  });
  const usage = usageCounter();
  const writes = writeSignal();
  const functions = functionHost(clock.shared, log);
  const secrets = secretsManager();
  const buses = eventBuses(ACCOUNT, clock.now, complain('event bus'));
  const schedules = scheduler(clock.now, records, (name, error) => complain(`schedule ${name}`)(error));
  const allowed = rights(ACCOUNT, complain('rights'));
  const http = httpApis();
  const tables: string[] = [];
  const events = messageEvents((topicArn, event) =>
    engines.sns.send(new PublishCommand({ TopicArn: topicArn, Message: JSON.stringify(event) })),
  );

  const gateway = await startGateway(
    awsBackends({ engines, buses, secrets, usage, writes, rights: allowed, mailboxUrl: options.mailboxUrl }),
  );

  const queueUrl = (arn: string): string =>
    `${engines.queues.url}/${ACCOUNT.accountId}/${arn.slice(arn.lastIndexOf(':') + 1)}`;
  const sources = eventSources({ engines, functions, records, writes, queueUrl, complain });
  const stop = async (): Promise<void> => {
    await schedules.stop();
    await sources.stop();
    await functions.stop();
    await gateway.close();
    await engines.stop();
  };

  try {
    await deploy(readAssembly(options.assemblyFolder), ACCOUNT, {
      create: resourceKinds({
        ...{ account: ACCOUNT, awsUrl: gateway.url, engines, functions, buses, schedules, secrets, http },
        rights: allowed,
        messageEvents: events,
        sinks: sources.sinks,
        foundTable: (name) => void tables.push(name),
        secretValues: options.secretValues,
        writeLog: (group, line) => log(group, `${line}\n`),
      }),
      meaningless: MEANINGLESS,
    });
  } catch (error) {
    await stop();
    throw error;
  }
  const [[apiId, routes] = [], ...others] = http.apis;
  if (apiId === undefined || routes === undefined || others.length > 0)
    throw new Unsupported(`a template with ${http.apis.size} HTTP APIs: one is served`);
  const [tableName, ...otherTables] = tables;
  if (tableName === undefined || otherTables.length > 0)
    throw new Unsupported(`a template with ${tables.length} tables`);

  return {
    awsUrl: gateway.url,
    usage,
    functions,
    schedules,
    queues: engines.queues,
    reportMessage: events.report,
    tableName,
    dynamo: engines.dynamo,
    serveApi: serveHttpApi(
      { apiId, routes },
      { accountId: ACCOUNT.accountId, invoke: functions.invoke, now: clock.now },
    ),
    run() {
      sources.start();
      schedules.start();
    },
    stop,
  };
};

/** One file for each function and log group. */
const logFiles = (folder: string) => {
  mkdirSync(folder, { recursive: true });
  return (name: string, text: string | Buffer): void =>
    appendFileSync(join(folder, `${name.replace(/^\//, '').replaceAll('/', '-')}.log`), text);
};
