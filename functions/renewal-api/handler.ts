import { Refusal } from '../../shared/errors.ts';
import { chain } from '../../shared/http/chain.ts';
import { conditional } from '../../shared/http/conditional.ts';
import { lowerCaseHeaders } from '../../shared/http/headers.ts';
import { homeZone } from '../../shared/http/home-zone.ts';
import { acceptedLanguage } from '../../shared/http/language.ts';
import type { Caller } from '../../shared/http/token.ts';
import type { Log } from '../../shared/runtime/deps.ts';
import { type LineDeps, lineRoutes } from './line-routes.ts';
import { type PayingDeps, payingRoutes } from './paying-routes.ts';
import { type ReadingDeps, readingRoutes } from './reading-routes.ts';

type Deps = ReadingDeps &
  LineDeps &
  PayingDeps & {
    readonly verify: (authorization: string | undefined) => Promise<Caller>;
    /** What the gateway lets through. */
    readonly requestsPerSecond: number;
    readonly log: Log;
  };

/** The traveller's interface. Every route begins with who is calling; every answer is written through its schema. */
export const renewalApi = (deps: Deps) => {
  // One second's worth for everybody together: the gateway counts, and refuses beyond it.
  const policy = `"api";q=${deps.requestsPerSecond};w=1`;
  const routes = new Map(Object.entries({ ...readingRoutes(deps), ...lineRoutes(deps), ...payingRoutes(deps) }));
  return chain(deps.log, async (event) => {
    const route = routes.get(event.routeKey);
    if (!route) throw new Refusal('not_found');
    const headers = lowerCaseHeaders(event);
    const { person } = await deps.verify(headers['authorization']);
    const home = homeZone(headers['time-zone']);
    const language = acceptedLanguage(headers['accept-language']);
    const answer = await route({ event, headers, person, language, ...(home !== undefined && { home }) });
    const { headers: own, ...rest } = conditional(event, headers['if-none-match'], answer);
    return { ...rest, headers: { ...own, 'ratelimit-policy': policy } };
  });
};
