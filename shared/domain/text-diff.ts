import { LIMITS } from './limits.ts';

/** A stretch of text that two versions share, or that only the later or the earlier one has. */
export interface DiffPart {
  kind: 'same' | 'added' | 'removed';
  text: string;
}

/** What turns one text into the other, word by word; put together without `added` it is the one, without `removed` the other. */
export function diffTexts(from: string, to: string): DiffPart[] {
  const [before, after] = [piecesOf(from), piecesOf(to)];
  if (before.length > LIMITS.diffPieces || after.length > LIMITS.diffPieces)
    return joined([...marked('removed', [from]), ...marked('added', [to])]);
  return joined(steps(before, after, commonLengths(before, after)));
}

/** Words, each gap between them, and marks one by one: a changed comma is not a changed word. */
function piecesOf(text: string): string[] {
  return text.match(/[\p{L}\p{N}_]+|\s+|[^\p{L}\p{N}_\s]/gu) ?? [];
}

function marked(kind: DiffPart['kind'], texts: string[]): DiffPart[] {
  return texts.map((text) => ({ kind, text }));
}

/** Length of the longest common sequence of what stands behind each pair of places, row by row. */
function commonLengths(before: readonly string[], after: readonly string[]): Uint16Array[] {
  const rows = Array.from({ length: before.length + 1 }, () => new Uint16Array(after.length + 1));
  for (let i = before.length - 1; i >= 0; i--)
    for (let j = after.length - 1; j >= 0; j--) {
      const [row, below] = [rows[i] ?? NONE, rows[i + 1] ?? NONE];
      row[j] = before[i] === after[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
    }
  return rows;
}

const NONE = new Uint16Array();

function steps(before: string[], after: string[], common: Uint16Array[]): DiffPart[] {
  const parts: DiffPart[] = [];
  let [i, j] = [0, 0];
  while (i < before.length && j < after.length) {
    const [one = '', other = ''] = [before[i], after[j]];
    const removedFirst = (common[i + 1]?.[j] ?? 0) >= (common[i]?.[j + 1] ?? 0);
    if (one === other) parts.push({ kind: 'same', text: one });
    else parts.push(removedFirst ? { kind: 'removed', text: one } : { kind: 'added', text: other });
    if (one === other || removedFirst) i += 1;
    if (one === other || !removedFirst) j += 1;
  }
  return [...parts, ...marked('removed', before.slice(i)), ...marked('added', after.slice(j))];
}

/** What belongs together in one stretch, and no gap that two changed words happen to share as a stretch of its own. */
function joined(parts: readonly DiffPart[]): DiffPart[] {
  const all: DiffPart[] = [];
  const changed = { removed: '', added: '' };
  const flush = (): void => {
    for (const kind of ['removed', 'added'] as const) {
      if (changed[kind] !== '') all.push({ kind, text: changed[kind] });
      changed[kind] = '';
    }
  };
  for (const [at, { kind, text }] of parts.entries()) {
    const between = kind === 'same' && changed.removed !== '' && changed.added !== '';
    const isGap = between && text.trim() === '' && (parts[at + 1]?.kind ?? 'same') !== 'same';
    if (kind === 'same' && !isGap) {
      flush();
      keepSame(all, text);
    } else
      for (const side of ['removed', 'added'] as const) if (isGap || kind === side) changed[side] += text;
  }
  flush();
  return all;
}

function keepSame(all: DiffPart[], text: string): void {
  const last = all.at(-1);
  if (last?.kind === 'same') last.text += text;
  else all.push({ kind: 'same', text });
}
