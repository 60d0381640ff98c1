import { isObject } from './json-shape.ts';

/** What the names in a template mean; each throws for a name that it does not know. */
export interface Names {
  /** `Ref`: a resource's own name, or a pseudo-parameter. */
  ref(id: string): string;
  attribute(id: string, attribute: string): string;
  importValue(exportName: string): string;
}

type Resolver = (argument: unknown, names: Names, place: string) => unknown;

const RESOLVERS: Record<string, Resolver> = {
  Ref: (argument, names, place) => names.ref(text(argument, place)),
  'Fn::GetAtt': getAttribute,
  'Fn::ImportValue': (argument, names, place) =>
    names.importValue(text(resolve(argument, names, place), place)),
  'Fn::Join': join,
  'Fn::Split': split,
  'Fn::Select': select,
  'Fn::Sub': substitute,
};

/**
 * Replaces every intrinsic function in a template's value by what it stands for.
 * @throws Error that names the place, for an intrinsic it does not know or a malformed one.
 */
export function resolve(value: unknown, names: Names, place: string): unknown {
  if (Array.isArray(value)) return value.map((item, index) => resolve(item, names, `${place}[${index}]`));
  if (!isObject(value)) return value;
  const intrinsic = Object.keys(value).find((key) => key === 'Ref' || key.startsWith('Fn::'));
  if (intrinsic === undefined) return resolveFields(value, names, place);
  return resolveIntrinsic(intrinsic, value, names, place);
}

function resolveFields(value: Record<string, unknown>, names: Names, place: string): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, resolve(item, names, `${place}.${key}`)]),
  );
}

function resolveIntrinsic(
  name: string,
  value: Record<string, unknown>,
  names: Names,
  place: string,
): unknown {
  const resolver = RESOLVERS[name];
  if (!resolver || Object.keys(value).length > 1)
    throw new Error(`${place}: ${name} is not understood by the twin`);
  return resolver(value[name], names, place);
}

function getAttribute(argument: unknown, names: Names, place: string): string {
  if (typeof argument === 'string') {
    const [id = '', ...attribute] = argument.split('.');
    return names.attribute(id, attribute.join('.'));
  }
  const [id, attribute] = list(argument, place);
  return names.attribute(text(id, place), text(attribute, place));
}

function join(argument: unknown, names: Names, place: string): string {
  const [separator, parts] = list(argument, place);
  return list(resolve(parts, names, place), place)
    .map((part) => text(part, place))
    .join(text(separator, place));
}

function split(argument: unknown, names: Names, place: string): string[] {
  const [separator, whole] = list(argument, place);
  return text(resolve(whole, names, place), place).split(text(separator, place));
}

function select(argument: unknown, names: Names, place: string): unknown {
  const [index, items] = list(argument, place);
  const chosen = list(resolve(items, names, place), place)[Number(index)];
  if (chosen === undefined) throw new Error(`${place}: Fn::Select has no item ${String(index)}`);
  return chosen;
}

function substitute(argument: unknown, names: Names, place: string): string {
  const [pattern, variables] = typeof argument === 'string' ? [argument, {}] : list(argument, place);
  const own = resolve(variables ?? {}, names, place);
  const fill = (name: string): string => {
    if (isObject(own) && name in own) return text(own[name], place);
    return name.includes('.') && !name.startsWith('AWS::')
      ? getAttribute(name, names, place)
      : names.ref(name);
  };
  return text(pattern, place).replace(/\$\{(!?)([^}]+)\}/g, (_whole, literal: string, name: string) =>
    literal ? `\${${name}}` : fill(name.trim()),
  );
}

function list(value: unknown, place: string): unknown[] {
  if (!Array.isArray(value)) throw new Error(`${place}: an intrinsic was given something that is not a list`);
  return value;
}

function text(value: unknown, place: string): string {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string')
    throw new Error(`${place}: an intrinsic was given something that is not a string`);
  return value;
}
