import * as z from 'zod';
import type { Plan } from '../shared/domain/plan/plan.ts';
import { isRunning, wrongExample } from './examples.ts';
import { planOf } from './plans.ts';
import { type Problem, problem } from './problem.ts';
import type { Published } from './published.ts';
import { type Accounts, planRules, versionRules, wholeRules } from './rules.ts';
import { catalogueSchema, defaultsSchema, type Written } from './schema.ts';
import { readSource, told, under } from './source.ts';

export interface Checked {
  /** Empty where anything is wrong. */
  readonly plans: readonly Plan[];
  /** One sentence each, with the line: `catalogue.yaml:12: …`. */
  readonly problems: readonly string[];
}

interface Given {
  /** As it is shown in front of each line's number. */
  readonly file: string;
  readonly text: string;
  readonly published: Published;
  readonly accounts: Accounts;
}

/** Everything that keeps a catalogue from being sold, told with its line. */
export const checkCatalogue = ({ file, text, published, accounts }: Given): Checked => {
  const source = readSource(text);
  if (source.broken.length > 0) return { plans: [], problems: told(file, source, []) };
  const read = readWritten(source.content);
  if (!read.ok) return { plans: [], problems: told(file, source, read.problems) };
  const { written } = read;
  const plans = written.plans.map((plan) => planOf(plan, written));
  const problems = [
    ...wholeRules(written),
    ...written.plans.flatMap((plan, index): readonly Problem[] => {
      const made = plans[index];
      if (!made) return [];
      const own = [...planRules(plan, made, written, accounts), ...versionRules(made, published)];
      return under(['plans', index], [...own, ...exampleRules(plan, made, plans)]);
    }),
  ];
  return problems.length > 0 ? { plans: [], problems: told(file, source, problems) } : { plans, problems: [] };
};

const exampleRules = (
  { examples }: Written['plans'][number],
  plan: Plan,
  plans: readonly Plan[],
): readonly Problem[] => {
  const running = examples.filter((example) => isRunning(plan, example, plans));
  return [
    ...(running.some(({ expect }) => expect) || plan.only === 'ended'
      ? []
      : [problem(['examples'], 'an example is missing of a line that still runs, and of what it gets')]),
    ...(running.length < examples.length
      ? []
      : [
          problem(
            ['examples'],
            'an example is missing of a line that has ended, and of what it gets or why it is refused',
          ),
        ]),
    ...examples.flatMap((example, index) => under(['examples', index], wrongExample(plan, example, plans))),
  ];
};

type Read =
  | { readonly ok: true; readonly written: Written }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Plans say only in what they differ from `defaults`. */
const readWritten = (content: unknown): Read => {
  const outline = z.looseObject({ defaults: z.unknown(), plans: z.array(z.looseObject({})) }).safeParse(content);
  if (!outline.success) return failed(outline.error);
  const { defaults = {}, plans } = outline.data;
  const common = defaultsSchema.safeParse(defaults);
  if (!common.success) return { ok: false, problems: under(['defaults'], failed(common.error).problems) };
  const filled = { ...outline.data, plans: plans.map((plan) => ({ ...Object(defaults), ...plan })) };
  const result = catalogueSchema.safeParse(filled);
  return result.success ? { ok: true, written: result.data } : failed(result.error);
};

const failed = (error: z.ZodError): { readonly ok: false; readonly problems: readonly Problem[] } => ({
  ok: false,
  problems: error.issues.map(({ path, message }) => problem(path, `${nameOf(path)}${message}`)),
});

const nameOf = (path: readonly PropertyKey[]): string => {
  const name = path.findLast((step) => typeof step === 'string');
  return name === undefined ? '' : `${String(name)}: `;
};
