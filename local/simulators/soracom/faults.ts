import * as z from 'zod';
import type { Records } from '../records.ts';

/** The calls of the API by the names that rules use. */
export const ENDPOINTS = [
  'auth',
  'get',
  'set_expiry_time',
  'activate',
  'suspend',
  'update_speed_class',
  'history',
  'audit_log',
] as const;

const rule = {
  /** Which calls it meets; left out, all. */
  path: z.enum(ENDPOINTS).optional(),
  simId: z.string().optional(),
  iccid: z.string().optional(),
  /** How many calls it meets; left out, no end. */
  times: z.int().min(1).max(1_000).optional(),
  /** The share of the calls that it meets, drawn from `seed`: the same calls meet the same faults. */
  share: z.number().min(0).max(1).default(1),
  seed: z.int().min(0).default(1),
  /** Draws so far. */
  draws: z.int().min(0).default(0),
};

const status = z.int().min(400).max(599);
const delay = z.int().min(0).max(600_000);

/** One thing that goes wrong on purpose. */
const fault = z.discriminatedUnion('fault', [
  /** The connection breaks before any work is done. */
  z.strictObject({ fault: z.literal('down'), ...rule }),
  /** An error instead of any work; `retryAfter` is the header as it is sent. */
  z.strictObject({ fault: z.literal('status'), status, retryAfter: z.string().optional(), ...rule }),
  z.strictObject({
    fault: z.literal('refuse'),
    status: z.int().min(400).max(499).default(400),
    code: z.string().default('SEM0099'),
    ...rule,
  }),
  /** The work is done and the connection breaks before the answer. */
  z.strictObject({ fault: z.literal('lost_response'), ...rule }),
  /** The work is done and the answer comes late, in real time. */
  z.strictObject({ fault: z.literal('slow'), delayMs: delay, ...rule }),
  /** The work is done and a 500 says otherwise. */
  z.strictObject({ fault: z.literal('error_after_success'), ...rule }),
  /** A page with status 200, as something on the way answers. */
  z.strictObject({ fault: z.literal('html'), carriedOut: z.boolean().default(true), ...rule }),
  /** A SIM is shown as it was before its last change, until that is so long ago; on the clock that can be moved. */
  z.strictObject({ fault: z.literal('stale'), staleMs: delay, ...rule }),
]);

/** The first rule that fits a call is the one it meets. */
export const faultsSchema = z.array(fault).max(100);
export type Fault = z.output<typeof fault>;

type FaultOf<K extends Fault['fault']> = Extract<Fault, { fault: K }>;
type Obstacle = FaultOf<'down' | 'status' | 'refuse' | 'html'>;
type Distortion = FaultOf<'lost_response' | 'slow' | 'error_after_success' | 'html'>;

/** Met instead of the work. */
export const isObstacle = (each: Fault): each is Obstacle =>
  each.fault === 'html' ? !each.carriedOut : ['down', 'status', 'refuse'].includes(each.fault);

/** Met once the work is done. */
export const isDistortion = (each: Fault): each is Distortion =>
  each.fault === 'html' ? each.carriedOut : ['lost_response', 'slow', 'error_after_success'].includes(each.fault);

export interface FaultTarget {
  readonly endpoint: (typeof ENDPOINTS)[number];
  readonly simId: string | null;
  readonly iccid: string | null;
}

export interface FaultSwitch {
  read(): readonly Fault[];
  write(faults: readonly Fault[]): void;
  /** Uses up one occurrence of the first rule that is wanted and fits. */
  take<F extends Fault>(isWanted: (each: Fault) => each is F, target: FaultTarget): F | undefined;
}

/** They outlive the process, like everything else here. */
export const faultSwitch = (records: Records): FaultSwitch => {
  const read = (): readonly Fault[] => faultsSchema.parse(records.get('faults', 'now') ?? []);
  const write = (faults: readonly Fault[]): void => records.put('faults', 'now', faults);
  return {
    read,
    write,
    take(isWanted, target) {
      const rules = [...read()];
      for (const [index, each] of rules.entries()) {
        if (!isWanted(each) || !fits(each, target)) continue;
        const met = random(each.seed, each.draws) < each.share;
        const left = each.times === undefined ? {} : { times: each.times - (met ? 1 : 0) };
        rules[index] = { ...each, draws: each.draws + 1, ...left };
        write(rules.filter(({ times }) => times !== 0));
        if (met) return each;
      }
      return undefined;
    },
  };
};

const fits = ({ path, simId, iccid }: Fault, target: FaultTarget): boolean =>
  (path === undefined || path === target.endpoint) &&
  (simId === undefined || simId === target.simId) &&
  (iccid === undefined || iccid === target.iccid);

/** The n-th number in [0, 1) of a seed (mulberry32, one step from a spread state). */
const random = (seed: number, n: number): number => {
  let a = (seed + Math.imul(n + 1, 0x6d2b79f5)) | 0;
  a = Math.imul(a ^ (a >>> 15), a | 1);
  a ^= a + Math.imul(a ^ (a >>> 7), a | 61);
  return ((a ^ (a >>> 14)) >>> 0) / 2 ** 32;
};
