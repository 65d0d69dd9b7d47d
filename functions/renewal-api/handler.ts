import type { LinkVisit } from '../../shared/app/open-link.ts';
import { Refusal } from '../../shared/errors.ts';
import { chain } from '../../shared/http/chain.ts';
import { conditional } from '../../shared/http/conditional.ts';
import { lowerCaseHeaders } from '../../shared/http/headers.ts';
import { homeZone } from '../../shared/http/home-zone.ts';
import { acceptedLanguage } from '../../shared/http/language.ts';
import { inTheirLanguage } from '../../shared/http/spoken-problem.ts';
import { type Caller, STAFF_ROLE } from '../../shared/http/token.ts';
import type { Log } from '../../shared/runtime/deps.ts';
import { type LineDeps, lineRoutes } from './line-routes.ts';
import { linkRoutes } from './link-routes.ts';
import { type PayingDeps, payingRoutes } from './paying-routes.ts';
import { type ReadingDeps, readingRoutes } from './reading-routes.ts';
import { type RevokingDeps, revokingRoutes } from './revoking-routes.ts';

type Deps = ReadingDeps &
  LineDeps &
  PayingDeps &
  RevokingDeps & {
    readonly openLink: (authorization: string | undefined) => Promise<LinkVisit>;
    readonly verify: (authorization: string | undefined) => Promise<Caller>;
    /** What the gateway lets through. */
    readonly requestsPerSecond: number;
    readonly log: Log;
  };

/**
 * The traveller's interface. Every route begins with who is calling, a person or somebody with a link to one line; every
 * answer is written through its schema.
 */
export const renewalApi = (deps: Deps) => {
  // One second's worth for everybody together: the gateway counts, and refuses beyond it.
  const policy = `"api";q=${deps.requestsPerSecond};w=1`;
  const routes = new Map(
    Object.entries({ ...readingRoutes(deps), ...lineRoutes(deps), ...payingRoutes(deps), ...revokingRoutes(deps) }),
  );
  const byLink = new Map(Object.entries(linkRoutes(deps)));
  return chain(
    deps.log,
    async (event) => {
      const headers = lowerCaseHeaders(event);
      const language = acceptedLanguage(headers['accept-language']);
      const linked = byLink.get(event.routeKey);
      if (linked) return linked({ event, headers, language, visit: await deps.openLink(headers['authorization']) });
      const route = routes.get(event.routeKey);
      if (!route) throw new Refusal('not_found');
      const { person, roles } = await deps.verify(headers['authorization']);
      const isStaff = roles.includes(STAFF_ROLE);
      const home = homeZone(headers['time-zone']);
      const answer = await route({ event, headers, person, isStaff, language, ...(home !== undefined && { home }) });
      const { headers: own, ...rest } = conditional(event, headers['if-none-match'], answer);
      return { ...rest, headers: { ...own, 'ratelimit-policy': policy } };
    },
    inTheirLanguage,
  );
};
