import * as z from 'zod';
import type { Records } from '../records.ts';
import { webhookFaults } from '../webhooks/faults.ts';

/** What goes wrong on purpose at every provider. Left out means: nothing of the kind. */
export const commonFaults = {
  ...webhookFaults,
  /** What is captured, in the minor unit, whatever was asked for. */
  wrongAmountMinor: z.int().min(0).nullable().default(null),
  /** Every refund is taken on and fails a moment later. */
  refundFails: z.boolean().default(false),
  /** `afterCommit`: the request is carried out and its answer lost; concerns requests that change something. */
  apiFailures: z
    .strictObject({
      status: z.literal([500, 429]),
      times: z.int().min(1).max(1_000),
      afterCommit: z.boolean().default(false),
    })
    .nullable()
    .default(null),
  /** So many requests that change something are carried out, and the connection is cut instead of an answer. */
  answersLost: z.int().min(0).max(1_000).default(0),
};

const common = z.strictObject(commonFaults);
type CommonFaults = z.output<typeof common>;

export interface FaultSwitch<Faults extends CommonFaults> {
  read(): Faults;
  write(faults: Faults): void;
  /** Uses up one failure of the API that is due at this point; the status to answer with. */
  takeApiFailure(when: { readonly afterCommit: boolean }): 500 | 429 | undefined;
  /** Uses up one lost answer; `true` when this one is to be lost. */
  takeLostAnswer(): boolean;
}

/** They outlive the process, like everything else here. */
export const createFaultSwitch = <Faults extends CommonFaults>(
  records: Records,
  parse: (stored: unknown) => Faults,
): FaultSwitch<Faults> => {
  const read = (): Faults => parse(records.get('faults', 'now') ?? {});
  const write = (faults: Faults): void => records.put('faults', 'now', faults);
  return {
    read,
    write,
    takeApiFailure({ afterCommit }) {
      const faults = read();
      const failures = faults.apiFailures;
      if (failures === null || failures.afterCommit !== afterCommit) return undefined;
      const times = failures.times - 1;
      write({ ...faults, apiFailures: times > 0 ? { ...failures, times } : null });
      return failures.status;
    },
    takeLostAnswer() {
      const faults = read();
      if (faults.answersLost === 0) return false;
      write({ ...faults, answersLost: faults.answersLost - 1 });
      return true;
    },
  };
};
