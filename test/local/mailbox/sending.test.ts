import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { SendTextMessageCommand } from '@aws-sdk/client-pinpoint-sms-voice-v2';
import { SendEmailCommand } from '@aws-sdk/client-sesv2';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { EMAIL, FROM, type MailboxWorld, mailboxWorld, PHONE } from './mailbox-world.ts';

let world: MailboxWorld;
beforeEach(async () => {
  world = await mailboxWorld();
});
afterEach(() => world.close());

describe('given real SDK clients and no fault', () => {
  test('when an SMS is sent, then the phone has it, with the movable clock’s time', async () => {
    expect(await world.sms('SIMの期限')).toEqual({
      kind: 'accepted',
      messageId: '00000000-0000-4000-8000-000000000001',
    });
    expect(await world.messages()).toEqual([
      {
        messageId: '00000000-0000-4000-8000-000000000001',
        channel: 'sms',
        from: 'KEIZOKU',
        to: PHONE,
        text: 'SIMの期限',
        at: '2026-10-01T15:00:00.000Z',
      },
    ]);
  });

  test('when an e-mail is sent, then the mailbox has both of its forms', async () => {
    const outcome = await world.email({ subject: 'SIMの期限', text: 'https://sim.example.com', language: 'ja' });
    const messageId = '0000000000000001-00000000-0000-4000-8000-000000000001-000000';
    expect(outcome).toEqual({ kind: 'accepted', messageId });
    expect(await world.messages()).toEqual([
      {
        messageId,
        channel: 'email',
        from: FROM,
        to: EMAIL,
        subject: 'SIMの期限',
        text: 'https://sim.example.com',
        html: expect.stringContaining('<html lang="ja">'),
        at: '2026-10-01T15:00:00.000Z',
      },
    ]);
  });

  test('when the clock goes back, then messages stay in the order in which they came', async () => {
    await world.sms('first');
    world.setNow('2026-09-01T00:00:00Z');
    await world.sms('second');
    expect((await world.messages()).map(({ text, at }) => [text, at])).toEqual([
      ['first', '2026-10-01T15:00:00.000Z'],
      ['second', '2026-09-01T00:00:00.000Z'],
    ]);
  });

  test('when messages are asked for by address, then only those come, with an encoded or a bare plus sign', async () => {
    await world.sms('mine');
    await world.sms('theirs', {}, '+447700900003');
    await world.email({ text: 'mail' });
    for (const query of [`?to=${encodeURIComponent(PHONE)}`, `?to=${PHONE}`])
      expect((await world.messages(query)).map(({ text }) => text)).toEqual(['mine']);
    expect((await world.messages(`?to=${EMAIL}`)).map(({ text }) => text)).toEqual(['mail']);
    expect(await world.messages('?to=nobody')).toEqual([]);
  });

  test('when it is stopped and started again, then nothing that was taken is gone and no id comes twice', async () => {
    await world.sms('before');
    await world.restart();
    await world.sms('after');
    expect((await world.messages()).map(({ text }) => text)).toEqual(['before', 'after']);
    expect(await world.call('DELETE', '/_sim/messages')).toEqual({ removed: 2 });
    expect(await world.messages()).toEqual([]);
    expect(await world.sms('later')).toMatchObject({ messageId: expect.stringMatching(/3$/) });
  });
});

describe.each(['sms', 'email'] as const)('given a fault of %s', (channel) => {
  const send = (timing?: { requestTimeoutMs: number }) =>
    channel === 'sms' ? world.sms('Hello', timing) : world.email({}, timing);
  const fault = (settings: unknown) => world.call('PUT', '/_sim/faults', { [channel]: settings });
  const kept = async () => (await world.messages()).length;

  test('throttled twice, then there is room: accepted, once', async () => {
    await fault({ kind: 'throttle', times: 2 });
    expect(await send()).toMatchObject({ kind: 'accepted' });
    expect([await kept(), world.pauses]).toEqual([1, [250, 1_000]]);
  });

  test('throttled for good: rejected as throttled, nothing sent', async () => {
    await fault({ kind: 'throttle', times: 4 });
    expect(await send()).toEqual({ kind: 'rejected', code: 'throttled' });
    expect(await kept()).toBe(0);
  });

  test('refused: rejected with a code of ours, without the address, nothing sent', async () => {
    await fault({ kind: 'reject' });
    expect(await send()).toEqual({ kind: 'rejected', code: channel === 'sms' ? 'opted_out' : 'message_rejected' });
    expect(await kept()).toBe(0);
    expect(await send()).toMatchObject({ kind: 'accepted' });
  });

  test('an error of the service: unknown, never repeated', async () => {
    await fault({ kind: 'error_500' });
    expect(await send()).toEqual({ kind: 'unknown', code: 'service_failed' });
    expect([await kept(), world.pauses]).toEqual([0, []]);
  });

  test('taken, and the answer lost: unknown, never repeated', async () => {
    await fault({ kind: 'lost_response' });
    expect(await send()).toEqual({ kind: 'unknown', code: 'no_answer' });
    expect([await kept(), world.pauses]).toEqual([1, []]);
  });

  test('taken, and answered after our time-out: unknown, never repeated', async () => {
    await fault({ kind: 'slow', delayMs: 60_000 });
    expect(await send({ requestTimeoutMs: 500 })).toEqual({ kind: 'unknown', code: 'timeout' });
    expect([await kept(), world.pauses]).toEqual([1, []]);
  });

  test('answered late, within our time-out: accepted', async () => {
    await fault({ kind: 'slow', delayMs: 50 });
    expect(await send()).toMatchObject({ kind: 'accepted' });
  });

  test('it outlives a restart and is used up', async () => {
    await fault({ kind: 'reject', times: 2 });
    await send();
    await world.restart();
    expect(await world.call('GET', '/_sim/faults')).toMatchObject({ [channel]: { kind: 'reject', times: 1 } });
    await send();
    expect(await world.call('GET', '/_sim/faults')).toEqual({ sms: null, email: null });
  });
});

test('given nobody who listens, when messages are sent, then they are tried again and rejected as unreachable', async () => {
  await world.stopServing();
  const program = fileURLToPath(new URL('./send-to-nobody.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [program, world.url]);
  const unreachable = { kind: 'rejected', code: 'unreachable' };
  expect(JSON.parse(stdout)).toEqual({
    outcomes: [unreachable, unreachable],
    pauses: [250, 1_000, 3_000, 250, 1_000, 3_000],
  });
});

describe('given input that the services refuse', () => {
  test.each(['not-a-number', '+0123456', ''])('when an SMS goes to "%s", then it is rejected', async (to) => {
    expect(await world.sms('Hello', {}, to)).toEqual({ kind: 'rejected', code: 'invalid' });
  });

  test('when an SMS is too long or empty, then it is rejected', async () => {
    expect(await world.sms('a'.repeat(1_601))).toEqual({ kind: 'rejected', code: 'invalid' });
    expect(await world.sms('')).toEqual({ kind: 'rejected', code: 'invalid' });
  });

  test('when an e-mail goes to no address, then it is rejected', async () => {
    expect(await world.email({ to: 'nobody' })).toEqual({ kind: 'rejected', code: 'invalid' });
  });

  test('when an SMS names a parameter that is not simulated, then the refusal names it', async () => {
    const command = new SendTextMessageCommand({ DestinationPhoneNumber: PHONE, MessageBody: 'x', DryRun: true });
    await expect(world.clients.sms.send(command)).rejects.toMatchObject({
      name: 'ValidationException',
      Fields: [{ Message: expect.stringContaining('DryRun') }],
    });
  });

  test('when an e-mail comes from an address that is not ours, then it is refused as SES does', async () => {
    const text = { Data: 'x', Charset: 'UTF-8' };
    const command = new SendEmailCommand({
      FromEmailAddress: 'somebody@else.example',
      Destination: { ToAddresses: [EMAIL] },
      Content: { Simple: { Subject: text, Body: { Text: text } } },
    });
    await expect(world.clients.email.send(command)).rejects.toMatchObject({ name: 'MessageRejected' });
  });

  test('when a request is not signed, then it is refused', async () => {
    for (const path of ['/', '/v2/email/outbound-emails'])
      expect((await fetch(`${world.url}${path}`, { method: 'POST', body: '{}' })).status).toBe(403);
  });

  test.each([undefined, { sms: { kind: 'explode' } }, { fax: null }, { sms: { kind: 'slow', delayMs: -1 } }])(
    'when faults are set to %j, then it says what is wrong and changes nothing',
    async (faults) => {
      expect(await world.call('PUT', '/_sim/faults', faults)).toEqual({ error: expect.any(String) });
      expect(await world.call('GET', '/_sim/faults')).toEqual({ sms: null, email: null });
    },
  );
});
