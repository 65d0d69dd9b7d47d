import * as z from 'zod';
import type { Records } from '../records.ts';
import type { Message } from './message.ts';

const fault = z.strictObject({
  /** `lost_response`: the message is taken and the connection closed; `slow`: taken, and answered late. */
  kind: z.enum(['throttle', 'reject', 'error_500', 'lost_response', 'slow']),
  /** How many requests it meets. */
  times: z.int().min(1).max(1_000).default(1),
  /** Before the answer, in real time. */
  delayMs: z.int().min(0).max(60_000).default(0),
});

/** What goes wrong on purpose, by channel. Left out means: nothing. */
export const faultsSchema = z.strictObject({
  sms: fault.nullable().default(null),
  email: fault.nullable().default(null),
});

export type Fault = z.output<typeof fault>;
export type Faults = z.output<typeof faultsSchema>;

export interface FaultSwitch {
  read(): Faults;
  write(faults: Faults): void;
  /** Uses up one occurrence. */
  take(channel: Message['channel']): Fault | undefined;
}

/** They outlive the process, like everything else here. */
export const faultSwitch = (records: Records): FaultSwitch => {
  const read = (): Faults => faultsSchema.parse(records.get('faults', 'now') ?? {});
  const write = (faults: Faults): void => records.put('faults', 'now', faults);
  return {
    read,
    write,
    take(channel) {
      const faults = read();
      const found = faults[channel];
      if (found === null) return undefined;
      const times = found.times - 1;
      write({ ...faults, [channel]: times > 0 ? { ...found, times } : null });
      return found;
    },
  };
};
