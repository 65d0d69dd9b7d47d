import { Hono } from 'hono';
import type { Simulator, Surroundings } from '../simulator.ts';
import { controlRoutes } from './control.ts';
import { emailApi } from './email-api.ts';
import { faultSwitch } from './faults.ts';
import { messageStore } from './message.ts';
import { pageRoutes } from './pages.ts';
import { smsApi } from './sms-api.ts';

interface MailboxConfig {
  /** The one address that e-mail may come from, as with a verified identity; without it every sender may. */
  readonly from?: string;
}

/** Everybody's phone and mailbox, behind the two AWS services that reach them. What was taken outlives the process. */
export const createMailbox =
  ({ from }: MailboxConfig = {}) =>
  ({ records, now }: Surroundings): Simulator => {
    const app = new Hono();
    const messages = messageStore(records, now);
    const faults = faultSwitch(records);
    smsApi(app, messages, faults);
    emailApi(app, messages, faults, from);
    controlRoutes(app, messages, faults);
    pageRoutes(app, messages);
    return { app };
  };
