import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type MovableClock, movableClock } from '../../../local/cloud/clock.ts';
import { type Cloud, startCloud } from '../../../local/cloud/cloud.ts';
import { type RunningServer, serveOn } from '../../../local/cloud/gateway/gateway.ts';
import { eventually } from '../../../local/eventually.ts';
import { openRecords, type Records } from '../../../local/simulators/records.ts';
import { writeSampleAssembly } from './sample-assembly.ts';

const WITHIN_MS = 15_000;

describe('an assembly on the local cloud', () => {
  let home: string;
  let records: Records;
  let clock: MovableClock;
  let cloud: Cloud;
  let api: RunningServer;

  const assemblyFolder = (): string => join(home, 'assembly');

  const start = async (): Promise<void> => {
    records = openRecords(join(home, 'cloud.sqlite'));
    clock = movableClock(records);
    cloud = await startCloud({
      home,
      assemblyFolder: assemblyFolder(),
      records,
      clock,
      secretValues: { account: () => 'the value' },
      mailboxUrl: 'http://127.0.0.1:9',
    });
    api = await serveOn(0, (request, response) => void cloud.serveApi(request, response));
    cloud.run();
  };

  const stop = async (): Promise<void> => {
    await api.close();
    await cloud.stop();
    records.close();
  };

  const seen = async (id: string): Promise<number> => {
    const item = (await (await fetch(`${api.url}/items/seen-${id}`)).json()) as { times?: { N: string } } | null;
    return Number(item?.times?.N ?? 0);
  };

  const depth = (name: string): number => cloud.queues.depths()[name]?.ready ?? 0;
  const put = (id: string, body = 'x', type = 'text/plain'): Promise<Response> =>
    fetch(`${api.url}/items/${id}`, { method: 'POST', body, headers: { 'content-type': type } });

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'keizoku-cloud-'));
    await writeSampleAssembly(assemblyFolder());
    await start();
  });
  afterAll(async () => {
    await stop();
    rmSync(home, { recursive: true });
  });

  test('HTTP reaches the function, and its answer comes back whole', async () => {
    const response = await put('plain', 'hello');
    expect(response.status).toBe(201);
    expect(await response.text()).toBe('plain');
    expect(response.headers.get('x-base64')).toBe('false');
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    const item = await (await fetch(`${api.url}/items/plain`)).json();
    expect(item).toEqual({ pk: { S: 'plain' }, body: { S: 'hello' } });
  });

  test('a form post arrives in base64', async () => {
    const response = await put('form', 'a=1', 'application/x-www-form-urlencoded');
    expect(response.headers.get('x-base64')).toBe('true');
    const item = (await (await fetch(`${api.url}/items/form`)).json()) as { body: { S: string } };
    expect(Buffer.from(item.body.S, 'base64').toString()).toBe('a=1');
  });

  test('what no route fits is a 404, what a function throws is a 500 without a word of why', async () => {
    expect((await fetch(`${api.url}/nowhere`)).status).toBe(404);
    expect((await fetch(`${api.url}/items/x`, { method: 'DELETE' })).status).toBe(404);
    const broken = await fetch(`${api.url}/broken`);
    expect([broken.status, await broken.json()]).toEqual([500, { message: 'Internal Server Error' }]);
  });

  test('a write goes through stream and queue to the worker, once', async () => {
    await put('once');
    await eventually('the worker has seen it', WITHIN_MS, async () => expect(await seen('once')).toBe(1));
  });

  test('a record that always fails goes to the failure queue, and the next ones go on', async () => {
    await put('poison-1');
    await put('after-poison');
    await eventually('the next one was seen', WITHIN_MS, async () => expect(await seen('after-poison')).toBe(1));
    await eventually('the poison lies aside', WITHIN_MS, async () => expect(depth('StreamFailures')).toBe(1));
  });

  test('a message that always fails ends on the dead-letter queue', async () => {
    await put('bad-1');
    await eventually('it lies on the dead-letter queue', WITHIN_MS, async () => expect(depth('DeadQueue')).toBe(1));
  });

  test('a topic delivers what its filter wants and nothing else', async () => {
    await fetch(`${api.url}/messages/unwanted?channel=other`, { method: 'POST' });
    await fetch(`${api.url}/messages/wanted?channel=wanted`, { method: 'POST' });
    await eventually('the wanted one came', WITHIN_MS, async () => expect(await seen('wanted')).toBe(1));
    expect(await seen('unwanted')).toBe(0);
  });

  test('given a jump of the clock, then functions see it and the schedule fires, and its event reaches the rule', async () => {
    const before = (await (await fetch(`${api.url}/secret`)).json()) as { now: number };
    expect(depth('Events')).toBe(0);
    clock.advance(2 * 3_600_000);
    const after = (await (await fetch(`${api.url}/secret`)).json()) as { now: number; value: string };
    expect(after.value).toBe('the value');
    expect(after.now - before.now).toBeGreaterThanOrEqual(2 * 3_600_000);
    await eventually('the event came', WITHIN_MS, async () => expect(depth('Events')).toBe(1));
  });

  test.each([
    ['action', 'dynamodb:Scan'],
    ['index', 'dynamodb:Query'],
    ['part', 'dynamodb:DeleteItem'],
    ['queue', 'sqs:SendMessage'],
    ['topic', 'sns:Publish'],
    ['secret', 'secretsmanager:GetSecretValue'],
  ])('a role that does not allow it: %s is refused, naming the statement that is missing', async (what, action) => {
    const answer = await (await fetch(`${api.url}/forbidden/${what}`)).json();
    expect(answer).toMatchObject({
      refused: true,
      name: expect.stringMatching(/^(AccessDenied|AuthorizationError)/),
      message: expect.stringContaining(`"Action":"${action}"`),
    });
  });

  test('requests and capacity are counted for each function', async () => {
    cloud.usage.reset();
    await put('counted', 'y'.repeat(1_500));
    await eventually('the worker has seen it', WITHIN_MS, async () => expect(await seen('counted')).toBe(1));
    const usage = cloud.usage.list();
    expect(usage).toContainEqual(
      expect.objectContaining({
        caller: 'http',
        service: 'dynamodb',
        operation: 'PutItem',
        requests: 1,
        writeUnits: 2,
      }),
    );
    expect(usage).toContainEqual(
      expect.objectContaining({ caller: 'stream', service: 'sqs', operation: 'SendMessage' }),
    );
  });

  test('a restart keeps items, messages and the clock, and repeats no record of the stream', async () => {
    await put('kept');
    await eventually('it was seen', WITHIN_MS, async () => expect(await seen('kept')).toBe(1));
    const offset = clock.offsetMs();
    await stop();
    await start();
    expect(clock.offsetMs()).toBe(offset);
    await put('later');
    await eventually('a later one was seen', WITHIN_MS, async () => expect(await seen('later')).toBe(1));
    expect(await seen('kept')).toBe(1);
    expect(depth('DeadQueue')).toBe(1);
  });
});

test.each([
  [
    'a property that is not understood',
    { Odd: { Type: 'AWS::SQS::Queue', Properties: { Colour: 'red' } } },
    'Odd (AWS::SQS::Queue): the property Colour',
  ],
  [
    'a function that may not read its queue',
    {
      Policy: {
        Type: 'AWS::IAM::Policy',
        Properties: { PolicyName: 'none', Roles: [], PolicyDocument: { Version: '2012-10-17', Statement: [] } },
      },
    },
    'is not authorized to perform',
  ],
  [
    'a policy with a condition',
    {
      Conditional: {
        Type: 'AWS::IAM::Policy',
        Properties: {
          PolicyName: 'c',
          Roles: [],
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Action: 'x:Y', Resource: '*', Condition: {} }],
          },
        },
      },
    },
    'Conditional (AWS::IAM::Policy)',
  ],
])('an assembly with %s does not start, and says which', async (_name, more, message) => {
  const home = mkdtempSync(join(tmpdir(), 'keizoku-cloud-'));
  const assemblyFolder = join(home, 'assembly');
  await writeSampleAssembly(assemblyFolder, more);
  const records = openRecords(':memory:');
  const starting = startCloud({
    ...{ home, assemblyFolder, records, clock: movableClock(records) },
    secretValues: {},
    mailboxUrl: 'http://127.0.0.1:9',
  });
  await expect(starting).rejects.toThrow(message);
  records.close();
  rmSync(home, { recursive: true });
});
