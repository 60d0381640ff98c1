import type { HttpApiWiring } from './wiring.ts';

type Route = HttpApiWiring['routes'][number];

export interface MatchedRoute {
  route: Route;
  parameters: Record<string, string>;
}

/**
 * Finds the route of a request as API Gateway does: the most specific path wins, a full match before a greedy one,
 * the request's method before `ANY`, and `$default` takes what is left.
 */
export function matchRoute(routes: readonly Route[], method: string, path: string): MatchedRoute | undefined {
  const candidates = routes
    .map((route) => matchOne(route, method, path))
    .filter((match) => match !== undefined)
    .sort((one, other) => other.rank.localeCompare(one.rank));
  return candidates[0];
}

function matchOne(route: Route, method: string, path: string): (MatchedRoute & { rank: string }) | undefined {
  if (route.routeKey === '$default') return { route, parameters: {}, rank: '' };
  const [routeMethod = '', pattern = ''] = route.routeKey.split(' ');
  if (routeMethod !== 'ANY' && routeMethod !== method) return undefined;
  const matched = matchPath(pattern.split('/').slice(1), path.split('/').slice(1));
  if (!matched) return undefined;
  return { route, parameters: matched.parameters, rank: matched.rank + (routeMethod === 'ANY' ? '1' : '2') };
}

/** Ranks as text, segment by segment: a literal (3) beats a parameter (2) beats a greedy parameter (1). */
function matchPath(
  pattern: string[],
  segments: string[],
): { parameters: Record<string, string>; rank: string } | undefined {
  const parameters: Record<string, string> = {};
  let rank = '';
  for (const [index, part] of pattern.entries()) {
    const greedy = /^\{(.+)\+\}$/.exec(part)?.[1];
    const single = /^\{(.+)\}$/.exec(part)?.[1];
    const segment = segments[index];
    if (segment === undefined || (segment === '' && part !== '')) return undefined;
    if (greedy)
      return { parameters: { ...parameters, [greedy]: segments.slice(index).join('/') }, rank: `${rank}1` };
    if (single) parameters[single] = segment;
    else if (part !== segment) return undefined;
    rank += single ? '2' : '3';
  }
  return pattern.length === segments.length ? { parameters, rank } : undefined;
}
