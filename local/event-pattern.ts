import { isObject, type Json } from './json-shape.ts';

type Leaf = (value: unknown) => boolean;

/**
 * Compiles an event filter pattern: an object of nested objects whose leaves are lists of alternatives.
 *
 * @throws Error for an operator it does not know; a filter must never be half understood.
 */
export function eventPattern(pattern: unknown): (event: unknown) => boolean {
  if (!isObject(pattern)) throw new Error('An event pattern is an object.');
  const fields = Object.entries(pattern).map(([name, rule]) => fieldMatcher(name, rule));
  return (event) => fields.every((matches) => matches(isObject(event) ? event : {}));
}

function fieldMatcher(name: string, rule: unknown): (event: Json) => boolean {
  if (name === '$or' && Array.isArray(rule)) {
    const alternatives = rule.map(eventPattern);
    return (event) => alternatives.some((matches) => matches(event));
  }
  if (!Array.isArray(rule)) {
    const nested = eventPattern(rule);
    return (event) => nested(event[name]);
  }
  const leaves = rule.map(leafMatcher);
  return (event) => leaves.some((matches) => matches(event[name]));
}

function leafMatcher(rule: unknown): Leaf {
  if (!isObject(rule)) return anyOf((value) => value === rule);
  const [operator, operand] = Object.entries(rule)[0] ?? [];
  switch (operator) {
    case 'exists':
      return (value) => (value !== undefined) === operand;
    case 'prefix':
      return anyOf((value) => typeof value === 'string' && value.startsWith(String(operand)));
    case 'suffix':
      return anyOf((value) => typeof value === 'string' && value.endsWith(String(operand)));
    case 'equals-ignore-case':
      return anyOf(
        (value) => typeof value === 'string' && value.toLowerCase() === String(operand).toLowerCase(),
      );
    case 'anything-but':
      return anythingBut(operand);
    case 'numeric':
      return numeric(operand);
    default:
      throw new Error(`The twin does not know the filter operator ${operator}.`);
  }
}

/** A list in the event matches if any of its elements does. */
function anyOf(matches: Leaf): Leaf {
  return (value) => (Array.isArray(value) ? value.some(matches) : matches(value));
}

function anythingBut(operand: unknown): Leaf {
  const refused = (Array.isArray(operand) ? operand : [operand]).map(leafMatcher);
  return (value) => value !== undefined && !refused.some((matches) => matches(value));
}

const comparisons: Record<string, (left: number, right: number) => boolean> = {
  '=': (left, right) => left === right,
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
};

function numeric(operand: unknown): Leaf {
  const terms = Array.isArray(operand) ? operand : [];
  const tests: ((value: number) => boolean)[] = [];
  for (let index = 0; index < terms.length; index += 2) {
    const compare = comparisons[String(terms[index])];
    if (compare === undefined) throw new Error(`The twin does not know the comparison ${terms[index]}.`);
    tests.push((value) => compare(value, Number(terms[index + 1])));
  }
  return anyOf((value) => typeof value === 'number' && tests.every((holds) => holds(value)));
}
