import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOM = fileURLToPath(new URL('..', import.meta.url));

export const SHIPPED_MODEL = join(ROOM, 'model');

/** What the shipped model learns from. */
export function shippedCorpus(): string[] {
  return filesIn('corpus');
}

/** What no model ever learns from, so that all of them can be asked about it. */
export function frozenSet(): string[] {
  return filesIn('frozen');
}

function filesIn(name: string): string[] {
  const folder = join(ROOM, name);
  return readdirSync(folder)
    .filter((file) => file.endsWith('.jsonl'))
    .sort()
    .map((file) => join(folder, file));
}
