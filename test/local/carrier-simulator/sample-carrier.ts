import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hono } from 'hono';
import * as z from 'zod';
import { answer, type Dialect } from '../../../local/simulators/carrier/answer.ts';
import { ApiError } from '../../../local/simulators/carrier/api-error.ts';
import { type Call, openCalls } from '../../../local/simulators/carrier/calls.ts';
import { callControl } from '../../../local/simulators/carrier/control.ts';
import { faultKind } from '../../../local/simulators/carrier/fault-kinds.ts';
import { carrierFaults } from '../../../local/simulators/carrier/faults.ts';
import { carrierPage, webhookSection } from '../../../local/simulators/carrier/page.ts';
import { carrierWebhooks } from '../../../local/simulators/carrier/webhooks.ts';
import { type Simulator, type Surroundings, serveSimulator } from '../../../local/simulators/simulator.ts';
import { doubling } from '../../../local/simulators/webhooks/retry-schedule.ts';

const PROCESSING = faultKind('processing', z.object({ ms: z.int() }));
const FLOAT_LOW = faultKind('insufficient_float', z.object({}));
const openFaults = carrierFaults(['topup', 'usage'], [PROCESSING, FLOAT_LOW]);

const dialect: Dialect = {
  errorBody: (status, code, message) => ({ meta: { status, code, message } }),
  internalCode: 'oops',
  refusal: { status: 422, code: 'no_such_package' },
};

/** The least that a carrier's simulator can be, with everything that carriers share. */
const createSample =
  (webhookUrl: string) =>
  (surroundings: Surroundings): Simulator => {
    const { records, now } = surroundings;
    const app = new Hono();
    const calls = openCalls(records, now);
    const faults = openFaults(records);
    const webhooks = carrierWebhooks(app, surroundings, {
      name: 'sample',
      url: () => webhookUrl,
      schedule: doubling(4),
      headers: ({ body }, _at, spoiled) => ({ 'x-signature': `${body.length}${spoiled ? ' spoiled' : ''}` }),
    });
    let topups = 0;
    app.post('/topups/:id', (c) => {
      const target = { endpoint: 'topup', carrierRef: c.req.param('id'), iccid: null } as const;
      return answer(c, { calls, faults, dialect }, target, (take) => {
        if (take(FLOAT_LOW)) throw new ApiError(402, 'float', 'no credit is left');
        topups += 1;
        webhooks.send({ id: `evt-${topups}`, type: 'topup', body: JSON.stringify({ topups }) });
        return { topups, readyInMs: take(PROCESSING)?.ms ?? 0 };
      });
    });
    callControl(app, { calls, faults });
    const page = () =>
      carrierPage('Sample', [webhookSection(webhooks.shown())], { calls: calls.list(), faults: faults.read() });
    app.get('/', (c) => c.html(page()));
    return { app, stop: webhooks.stop };
  };

export const sampleWorld = async (webhookUrl = 'http://127.0.0.1:9/') => {
  const folder = await mkdtemp(join(tmpdir(), 'sample-carrier-'));
  const recordsFile = join(folder, 'sample.sqlite');
  const simulator = await serveSimulator(createSample(webhookUrl), { port: 0, recordsFile, now: Date.now });
  const ask = (method: string, path: string, body?: unknown) =>
    fetch(`${simulator.url}${path}`, { method, ...(body !== undefined && { body: JSON.stringify(body) }) });
  const look = async <T>(path: string): Promise<T> => (await (await ask('GET', path)).json()) as T;
  return {
    ask,
    look,
    faults: (...rules: readonly object[]) => ask('PUT', '/_sim/faults', rules),
    /** The answer to a top-up as text, for it may be no JSON. */
    topUp: async (id = 'sim-1') => {
      const response = await ask('POST', `/topups/${id}`);
      return { status: response.status, text: await response.text() };
    },
    calls: () => look<readonly Call[]>('/_sim/calls'),
    close: async () => {
      await simulator.close();
      await rm(folder, { recursive: true });
    },
  };
};

export type SampleWorld = Awaited<ReturnType<typeof sampleWorld>>;
