import { Hono } from 'hono';
import type { Simulator, Surroundings } from '../simulator.ts';
import { behaviours, comesBack } from './behaviour.ts';
import { controlRoutes } from './control.ts';
import { doingRoutes } from './doings.ts';
import { emailApi } from './email-api.ts';
import { faultSwitch } from './faults.ts';
import { type Arrive, messageStore } from './message.ts';
import { pageRoutes } from './pages.ts';
import { createReports } from './reports.ts';
import { smsApi } from './sms-api.ts';

interface MailboxConfig {
  /** The one address that e-mail may come from, as with a verified identity; without it every sender may. */
  readonly from?: string;
  /** Where reports of messages go; without it they wait. */
  readonly eventsUrl?: string;
}

/** Nobody listens there. */
const NOWHERE = 'http://127.0.0.1:9';

/** Everybody's phone and mailbox, behind the two AWS services that reach them. What was taken outlives the process. */
export const createMailbox =
  ({ from, eventsUrl = NOWHERE }: MailboxConfig = {}) =>
  ({ records, now }: Surroundings): Simulator => {
    const app = new Hono();
    const messages = messageStore(records, now);
    const faults = faultSwitch(records);
    const inboxes = behaviours(records);
    const reports = createReports(records, now, () => eventsUrl);
    const arrive: Arrive = (message) => {
      const behaviour = inboxes.of(message.to);
      const kept = messages.keep({ ...message, ...(comesBack(behaviour) && { returned: behaviour }) });
      reports.about(kept, behaviour);
      return kept.messageId;
    };
    smsApi(app, arrive, faults);
    emailApi(app, arrive, faults, from);
    controlRoutes(app, messages, faults, reports);
    doingRoutes(app, { messages, inboxes, reports });
    pageRoutes(app, messages, inboxes);
    reports.resume();
    return { app, stop: reports.stop };
  };
