import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient, ListTablesCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { eventually } from '../../local/eventually.ts';
import { productForTests } from './instance.ts';
import { call, WITHIN_MS } from './world.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const PLAN = 'jp-1gb-3d';
/** The sweeper looks at what nothing else moved for this long. */
const SWEPT_AFTER_MS = 11 * MINUTE_MS;

describe('when something fails', () => {
  const { product, around } = productForTests();
  const mei = around.as('mei');

  /** A line of its own and an order for it, with a mailbox that nobody else writes to. */
  const ordered = async () => {
    const email = `${randomUUID()}@example.com`;
    const line = await around.addLine({ owner: 'mei', endsInMs: 20 * DAY_MS, email, phone: null, language: 'en' });
    const { promised, renewal } = await around.order(mei, line.lineId, PLAN);
    return { email, line, promised, renewal };
  };
  const expiryCalls = async (iccid: string): Promise<number> => {
    const calls = await around.carrierCalls();
    return calls.filter(({ path }) => path.includes(iccid) && path.includes('set_expiry_time')).length;
  };
  const refundedMinor = async (renewal: { payment: { url: string } }): Promise<number> => {
    const session = around.sessionOf(renewal);
    const { body } = await call(`${product().endpoints().stripe}/_sim/payments`);
    const payment = body.find(({ sessionId }: { sessionId: string }) => sessionId === session);
    return payment.refundedMinor;
  };

  test('the carrier refuses → the money goes back once, and the traveller is told', async () => {
    const { email, line, renewal } = await ordered();
    await around.soracomFaults([{ fault: 'refuse', path: 'set_expiry_time', iccid: line.iccid }]);
    await around.pay(renewal);
    const refunded = await around.until(mei, renewal.renewalId, 'refunded', 60_000);
    await around.soracomFaults([]);

    expect(refunded.reason).toBe('carrier_refused');
    expect(await refundedMinor(renewal)).toBe(renewal.price.amountMinor);
    expect((await mei.get(`/lines/${line.lineId}`)).body.endsAt).toBe(line.endsAt);
    const { body: receipt } = await mei.get(`/renewals/${renewal.renewalId}/receipt`);
    expect(receipt).toMatchObject({ status: 'refunded', refunded: renewal.price });
    await eventually('the traveller was told', WITHIN_MS, async () => {
      const [message, ...more] = await around.messages(email);
      expect(message?.text).toContain('refunded');
      expect(more).toEqual([]);
    });
  });

  test('the carrier is down → activating, and active when it is back', async () => {
    const { line, promised, renewal } = await ordered();
    await around.soracomFaults([{ fault: 'status', status: 429, iccid: line.iccid }]);
    await around.pay(renewal);
    await eventually('it was tried', WITHIN_MS, async () => {
      const { body } = await mei.get(`/renewals/${renewal.renewalId}`);
      expect(body.status).toBe('activating');
      expect(body.trail.some(({ what }: { what: string }) => what.startsWith('wait.'))).toBe(true);
    });
    await around.soracomFaults([]);
    const active = await around.until(mei, renewal.renewalId, 'active', 60_000);
    expect(active.endsAt).toBe(promised.endAfter);
  });

  test('the carrier stays down → refunded by itself after the deadline, and nothing is activated later', async () => {
    const { line, renewal } = await ordered();
    await around.soracomFaults([{ fault: 'status', status: 429, iccid: line.iccid }]);
    await around.pay(renewal);
    const { deadline } = await around.until(mei, renewal.renewalId, 'activating');
    await around.control('/clock', 'POST', { to: new Date(Date.parse(deadline) + 1_000).toISOString() });
    const refunded = await around.until(mei, renewal.renewalId, 'refunded', 60_000);
    await around.soracomFaults([]);
    await around.advance(SWEPT_AFTER_MS);
    await around.idle();

    expect(refunded.reason).toBe('deadline_passed');
    expect(await refundedMinor(renewal)).toBe(renewal.price.amountMinor);
    expect((await around.sim(line.iccid)).expiryTime).toBe(Date.parse(line.endsAt));
  });

  test.each([
    ['its answer is lost', { fault: 'lost_response' }],
    ['it answers 500 and has done it', { fault: 'error_after_success' }],
    ['it answers a page of HTML and has done it', { fault: 'html', carriedOut: true }],
  ])('the carrier is called and %s → looked up, active, and not called again', async (_name, fault) => {
    const { line, promised, renewal } = await ordered();
    await around.soracomFaults([{ ...fault, path: 'set_expiry_time', iccid: line.iccid, times: 1 }]);
    await around.pay(renewal);
    await eventually('the outcome is unknown', WITHIN_MS, async () => expect(await expiryCalls(line.iccid)).toBe(1));
    await eventually('the wait for a look-up has begun', WITHIN_MS, async () => {
      const { body } = await mei.get(`/renewals/${renewal.renewalId}`);
      expect(body.trail.at(-1).what).toMatch(/^wait\./);
    });
    await around.advance(SWEPT_AFTER_MS);
    await around.until(mei, renewal.renewalId, 'active', 60_000);
    expect(await expiryCalls(line.iccid)).toBe(1);
    expect((await around.sim(line.iccid)).expiryTime).toBe(Date.parse(promised.endAfter));
  });

  test('no webhook ever arrives → the sweeper asks the provider, and the renewal becomes active', async () => {
    const { promised, renewal } = await ordered();
    await around.stripeFaults({ lost: true });
    await around.pay(renewal);
    expect((await mei.get(`/renewals/${renewal.renewalId}`)).body.status).toBe('awaiting_payment');
    await around.advance(SWEPT_AFTER_MS);
    const active = await around.until(mei, renewal.renewalId, 'active', 60_000);
    await around.stripeFaults({});
    expect(active.endsAt).toBe(promised.endAfter);
  });

  test('no webhook ever arrives and nothing runs for three weeks → found all the same', async () => {
    const { renewal } = await ordered();
    await around.fire('sweeper');
    await around.stripeFaults({ lost: true });
    await around.pay(renewal);
    await around.stripeFaults({});
    await around.advance(21 * DAY_MS);
    await around.until(mei, renewal.renewalId, 'active', 60_000);
  });

  test('nobody pays → expired, the page takes no money any more, and the place of a promotion is free again', async () => {
    const { lineId } = await around.addLine({ owner: 'mei', endsInMs: 20 * DAY_MS });
    const withCode = `${PLAN}&code=welcome10`;
    const { promised, renewal } = await around.order(mei, lineId, withCode);
    expect(promised).toMatchObject({ promotion: { promotionId: 'welcome-10' }, order: { price: renewal.price } });
    const held = await around.preview(mei, lineId, withCode);
    expect([held.promotion, held.codeProblem.code]).toEqual([undefined, 'promotion_already_used']);
    const { payBy } = (await mei.get(`/renewals/${renewal.renewalId}`)).body;
    await around.control('/clock', 'POST', { to: new Date(Date.parse(payBy) + 1_000).toISOString() });
    await around.until(mei, renewal.renewalId, 'expired', 60_000);
    expect((await around.pay(renewal)).status).toBe(409);
    const { renewal: next } = await around.order(mei, lineId, withCode);
    expect(next.promotion).toEqual(renewal.promotion);
    await mei.request('POST', `/renewals/${next.renewalId}/cancellation`);
    expect((await around.preview(mei, lineId, withCode)).promotion).toMatchObject({ promotionId: 'welcome-10' });
  });

  test('the payment provider fails → 503 with what to do, and the same key works later', async () => {
    const line = await around.addLine({ owner: 'mei', endsInMs: 20 * DAY_MS });
    const { order } = await around.preview(mei, line.lineId, PLAN);
    const key = randomUUID();
    await around.stripeFaults({ apiFailures: { status: 500, times: 20, afterCommit: false } });
    const failed = await mei.order(order, key);
    await around.stripeFaults({});
    expect([failed.status, failed.body.code]).toEqual([503, 'payment_provider_unavailable']);
    expect(failed.headers.get('retry-after')).toBeTruthy();
    expect((await mei.order(order, key)).status).toBe(201);
  });

  test('a change that nobody can read → the failure queue, and the next ones go on', async () => {
    const { renewal, line } = await ordered();
    const dynamo = new DynamoDBClient({
      endpoint: product().endpoints().aws,
      region: 'ap-northeast-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
    const { TableNames: [TableName] = [] } = await dynamo.send(new ListTablesCommand({}));
    const poison = { pk: { S: `LINE#${line.lineId}` }, sk: { S: 'RNW#0000000000000000' }, status: { S: 'unheard_of' } };
    await dynamo.send(new PutItemCommand({ TableName, Item: poison }));
    dynamo.destroy();
    await around.pay(renewal);
    await around.until(mei, renewal.renewalId, 'active', 60_000);
    await eventually('it lies in the failure queue', WITHIN_MS, async () => {
      const depths = await around.control('/queues');
      const [, failures] =
        Object.entries<{ ready: number }>(depths).find(([name]) => name.startsWith('tablechangesfailures')) ?? [];
      expect(failures?.ready).toBe(1);
    });
  });

  test('every status of a renewal was put on the bus, with ids and codes and no personal data', async () => {
    const { email, renewal } = await ordered();
    await around.pay(renewal);
    await around.until(mei, renewal.renewalId, 'active');
    await eventually('the events are logged', WITHIN_MS, async () => {
      const log = readFileSync(join(product().home, 'logs/aws-events-keizoku-local.log'), 'utf8');
      const events = log
        .split('\n')
        .filter((line) => line.includes(renewal.renewalId))
        .map((line) => JSON.parse(line));
      const statuses = events.map(({ detail }) => detail.status);
      expect(statuses).toEqual(expect.arrayContaining(['awaiting_payment', 'activating', 'active']));
      expect(log).not.toContain(email);
    });
  });

  test('in all this no function asked for anything that its role does not allow', () => {
    const log = join(product().home, 'logs/cloud.log');
    expect(existsSync(log) ? readFileSync(log, 'utf8') : '').not.toContain('is not authorized');
  });
});
