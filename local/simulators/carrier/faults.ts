import * as z from 'zod';
import type { Records } from '../records.ts';
import {
  type Distortion,
  distortionOf,
  type FaultKind,
  type Obstacle,
  obstacleOf,
  SHARED_KINDS,
  STALE,
} from './fault-kinds.ts';
import { seededDraw } from './seeded-draw.ts';

/** The call that is about to meet a fault. */
export interface FaultTarget<Endpoint extends string> {
  readonly endpoint: Endpoint;
  /** The carrier's own id of the SIM. */
  readonly carrierRef: string | null;
  readonly iccid: string | null;
}

/** Takes a fault of one kind, if a rule for it meets the call; answers its settings. */
export type Take = <Settings extends z.ZodObject>(
  kind: FaultKind<Settings>,
  isWanted?: (settings: z.output<Settings>) => boolean,
) => z.output<Settings> | undefined;

/** Which calls a rule meets. */
const selection = (endpoints: readonly string[]) => ({
  /** The name of an endpoint; left out, all. */
  path: z.enum(endpoints).optional(),
  carrierRef: z.string().optional(),
  iccid: z.string().optional(),
  /** How many calls it meets; left out, no end. */
  times: z.int().min(1).max(1_000).optional(),
  /** The share of the calls that it meets, drawn from `seed`: the same calls meet the same faults. */
  share: z.number().min(0).max(1).default(1),
  seed: z.int().min(0).default(1),
  /** Draws so far. */
  draws: z.int().min(0).default(0),
});

const ruleOf = (fault: string, settings: z.ZodObject, endpoints: readonly string[]) =>
  z.strictObject({ ...settings.shape, fault: z.literal(fault), ...selection(endpoints) });

/** One thing that goes wrong on purpose: its kind, its settings, and which calls meet it. */
export type FaultRule = z.output<ReturnType<typeof ruleOf>>;

const MAX_RULES = 1_000;

const rulesSchema = (endpoints: readonly string[], kinds: readonly FaultKind[]) => {
  const { down, ...others } = SHARED_KINDS;
  return z
    .array(
      z.discriminatedUnion('fault', [
        ruleOf('down', down, endpoints),
        ...Object.entries(others).map(([name, settings]) => ruleOf(name, settings, endpoints)),
        ...kinds.map(({ name, settings }) => ruleOf(name, settings, endpoints)),
      ]),
    )
    .max(MAX_RULES);
};

export interface FaultSwitch<Endpoint extends string> {
  /** What `PUT /_sim/faults` takes. The first rule that fits a call is the one it meets. */
  readonly schema: z.ZodType<readonly FaultRule[]>;
  read(): readonly FaultRule[];
  write(rules: readonly FaultRule[]): void;
  /** Each take uses up one occurrence of the first rule of a wanted kind that fits the call. */
  takeObstacle(target: FaultTarget<Endpoint>): Obstacle | undefined;
  takeDistortion(target: FaultTarget<Endpoint>): Distortion | undefined;
  /** @throws Error for a kind that the carrier was not made with */
  takerFor(target: FaultTarget<Endpoint>): Take;
}

/**
 * The faults of one carrier: those that all share, on the endpoints that it names, and `own` kinds, which its endpoints
 * take by themselves as they take {@link STALE}. Rules outlive the process, like everything else here.
 */
export const carrierFaults = <const Endpoint extends string>(
  endpoints: readonly Endpoint[],
  own: readonly FaultKind[] = [],
): ((records: Records) => FaultSwitch<Endpoint>) => {
  const takeable = [STALE, ...own];
  const schema = rulesSchema(endpoints, takeable);
  return (records) => {
    const read = (): readonly FaultRule[] => schema.parse(records.get('faults', 'now') ?? []);
    const write = (rules: readonly FaultRule[]): void => records.put('faults', 'now', rules);

    const takeFirst = <F>(wanted: (rule: FaultRule) => F | undefined, target: FaultTarget<Endpoint>): F | undefined => {
      const rules = [...read()];
      for (const [index, rule] of rules.entries()) {
        const fault = fits(rule, target) ? wanted(rule) : undefined;
        if (fault === undefined) continue;
        const met = seededDraw(rule.seed, rule.draws) < rule.share;
        const left = rule.times === undefined ? {} : { times: rule.times - (met ? 1 : 0) };
        rules[index] = { ...rule, draws: rule.draws + 1, ...left };
        write(rules.filter(({ times }) => times !== 0));
        if (met) return fault;
      }
      return undefined;
    };

    const takerFor =
      (target: FaultTarget<Endpoint>): Take =>
      (kind, isWanted = () => true) => {
        if (!takeable.some(({ name }) => name === kind.name)) throw new Error(`no such kind of fault: ${kind.name}`);
        return takeFirst((rule) => {
          if (rule.fault !== kind.name) return undefined;
          const settings = kind.settings.parse(rule);
          return isWanted(settings) ? settings : undefined;
        }, target);
      };

    return {
      schema,
      read,
      write,
      takeObstacle: (target) => takeFirst(obstacleOf, target),
      takeDistortion: (target) => takeFirst(distortionOf, target),
      takerFor,
    };
  };
};

const fits = ({ path, carrierRef, iccid }: FaultRule, target: FaultTarget<string>): boolean =>
  (path === undefined || path === target.endpoint) &&
  (carrierRef === undefined || carrierRef === target.carrierRef) &&
  (iccid === undefined || iccid === target.iccid);
