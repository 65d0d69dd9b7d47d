import { formatInstant, parseInstant, plusMs, ROLLING_DAY_MS } from '../../../shared/domain/values/instant.ts';
import type { Endpoints } from '../../ports.ts';
import type { Person } from '../../seed/people.ts';
import { anything, clock, type Depths, depths, type Line, type Message, messages } from '../answers.ts';
import { StepFailed } from '../failure.ts';
import { call } from '../http.ts';
import type { See } from '../narrator.ts';
import { inJapan } from '../times.ts';
import { waitFor } from '../wait-for.ts';

/** The threshold that goes out on both channels. */
const BEFORE_END_MS = ROLLING_DAY_MS;
const SCHEDULE = 'expiry-reminders';
const FURTHER_FIRINGS = 2;
const ARRIVED_WITHIN_MS = 60_000;
const IDLE_WITHIN_MS = 60_000;

/** Moves the clock to a day before the end, reads phone and mailbox, and lets the schedule fire again. */
export const remindOnce = async (see: See, endpoints: Endpoints, person: Person, { endsAt }: Line): Promise<void> => {
  const { control, mailbox } = endpoints;
  const before = await reminders(endpoints, person);
  const atRest = await call(depths, `${control}/queues`);
  const to = formatInstant(plusMs(parseInstant(endsAt), -BEFORE_END_MS));
  const { now } = await call(clock, `${control}/clock`, { method: 'POST', body: { to } });
  see(`the clock is moved to ${inJapan(now)}, a day before the end`);

  const fresh = await waitFor('The arrival of a reminder as SMS and as e-mail', ARRIVED_WITHIN_MS, async () => {
    const arrived = since(before, await reminders(endpoints, person));
    return arrived.sms.length > 0 && arrived.email.length > 0 ? arrived : undefined;
  });
  for (const { channel, text } of [...fresh.sms, ...fresh.email])
    see(`${channel}: ${text.trim().replaceAll(/\s+/g, ' ')}`);
  for (const address of addressesOf(person)) see(`read it at ${mailbox}/inbox/${encodeURIComponent(address)}`);

  for (let firing = 0; firing < FURTHER_FIRINGS; firing += 1)
    await call(anything, `${control}/schedules/${SCHEDULE}/fire`, { method: 'POST' });
  await queuesAreIdle(endpoints, atRest);
  const { sms, email } = since(before, await reminders(endpoints, person));
  see(`the schedule fired ${FURTHER_FIRINGS} more times; reminders in all: ${sms.length} SMS, ${email.length} e-mail`);
  if (sms.length !== 1 || email.length !== 1) throw new StepFailed('Each reminder was to arrive exactly once.');
};

type ByChannel = Readonly<Record<Message['channel'], readonly Message[]>>;

const addressesOf = ({ contacts }: Person): readonly string[] => [contacts.phone ?? [], contacts.email ?? []].flat();

/** What reminds of this line; notices about renewals lie in the same inboxes. */
const reminders = async ({ mailbox }: Endpoints, person: Person): Promise<ByChannel> => {
  const inboxes = await Promise.all(
    addressesOf(person).map((address) => call(messages, `${mailbox}/_sim/messages?to=${encodeURIComponent(address)}`)),
  );
  const reminding = inboxes.flat().filter(({ text }) => text.includes(`/?line=${person.lineId}`));
  return {
    sms: reminding.filter(({ channel }) => channel === 'sms'),
    email: reminding.filter(({ channel }) => channel === 'email'),
  };
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
