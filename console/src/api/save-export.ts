import { address, ask, type Query } from './client.ts';

/** Files that one export may be cut into. */
const MOST_PARTS = 50;

/**
 * Saves an export: fetched with the operator's token, every part of it, each as a file of its own.
 * @throws Problem
 */
export async function saveExport(path: string, query: Query, name: string): Promise<void> {
  let next: string | undefined = address(path, query);
  for (let part = 1; next !== undefined && part <= MOST_PARTS; part += 1) {
    const response: Response = await ask(next);
    save(await response.blob(), part === 1 ? name : name.replace(/(\.\w+)$/, `-${part}$1`));
    next = nextIn(response.headers.get('Link'));
  }
}

/** `<…>; rel="next"`, as a path of this origin. */
export function nextIn(link: string | null): string | undefined {
  const target = /<([^>]+)>\s*;\s*rel="next"/.exec(link ?? '')?.[1];
  if (target === undefined) return undefined;
  const { pathname, search } = new URL(target, 'https://desk.invalid');
  return pathname + search;
}

function save(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  URL.revokeObjectURL(url);
}
