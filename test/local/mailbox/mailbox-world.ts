import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PinpointSMSVoiceV2Client } from '@aws-sdk/client-pinpoint-sms-voice-v2';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { createMailbox } from '../../../local/simulators/mailbox/index.ts';
import { serveSimulator } from '../../../local/simulators/simulator.ts';
import { lineId } from '../../../shared/domain/values/ids.ts';
import { SENDING_CLIENT } from '../../../shared/messaging/aws-attempt.ts';
import { awsEmail } from '../../../shared/messaging/aws-email.ts';
import { awsSms } from '../../../shared/messaging/aws-sms.ts';
import type { MessageRef } from '../../../shared/messaging/message-ref.ts';
import type { OutgoingMessage } from '../../../shared/messaging/messenger.ts';

export const FROM = 'Keizoku <no-reply@sim.example.com>';
export const PHONE = '+819000000002';
export const EMAIL = 'kenji@example.com';
export const ABOUT: MessageRef = {
  kind: 'reminder',
  lineId: lineId('0123456789AB'),
  expiryVersion: 3,
  claimId: '3d.email',
  contact: 't3k2a0',
};

export interface ShownMessage {
  readonly messageId: string;
  readonly channel: string;
  readonly from: string;
  readonly to: string;
  readonly subject?: string;
  readonly text: string;
  readonly html?: string;
  readonly returned?: string;
  readonly at: string;
}

interface Timing {
  /** Generous where no time-out is meant. */
  readonly requestTimeoutMs?: number;
}

/** The real adapters and SDK clients, and the simulator behind real HTTP. */
export const mailboxWorld = async ({ eventsUrl }: { readonly eventsUrl?: string } = {}) => {
  const folder = await mkdtemp(join(tmpdir(), 'mailbox-'));
  const pauses: number[] = [];
  let now = Date.parse('2026-10-01T15:00:00Z');
  const serve = (port: number) =>
    serveSimulator(createMailbox({ from: FROM, ...(eventsUrl !== undefined && { eventsUrl }) }), {
      port,
      recordsFile: join(folder, 'mailbox.sqlite'),
      now: () => now,
    });
  let simulator = await serve(0);
  let serving = true;
  const { url } = simulator;
  const settings = {
    endpoint: url,
    region: 'ap-northeast-1',
    credentials: { accessKeyId: 'sender', secretAccessKey: 'secret' },
    ...SENDING_CLIENT,
  };
  const clients = { sms: new PinpointSMSVoiceV2Client(settings), email: new SESv2Client(settings) };
  const pause = async (ms: number) => pauses.push(ms);

  const call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { connection: 'close' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return (await response.json()) as T;
  };

  const stopServing = async () => {
    if (serving) await simulator.close();
    serving = false;
  };

  return {
    url,
    clients,
    pauses,
    call,
    messages: (query = '') => call<readonly ShownMessage[]>('GET', `/_sim/messages${query}`),
    /** A button of a page. */
    press: async (path: string, fields: Readonly<Record<string, string>> = {}) => {
      const { status } = await fetch(`${url}${path}`, {
        method: 'POST',
        headers: { connection: 'close' },
        body: new URLSearchParams(fields),
        redirect: 'manual',
      });
      if (status !== 303) throw new Error(`${path}: ${status}`);
    },
    page: async (path: string) => (await fetch(`${url}${path}`, { headers: { connection: 'close' } })).text(),
    setNow: (at: string) => {
      now = Date.parse(at);
    },
    sms: (text: string, { requestTimeoutMs = 30_000 }: Timing = {}, to = PHONE) =>
      awsSms({
        client: clients.sms,
        configurationSet: 'keizoku-sms',
        originationIdentity: 'KEIZOKU',
        requestTimeoutMs,
        pause,
      }).send({ channel: 'sms', to, text, about: ABOUT }),
    email: (
      { to = EMAIL, subject = 'Hello', text = 'Hello', language = 'en', unsubscribeUrl }: Partial<EmailMessage>,
      { requestTimeoutMs = 30_000 }: Timing = {},
    ) =>
      awsEmail({ client: clients.email, from: FROM, configurationSet: 'keizoku-email', requestTimeoutMs, pause }).send({
        channel: 'email',
        to,
        subject,
        text,
        language,
        about: ABOUT,
        ...(unsubscribeUrl !== undefined && { unsubscribeUrl }),
      }),
    /** Ends the process's part and starts again on the same port, with the same state. */
    async restart() {
      const { port } = new URL(url);
      await stopServing();
      simulator = await serve(Number(port));
      serving = true;
    },
    stopServing,
    async close() {
      clients.sms.destroy();
      clients.email.destroy();
      await stopServing();
      await rm(folder, { recursive: true });
    },
  };
};

type EmailMessage = Extract<OutgoingMessage, { channel: 'email' }>;
export type MailboxWorld = Awaited<ReturnType<typeof mailboxWorld>>;
