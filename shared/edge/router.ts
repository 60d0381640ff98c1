/** `{name}` stands for one segment. */
export interface Route<Handler> {
  method: string;
  path: string;
  handler: Handler;
}

export type Match<Of extends Route<unknown>> =
  | { kind: 'route'; route: Of; handler: Of['handler']; parameters: Record<string, string> }
  | { kind: 'method'; allowed: string[] }
  | { kind: 'none' };

/** Finds a request's route. A trailing slash is tolerated; a segment that cannot be decoded matches nothing. */
export function matchRoute<Of extends Route<unknown>>(
  routes: readonly Of[],
  method: string,
  rawPath: string,
): Match<Of> {
  const allowed: string[] = [];
  for (const route of routes) {
    const parameters = matchPath(segments(route.path), segments(rawPath));
    if (!parameters) continue;
    if (route.method === method) return { kind: 'route', route, handler: route.handler, parameters };
    allowed.push(route.method);
  }
  return allowed.length > 0 ? { kind: 'method', allowed: [...new Set(allowed)] } : { kind: 'none' };
}

function segments(path: string): string[] {
  return path.replace(/\/$/, '').split('/');
}

function matchPath(pattern: string[], path: string[]): Record<string, string> | undefined {
  if (pattern.length !== path.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [at, expected] of pattern.entries()) {
    const given = path[at] ?? '';
    const name = /^\{(.+)\}$/.exec(expected)?.[1];
    if (name === undefined && given !== expected) return undefined;
    if (name !== undefined) {
      const value = decode(given);
      if (!value) return undefined;
      parameters[name] = value;
    }
  }
  return parameters;
}

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
