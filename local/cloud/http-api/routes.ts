/** A route of an HTTP API, by its key: `GET /v1/lines/{lineId}`, `ANY /files/{path+}`, `$default`. */
export interface Route<Target> {
  readonly key: string;
  readonly target: Target;
}

export interface RouteMatch<Target> {
  readonly route: Route<Target>;
  readonly pathParameters: Readonly<Record<string, string>>;
}

interface Candidate {
  readonly parameters: Readonly<Record<string, string>>;
  readonly rank: number;
}

/**
 * The most specific route for a request: full matches before parameters, parameters before greedy ones, a method
 * before `ANY`, `$default` last (API Gateway Developer Guide, "Routing API requests").
 */
export const matchRoute = <Target>(
  routes: readonly Route<Target>[],
  method: string,
  path: string,
): RouteMatch<Target> | undefined => {
  const matches = routes.flatMap((route) => {
    const candidate = candidateFor(route.key, method, path);
    return candidate ? [{ route, ...candidate }] : [];
  });
  const [best] = matches.sort((a, b) => a.rank - b.rank);
  return best && { route: best.route, pathParameters: best.parameters };
};

const GREEDY_RANK = 1_000;
const ANY_METHOD_RANK = 0.5;
const DEFAULT_RANK = 1_000_000;

const candidateFor = (key: string, method: string, path: string): Candidate | undefined => {
  if (key === '$default') return { parameters: {}, rank: DEFAULT_RANK };
  const [routeMethod = '', routePath = ''] = key.split(' ', 2);
  if (routeMethod !== method && routeMethod !== 'ANY') return undefined;
  const wanted = segments(routePath);
  const given = segments(path);
  const parameters: Record<string, string> = {};
  let rank = routeMethod === 'ANY' ? ANY_METHOD_RANK : 0;
  for (const [index, segment] of wanted.entries()) {
    const value = given[index];
    if (value === undefined || value === '') return undefined;
    const [, name, greedy] = /^\{(\w+)(\+?)\}$/.exec(segment) ?? [];
    if (name === undefined) {
      if (segment !== value) return undefined;
    } else if (greedy === '+') {
      parameters[name] = decode(given.slice(index).join('/'));
      return { parameters, rank: rank + GREEDY_RANK };
    } else {
      parameters[name] = decode(value);
      rank += 1;
    }
  }
  return wanted.length === given.length ? { parameters, rank } : undefined;
};

const segments = (path: string): readonly string[] => path.replace(/^\//, '').split('/');

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
