import { announceMaintenance } from '../../shared/app/carriers/maintenance.ts';
import { type Instant, MINUTE_MS, plusMs } from '../../shared/domain/values/instant.ts';
import type { Product } from './product.ts';
import type { Rule, SimulatorControl } from './simulator-control.ts';
import type { Stage } from './stage.ts';
import type { Tally } from './tally.ts';
import type { VirtualTime } from './virtual-time.ts';

/** Where in the time of all orders the whole account is in trouble, and for how long. */
const OUTAGE = { share: 0.15, ms: 4 * MINUTE_MS };
const FLAKY = { share: 0.35, ms: 6 * MINUTE_MS, meets: 0.3 };
const ANNOUNCED = { share: 0.5, ms: 12 * MINUTE_MS };
const UNANNOUNCED = { share: 0.6, ms: 5 * MINUTE_MS };
const NO_CREDIT = { share: 0.7, ms: 12 * MINUTE_MS };
/** Longer than any plan's deadline. */
const NO_CREDIT_FOR_LONG = { share: 0.9, ms: 90 * MINUTE_MS };
/** Each of them once for so many renewals. */
export const RENEWALS_A_ROUND = 500;

interface Options {
  readonly stage: Stage;
  readonly time: VirtualTime;
  readonly product: Product;
  readonly control: SimulatorControl;
  readonly seed: number;
  readonly met: Tally;
}

/** Lets the whole account fall into every trouble that there is, between these instants. */
export const openWindows = (options: Options, from: Instant, until: Instant): void => {
  const { stage, time, product, control, seed, met } = options;
  const within = ({ share }: { readonly share: number }): Instant => plusMs(from, Math.round((until - from) * share));

  const during = (name: string, window: { readonly share: number; readonly ms: number }, rule: Rule): void => {
    const marked = { ...rule, seed: seed + Math.round(window.share * 100) };
    const isIt = (each: Rule): boolean => each['seed'] === marked.seed && each.fault === marked.fault;
    time.quietlyAt(within(window), async () => {
      met.add(`all: ${name}`);
      await control.putFirst([marked]);
    });
    time.quietlyAt(plusMs(within(window), window.ms), () => control.dropRules(isIt));
  };

  during('outage', OUTAGE, { fault: 'down' });
  during('every third call fails', FLAKY, { fault: 'status', status: 503, share: FLAKY.meets });
  if (stage.maintenance) during('maintenance', UNANNOUNCED, stage.maintenance);

  time.quietlyAt(within(ANNOUNCED), async () => {
    met.add('all: maintenance announced by staff');
    const window = { from: time.now(), until: plusMs(time.now(), ANNOUNCED.ms) };
    await announceMaintenance(product.store)(stage.account, [window]);
  });

  const { credit } = stage;
  if (!credit) return;
  for (const window of [NO_CREDIT, NO_CREDIT_FOR_LONG]) {
    time.quietlyAt(within(window), async () => {
      met.add('all: no credit');
      await credit.set(control, false);
    });
    time.quietlyAt(plusMs(within(window), window.ms), async () => void (await credit.set(control, true)));
  }
};
