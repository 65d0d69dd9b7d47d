import type { RenewalId } from '../../shared/domain/values/ids.ts';
import { parseRenewalCommand } from '../../shared/outbox/renewal-command.ts';
import type { Log } from '../../shared/runtime/deps.ts';
import { eachMessage } from '../../shared/runtime/queue-batch.ts';

export const activationWorker = (deps: { readonly activate: (id: RenewalId) => Promise<void>; readonly log: Log }) =>
  eachMessage(deps.log, async (body) => deps.activate(parseRenewalCommand(body)));
