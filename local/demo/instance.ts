import { type ChildInstance, startChildInstance } from '../child-instance.ts';
import { type Endpoints, lastEndpoints } from '../ports.ts';
import { StepFailed } from './failure.ts';
import { waitFor } from './wait-for.ts';

const HEALTH_TIMEOUT_MS = 2_000;
const STARTS_WITHIN_MS = 60_000;

/** An instance that runs; only one that was started here may be killed, and is stopped at the end. */
export type Instance = { readonly endpoints: Endpoints } & (
  | { readonly startedHere: false }
  | {
      readonly startedHere: true;
      /** `kill -9`, then the same start again on the same state. */
      killAndStartAgain(): Promise<Endpoints>;
      stop(): Promise<unknown>;
    }
);

/** @throws StepFailed when there is none and none can be started */
export const findOrStart = async (home: string): Promise<Instance> => {
  const endpoints = lastEndpoints(home);
  if (endpoints && (await answers(endpoints))) return { startedHere: false, endpoints };
  const first = await startUnlessStarting(home);
  if (!first) return { startedHere: false, endpoints: await theOneThatStarts(home) };
  let running = first;
  return {
    startedHere: true,
    endpoints: running.endpoints,
    async killAndStartAgain() {
      await running.kill();
      running = await start(home);
      return running.endpoints;
    },
    stop: () => running.stop(),
  };
};

/** @returns `undefined` when somebody else has taken the state folder */
const startUnlessStarting = (home: string): Promise<ChildInstance | undefined> =>
  start(home).catch((error: unknown) => {
    if (error instanceof StepFailed && error.message.includes('runs already')) return undefined;
    throw error;
  });

const theOneThatStarts = (home: string): Promise<Endpoints> =>
  waitFor('The start of the instance that holds the state folder', STARTS_WITHIN_MS, async () => {
    const endpoints = lastEndpoints(home);
    return endpoints && (await answers(endpoints)) ? endpoints : undefined;
  });

const start = (home: string): Promise<ChildInstance> =>
  startChildInstance({ KEIZOKU_HOME: home }).catch((error: unknown) => {
    throw new StepFailed(error instanceof Error ? error.message : String(error), { cause: error });
  });

const answers = async ({ control, api }: Endpoints): Promise<boolean> =>
  (await isOk(`${control}/health`)) && (await isOk(`${api}/`));

const isOk = (url: string): Promise<boolean> =>
  fetch(url, { signal: AbortSignal.timeout(HEALTH_TIMEOUT_MS) }).then(
    (response) => response.ok,
    () => false,
  );
