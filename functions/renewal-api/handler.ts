import { Refusal } from '../../shared/errors.ts';
import { chain } from '../../shared/http/chain.ts';
import { lowerCaseHeaders } from '../../shared/http/headers.ts';
import { acceptedLanguage } from '../../shared/http/language.ts';
import { inTheirLanguage } from '../../shared/http/spoken-problem.ts';
import type { Caller } from '../../shared/http/token.ts';
import type { Log } from '../../shared/runtime/deps.ts';
import { type PayingDeps, payingRoutes } from './paying-routes.ts';
import { type ReadingDeps, readingRoutes } from './reading-routes.ts';

type Deps = ReadingDeps &
  PayingDeps & {
    readonly verify: (authorization: string | undefined) => Promise<Caller>;
    readonly log: Log;
  };

/** The traveller's interface. Every route begins with who is calling; every answer is written through its schema. */
export const renewalApi = (deps: Deps) => {
  const routes = new Map(Object.entries({ ...readingRoutes(deps), ...payingRoutes(deps) }));
  return chain(
    deps.log,
    async (event) => {
      const route = routes.get(event.routeKey);
      if (!route) throw new Refusal('not_found');
      const headers = lowerCaseHeaders(event);
      const { person } = await deps.verify(headers['authorization']);
      return route({ event, headers, person, language: acceptedLanguage(headers['accept-language']) });
    },
    inTheirLanguage,
  );
};
