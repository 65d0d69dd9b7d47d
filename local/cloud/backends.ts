import { callerOf } from './callers.ts';
import type { Engines } from './engines.ts';
import type { EventBuses } from './event-bus.ts';
import { dynamoBackend } from './gateway/dynamo-backend.ts';
import { type Backend, forwardTo } from './gateway/forward.ts';
import type { Usage } from './gateway/usage.ts';
import type { Rights } from './rights/rights.ts';
import type { Secrets } from './secrets.ts';
import type { WriteSignal } from './write-signal.ts';

interface Deps {
  readonly engines: Engines;
  readonly buses: EventBuses;
  readonly secrets: Secrets;
  readonly usage: Usage;
  readonly writes: WriteSignal;
  readonly rights: Rights;
  /** Where requests for e-mail and SMS go. */
  readonly mailboxUrl: string;
}

/** Who answers for each AWS service, by the name that requests are signed for. What is refused is not counted. */
export const awsBackends = (deps: Deps): Readonly<Record<string, Backend>> => {
  const { engines, buses, secrets, usage, writes, rights, mailboxUrl } = deps;
  const guardedAndCounted = (backend: Backend): Backend =>
    rights.guard((request) => {
      const { accessKeyId, service, operation } = request;
      usage.add({ caller: callerOf(accessKeyId), service, operation }, { read: 0, write: 0 });
      return backend(request);
    });
  const table = dynamoBackend(
    forwardTo(() => engines.dynamoUrl),
    (operation, accessKeyId, units) => {
      usage.add({ caller: callerOf(accessKeyId), service: 'dynamodb', operation }, units);
      if (units.write > 0) writes.notify();
    },
  );
  const queues = guardedAndCounted(forwardTo(() => engines.queues.url));
  const messages = guardedAndCounted(forwardTo(() => mailboxUrl));
  return {
    dynamodb: rights.guard(table),
    sqs: queues,
    sns: queues,
    events: guardedAndCounted(buses.backend),
    secretsmanager: guardedAndCounted(secrets.backend),
    ses: messages,
    'sms-voice': messages,
  };
};
