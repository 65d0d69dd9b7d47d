import { MEI } from '../seed/people.ts';
import { readSettings } from '../settings.ts';
import { StepFailed } from './failure.ts';
import { findOrStart, type Instance } from './instance.ts';
import { narrator } from './narrator.ts';
import { listPlans, lookAtSim, previewRenewal } from './steps/choose.ts';
import { surviveKill } from './steps/kill.ts';
import { becomeActive, everyCopyDelivered, order, payByCard } from './steps/pay.ts';
import { remindOnce } from './steps/remind.ts';
import { checkResult } from './steps/result.ts';
import { traveller } from './traveller.ts';

/** `npm run demo`: one SIM renewed from end to end, by nothing but HTTP requests. */
const demo = async (instance: Instance): Promise<void> => {
  const { step } = narrator(console.log);
  const { endpoints } = instance;
  const mei = traveller(endpoints, MEI);

  const threeDays = await step('The plans that this SIM can take', (see) => listPlans(see, mei));
  await step('The SIM', (see) => lookAtSim(see, mei));
  const promised = await step('What three more days would change', (see) => previewRenewal(see, mei, threeDays));
  const renewal = await step('Order and pay', async (see) => {
    const ordered = await order(see, mei, promised);
    await payByCard(see, endpoints, ordered);
    return ordered;
  });
  await step('Webhook, activation at the carrier, active', async (see) => {
    await becomeActive(see, mei, renewal);
    await everyCopyDelivered(see, endpoints, renewal);
  });
  const sim = await step('The new end and the receipt', (see) => checkResult(see, mei, promised, renewal));
  await step('A day before the end: one reminder on each channel', (see) => remindOnce(see, endpoints, MEI, sim));
  await step('kill -9 in the middle of an activation', (see) => surviveKill(see, instance, MEI, threeDays));
};

const main = async (): Promise<void> => {
  const { home } = readSettings(process.env, process.argv.slice(2), process.cwd());
  console.log('Looking for a running Keizoku, or starting one …');
  const instance = await findOrStart(home);
  console.log(instance.startedHere ? `Started one: ${instance.endpoints.api}` : `Found one: ${instance.endpoints.api}`);
  try {
    await demo(instance);
    console.log(
      instance.startedHere
        ? '\nEvery step came true.'
        : '\nEvery step came true but the last one, which is shown only by a demo that starts its own instance.',
    );
  } finally {
    if (instance.startedHere) await instance.stop();
  }
};

main().catch((error: unknown) => {
  console.error(error instanceof StepFailed ? `\nThis did not come true: ${error.message}` : error);
  process.exitCode = 1;
});
