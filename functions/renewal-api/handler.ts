import type { LinkVisit } from '../../shared/app/open-link.ts';
import { Refusal } from '../../shared/errors.ts';
import { chain } from '../../shared/http/chain.ts';
import { lowerCaseHeaders } from '../../shared/http/headers.ts';
import { acceptedLanguage } from '../../shared/http/language.ts';
import { type Caller, STAFF_ROLE } from '../../shared/http/token.ts';
import type { Log } from '../../shared/runtime/deps.ts';
import { linkRoutes } from './link-routes.ts';
import { type PayingDeps, payingRoutes } from './paying-routes.ts';
import { type ReadingDeps, readingRoutes } from './reading-routes.ts';
import { type RevokingDeps, revokingRoutes } from './revoking-routes.ts';

type Deps = ReadingDeps &
  PayingDeps &
  RevokingDeps & {
    readonly openLink: (authorization: string | undefined) => Promise<LinkVisit>;
    readonly verify: (authorization: string | undefined) => Promise<Caller>;
    readonly log: Log;
  };

/**
 * The traveller's interface. Every route begins with who is calling, a person or somebody with a link to one line; every
 * answer is written through its schema.
 */
export const renewalApi = (deps: Deps) => {
  const routes = new Map(Object.entries({ ...readingRoutes(deps), ...payingRoutes(deps), ...revokingRoutes(deps) }));
  const byLink = new Map(Object.entries(linkRoutes(deps)));
  return chain(deps.log, async (event) => {
    const headers = lowerCaseHeaders(event);
    const language = acceptedLanguage(headers['accept-language']);
    const linked = byLink.get(event.routeKey);
    if (linked) return linked({ event, headers, language, visit: await deps.openLink(headers['authorization']) });
    const route = routes.get(event.routeKey);
    if (!route) throw new Refusal('not_found');
    const { person, roles } = await deps.verify(headers['authorization']);
    return route({ event, headers, person, isStaff: roles.includes(STAFF_ROLE), language });
  });
};
