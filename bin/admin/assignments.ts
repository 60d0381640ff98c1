import { FlagError } from '../command-line.ts';

type Changes = Record<string, unknown>;

/** What `a.b=c` says: a place, and a value as JSON, or else as text. @throws FlagError */
export function readAssignment(word: string): { path: string[]; value: unknown } {
  const at = word.indexOf('=');
  const path = word.slice(0, at).split('.');
  if (at < 1 || path.some((name) => name === ''))
    throw new FlagError(`"${word}" must be written as a.b=value, such as escalation.requests.count=4.`);
  return { path, value: readValue(word.slice(at + 1)) };
}

function readValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** These changes with this one among them. */
export function withAssignment(
  changes: unknown,
  [name = '', ...rest]: readonly string[],
  value: unknown,
): Changes {
  const known = isPlain(changes) ? changes : {};
  const inner = Object.hasOwn(known, name) ? known[name] : undefined;
  const next = rest.length === 0 ? value : withAssignment(inner, rest, value);
  return Object.fromEntries([...Object.entries(known).filter(([other]) => other !== name), [name, next]]);
}

function isPlain(value: unknown): value is Changes {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Every place in it and what stands there, as `a.b=value`. */
export function assignmentsIn(value: unknown, path = ''): string[] {
  if (!isPlain(value)) return [`${path}=${typeof value === 'string' ? value : JSON.stringify(value)}`];
  return Object.entries(value).flatMap(([name, inner]) =>
    assignmentsIn(inner, path === '' ? name : `${path}.${name}`),
  );
}
