import { randomUUID } from 'node:crypto';
import type { Endpoints } from '../../ports.ts';
import type { Person } from '../../seed/people.ts';
import { anything, calls, line, type Plan, preview, renewal } from '../answers.ts';
import { StepFailed } from '../failure.ts';
import { call } from '../http.ts';
import type { Instance } from '../instance.ts';
import type { See } from '../narrator.ts';
import { inJapan } from '../times.ts';
import { traveller } from '../traveller.ts';
import { waitFor } from '../wait-for.ts';
import { becomeActive, paySession } from './pay.ts';

const CALLED_WITHIN_MS = 60_000;
/** The carrier answers so late that everything is dead before. */
const CARRIER_DELAY_MS = 4_000;

/** Kills everything while the carrier is being called, starts it again, and follows the renewal to its end. */
export const surviveKill = async (see: See, instance: Instance, person: Person, { planId }: Plan): Promise<void> => {
  if (!instance.startedHere) {
    see('skipped: this instance ran before and is not killed here; stop it and run the demo again to see this');
    return;
  }
  const { endpoints } = instance;
  const before = traveller(endpoints, person);
  const promised = await before.get(preview, `/lines/${person.lineId}/preview?planId=${planId}`);
  const ordered = await before.order(renewal, promised.order, randomUUID());
  const callsBefore = await settingCalls(endpoints);
  await setFaults(endpoints, [{ fault: 'slow', path: 'set_expiry_time', delayMs: CARRIER_DELAY_MS }]);
  await paySession(endpoints.stripe, ordered);
  await waitFor(
    'The call to the carrier',
    CALLED_WITHIN_MS,
    async () => (await settingCalls(endpoints)) > callsBefore || undefined,
  );
  const { status } = await before.get(renewal, `/renewals/${ordered.renewalId}`);
  see(`paid, ${status}, the carrier is being called: kill -9`);

  const startedAt = performance.now();
  const again = await instance.killAndStartAgain();
  await setFaults(again, []);
  see(`up again after ${Math.round(performance.now() - startedAt)} ms`);
  const after = traveller(again, person);
  await becomeActive(see, after, ordered);
  const { endsAt } = await after.get(line, `/lines/${person.lineId}`);
  if (endsAt !== promised.endAfter) throw new StepFailed(`The SIM ends ${inJapan(endsAt)}: not what was promised.`);
  see(`the SIM works until ${inJapan(endsAt)}, as promised: once, not twice`);
};

/** Not counting authentication: nothing would be at stake yet. */
const settingCalls = async ({ soracom }: Endpoints): Promise<number> =>
  (await call(calls, `${soracom}/_sim/calls`)).filter(({ path }) => path.endsWith('/set_expiry_time')).length;

const setFaults = ({ soracom }: Endpoints, faults: readonly unknown[]): Promise<unknown> =>
  call(anything, `${soracom}/_sim/faults`, { method: 'PUT', body: faults });
