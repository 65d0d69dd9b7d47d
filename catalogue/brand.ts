import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Plan } from '../shared/domain/plan/plan.ts';
import { type Checked, checkCatalogue } from './check.ts';
import { WrongCatalogue } from './problem.ts';
import { type Published, readPublished } from './published.ts';
import type { Accounts } from './rules.ts';

const PROJECT = join(import.meta.dirname, '..');
const BRANDS = join(import.meta.dirname, 'brands');

/** One folder each below `catalogue/brands/`. */
export const brands = (): readonly string[] => readdirSync(BRANDS).sort();

export const publishedFile = (brand: string): string => join(BRANDS, brand, 'published.json');

export const publishedOf = (brand: string): Published =>
  existsSync(publishedFile(brand)) ? readPublished(readFileSync(publishedFile(brand), 'utf8')) : {};

/** @throws WrongCatalogue when the brand has no catalogue */
export const checkBrand = (brand: string, accounts: Accounts): Checked => {
  const file = join(BRANDS, brand, 'catalogue.yaml');
  if (!existsSync(file))
    throw new WrongCatalogue(`there is no catalogue of the brand ${brand}: ${relative(PROJECT, file)}`);
  const text = readFileSync(file, 'utf8');
  return checkCatalogue({ file: relative(PROJECT, file), text, published: publishedOf(brand), accounts });
};

/**
 * What a brand sells.
 *
 * @throws WrongCatalogue that names everything that is wrong, with its line
 */
export const plansOf = (brand: string, accounts: Accounts): readonly Plan[] => {
  const { plans, problems } = checkBrand(brand, accounts);
  if (problems.length > 0) throw new WrongCatalogue(problems.join('\n'));
  return plans;
};
