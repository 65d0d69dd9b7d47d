import type { RenewalId } from '../../shared/domain/values/ids.ts';
import { parseRenewalCommand } from '../../shared/outbox/renewal-command.ts';
import type { Log } from '../../shared/runtime/deps.ts';
import { eachMessage } from '../../shared/runtime/queue-batch.ts';

export const refundWorker = (deps: { readonly refund: (id: RenewalId) => Promise<void>; readonly log: Log }) =>
  eachMessage(deps.log, async (body) => deps.refund(parseRenewalCommand(body)));
