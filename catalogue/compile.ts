import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { planToItem } from '../shared/table/plan-item.ts';
import { plansOf } from './brand.ts';
import { WrongCatalogue } from './problem.ts';

const asked = z.object({
  brand: z.string(),
  /** Of all stages: a plan may be sold in some of them only. */
  accounts: z.record(z.string(), z.enum(['soracom', 'airalo', 'esimaccess', 'esimgo', 'manual'])),
  /** Of the stage that is deployed. */
  here: z.array(z.string()),
});

/** Reads what is asked from its input, and writes what the stage sells as the table keeps it, or what is wrong with it. */
const compile = (): void => {
  const { brand, accounts, here } = asked.parse(JSON.parse(readFileSync(0, 'utf8')));
  const plans = plansOf(brand, accounts).filter(({ carrier }) => here.includes(carrier));
  console.log(JSON.stringify(plans.map((plan) => planToItem(plan, plan.version))));
};

try {
  compile();
} catch (error) {
  if (!(error instanceof WrongCatalogue)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
