import { formatInstant, HOUR_MS, parseInstant, plusMs, ROLLING_DAY_MS } from '../../../shared/domain/values/instant.ts';
import type { Endpoints } from '../../ports.ts';
import type { Person } from '../../seed/people.ts';
import { anything, clock, type Depths, depths, type Line, linkedLine, type Message, messages } from '../answers.ts';
import { StepFailed } from '../failure.ts';
import { call } from '../http.ts';
import type { See } from '../narrator.ts';
import { inJapan } from '../times.ts';
import { waitFor } from '../wait-for.ts';

/** It ends at midnight; nobody is told anything then, but at nine in the evening before. This threshold goes out on both channels. */
const BEFORE_END_MS = ROLLING_DAY_MS + 3 * HOUR_MS;
const SCHEDULE = 'expiry-reminders';
const FURTHER_FIRINGS = 2;
const ARRIVED_WITHIN_MS = 60_000;
const IDLE_WITHIN_MS = 60_000;

/** Moves the clock to the evening that is a day before the end, reads phone and mailbox, and lets the schedule fire again. */
export const remindOnce = async (see: See, endpoints: Endpoints, person: Person, line: Line): Promise<void> => {
  const { control, mailbox } = endpoints;
  const before = await reminders(endpoints, person, line);
  const atRest = await call(depths, `${control}/queues`);
  const to = formatInstant(plusMs(parseInstant(line.endsAt), -BEFORE_END_MS));
  const { now } = await call(clock, `${control}/clock`, { method: 'POST', body: { to } });
  see(`the clock is moved to ${inJapan(now)}, the evening that is a day before the end`);

  const fresh = await waitFor('The arrival of a reminder as SMS and as e-mail', ARRIVED_WITHIN_MS, async () => {
    const arrived = since(before, await reminders(endpoints, person, line));
    return arrived.sms.length > 0 && arrived.email.length > 0 ? arrived : undefined;
  });
  for (const { channel, text } of [...fresh.sms, ...fresh.email])
    see(`${channel}: ${text.trim().replaceAll(/\s+/g, ' ')}`);
  for (const address of addressesOf(person)) see(`read it at ${mailbox}/inbox/${encodeURIComponent(address)}`);

  for (let firing = 0; firing < FURTHER_FIRINGS; firing += 1)
    await call(anything, `${control}/schedules/${SCHEDULE}/fire`, { method: 'POST' });
  await queuesAreIdle(endpoints, atRest);
  const { sms, email } = since(before, await reminders(endpoints, person, line));
  see(`the schedule fired ${FURTHER_FIRINGS} more times; reminders in all: ${sms.length} SMS, ${email.length} e-mail`);
  if (sms.length !== 1 || email.length !== 1) throw new StepFailed('Each reminder was to arrive exactly once.');
};

type ByChannel = Readonly<Record<Message['channel'], readonly Message[]>>;

const addressesOf = ({ contacts }: Person): readonly string[] => [contacts.phone ?? [], contacts.email ?? []].flat();

/** What reminds of this line; notices about renewals, and reminders of other lines, lie in the same inboxes. */
const reminders = async (endpoints: Endpoints, person: Person, line: Line): Promise<ByChannel> => {
  const { mailbox } = endpoints;
  const inboxes = await Promise.all(
    addressesOf(person).map((address) => call(messages, `${mailbox}/_sim/messages?to=${encodeURIComponent(address)}`)),
  );
  const found = await Promise.all(
    inboxes.flat().map(async (message) => ((await linksTo(endpoints, message.text, line)) ? [message] : [])),
  );
  const reminding = found.flat();
  return {
    sms: reminding.filter(({ channel }) => channel === 'sms'),
    email: reminding.filter(({ channel }) => channel === 'email'),
  };
};

/** A renewal link says nothing of its line to whoever reads it; the API does, to whoever has it. */
const linksTo = async ({ api }: Endpoints, text: string, { iccid }: Line): Promise<boolean> => {
  const [, token] = /\/r#([\w-]+)/.exec(text) ?? [];
  if (token === undefined) return false;
  const headers = { authorization: `Link ${token}` };
  // One that an earlier run has left behind may have expired.
  const linked = await call(linkedLine, `${api}/v1/link`, { headers }).catch(() => undefined);
  return linked !== undefined && iccid.endsWith(linked.iccidEnding.slice(1));
};

const since = (before: ByChannel, now: ByChannel): ByChannel => ({
  sms: now.sms.slice(before.sms.length),
  email: now.email.slice(before.email.length),
});

/**
 * A message is on the next queue before it leaves this one, so once none holds more than before, nothing more can come.
 * What lay in a failure queue before stays there.
 */
const queuesAreIdle = ({ control }: Endpoints, before: Depths): Promise<true> =>
  waitFor('The work of all queues', IDLE_WITHIN_MS, async () => {
    const now = await call(depths, `${control}/queues`);
    return Object.entries(now).every(([name, depth]) => held(depth) <= held(before[name])) || undefined;
  });

const held = ({ ready, inFlight }: Depths[string] = { ready: 0, inFlight: 0 }): number => ready + inFlight;
