import { isObject } from './json-shape.ts';

/** Overhead of a list or a map, and of each of its elements, as documented. */
const containerBytes = 3;
const elementBytes = 1;

/** Size of an item (attribute name → DynamoDB JSON value) by DynamoDB's documented rules, in bytes. */
export function itemSize(item: unknown): number {
  if (!isObject(item)) return 0;
  let bytes = 0;
  for (const [name, value] of Object.entries(item)) bytes += Buffer.byteLength(name) + valueSize(value);
  return bytes;
}

/** Units of `bytes` rounded up, at least one. */
export function unitsOf(bytes: number, unitBytes: number): number {
  return Math.max(1, Math.ceil(bytes / unitBytes));
}

function valueSize(value: unknown): number {
  const [type, content] = Object.entries(isObject(value) ? value : {})[0] ?? [];
  switch (type) {
    case 'S':
      return Buffer.byteLength(String(content));
    case 'N':
      return numberSize(String(content));
    case 'B':
      return Buffer.byteLength(String(content), 'base64');
    case 'SS':
    case 'NS':
    case 'BS':
      return elements(content).reduce<number>((sum, one) => sum + valueSize({ [type.slice(0, 1)]: one }), 0);
    case 'L':
      return elements(content).reduce<number>(
        (sum, one) => sum + valueSize(one) + elementBytes,
        containerBytes,
      );
    case 'M':
      return (
        containerBytes +
        itemSize(content) +
        elementBytes * Object.keys(isObject(content) ? content : {}).length
      );
    default:
      return 1;
  }
}

function elements(content: unknown): unknown[] {
  return Array.isArray(content) ? content : [];
}

/** One byte per two significant digits, and one more. */
function numberSize(text: string): number {
  const digits = text
    .replace(/e.*$/i, '')
    .replace(/[-+.]/g, '')
    .replace(/^0+|0+$/g, '');
  return Math.ceil(Math.max(1, digits.length) / 2) + 1;
}
