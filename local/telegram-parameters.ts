import { isObject, type Json } from './json-shape.ts';

/**
 * Parameters of a method: of the query, and over them those of the body, JSON or a form by its type.
 * @returns nothing if the body is neither.
 */
export function readParameters(query: string, body: string, contentType = ''): Json | undefined {
  const given: Json = Object.fromEntries(new URLSearchParams(query));
  if (body === '') return given;
  const type = contentType.split(';')[0]?.trim().toLowerCase();
  if (type === 'application/x-www-form-urlencoded')
    return { ...given, ...Object.fromEntries(new URLSearchParams(body)) };
  const parsed = type === 'application/json' ? parseJson(body) : undefined;
  return isObject(parsed) ? { ...given, ...parsed } : undefined;
}

/** Numbers come as text in queries and forms, and text as numbers in careless JSON. */
export function textParameter(parameters: Json, name: string): string {
  const value = parameters[name];
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

export function integerParameter(parameters: Json, name: string): number | undefined {
  const text = textParameter(parameters, name).trim();
  return /^-?\d{1,16}$/.test(text) ? Number(text) : undefined;
}

export function booleanParameter(parameters: Json, name: string): boolean {
  const value = parameters[name];
  return value === true || value === 'true' || value === 'True' || value === '1' || value === 1;
}

/** Objects and lists, which queries and forms hold as text; whatever is no JSON comes back as it is. */
export function jsonParameter(parameters: Json, name: string): unknown {
  const value = parameters[name];
  return typeof value === 'string' ? (parseJson(value) ?? value) : value;
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
