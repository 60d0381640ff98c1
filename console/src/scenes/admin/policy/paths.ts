/** Names of a tree: `escalation.requests.count`. */
export type Tree = { [name: string]: unknown };

export function valueAt(tree: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((node, name) => (node as Tree | undefined)?.[name], tree);
}

/** The same tree with another value there; what lies beside it is shared. */
export function withValue(tree: Tree, path: string, value: unknown): Tree {
  const [name = '', ...rest] = path.split('.');
  if (rest.length === 0) return { ...tree, [name]: value };
  const below = tree[name];
  const inner = typeof below === 'object' && below !== null && !Array.isArray(below) ? (below as Tree) : {};
  return { ...tree, [name]: withValue(inner, rest.join('.'), value) };
}
