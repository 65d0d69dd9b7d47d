import { writeFileSync } from 'node:fs';
import { accountsOfAllStages } from './accounts.ts';
import { brands, checkBrand, publishedFile, publishedOf } from './brand.ts';
import { keyOf, withPlans } from './published.ts';

const USAGE = 'Usage: tsx catalogue/main.ts check | publish';

/** Answers whether every brand's catalogue is right; `publish` writes down the versions that are new. */
const run = (what: 'check' | 'publish'): boolean => {
  const accounts = accountsOfAllStages();
  return brands()
    .map((brand): boolean => {
      const { plans, problems } = checkBrand(brand, accounts);
      for (const sentence of problems) console.error(sentence);
      if (problems.length > 0) return false;
      const known = publishedOf(brand);
      const fresh = plans.filter((plan) => known[keyOf(plan)] === undefined);
      if (what === 'publish')
        writeFileSync(publishedFile(brand), `${JSON.stringify(withPlans(known, plans), null, 2)}\n`);
      const names = fresh.map(keyOf).join(', ');
      const todo = what === 'publish' ? 'now written down' : 'new: npm run catalogue:publish writes them down';
      console.log(`${brand}: ${plans.length} plans are right.${fresh.length > 0 ? ` ${todo}: ${names}` : ''}`);
      return what === 'publish' || fresh.length === 0;
    })
    .every(Boolean);
};

const [what] = process.argv.slice(2);
if (what === 'check' || what === 'publish') process.exitCode = run(what) ? 0 : 1;
else {
  console.error(USAGE);
  process.exitCode = 1;
}
