import { parseSync } from 'vite';

/** Attributes whose value people read or hear. */
const SPOKEN =
  /^(aria-(label|description|roledescription|placeholder|valuetext)|label|title|placeholder|alt|description|message|error)$/;
const LETTERS = /\p{L}/u;

interface Node {
  type: string;
  start: number;
  [key: string]: unknown;
}

/** What stands in the markup in words instead of among the texts: `line: words`. @throws Error if it is no TSX. */
export function wordsInMarkup(file: string, source: string): string[] {
  const { program, errors } = parseSync(file, source, { lang: 'tsx' });
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  const found: string[] = [];
  walk(program as unknown as Node, (node) => {
    for (const { start, text } of spokenIn(node)) {
      if (LETTERS.test(text)) found.push(`${source.slice(0, start).split('\n').length}: ${text.trim()}`);
    }
  });
  return found;
}

interface Words {
  start: number;
  text: string;
}

function spokenIn(node: Node): Words[] {
  if (node.type === 'JSXText') return [{ start: node.start, text: String(node['value']) }];
  if (node.type === 'JSXElement' || node.type === 'JSXFragment')
    return (node['children'] as Node[]).flatMap(inBraces);
  if (node.type === 'Property') return spokenProperty(node);
  if (node.type !== 'JSXAttribute') return [];
  const { name, value } = node as unknown as { name: { name: unknown }; value: Node | null };
  if (!SPOKEN.test(String(name.name)) || !value) return [];
  return value.type === 'JSXExpressionContainer' ? inBraces(value) : wordsOf(value);
}

/** As in `{ label: 'All', value: '' }`, which is handed to a component. */
function spokenProperty(node: Node): Words[] {
  const { key, value } = node as unknown as { key: { name?: unknown }; value: Node };
  return SPOKEN.test(String(key.name)) ? wordsOf(value) : [];
}

function inBraces(node: Node): Words[] {
  return node.type === 'JSXExpressionContainer' ? wordsOf(node['expression'] as Node) : [];
}

/** Literals that an expression may come to. */
function wordsOf(node: Node): Words[] {
  const { start } = node;
  switch (node.type) {
    case 'Literal':
      return typeof node['value'] === 'string' ? [{ start, text: node['value'] }] : [];
    case 'TemplateLiteral':
      return (node['quasis'] as { value: { cooked: string } }[]).map(({ value }) => ({
        start,
        text: value.cooked,
      }));
    case 'ConditionalExpression':
      return [...wordsOf(node['consequent'] as Node), ...wordsOf(node['alternate'] as Node)];
    case 'LogicalExpression':
    case 'BinaryExpression':
      return node['operator'] === '===' || node['operator'] === '!=='
        ? []
        : [...wordsOf(node['left'] as Node), ...wordsOf(node['right'] as Node)];
    default:
      return [];
  }
}

function walk(node: Node, visit: (node: Node) => void): void {
  visit(node);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (typeof child === 'object' && child !== null && 'type' in child) walk(child as Node, visit);
    }
  }
}
