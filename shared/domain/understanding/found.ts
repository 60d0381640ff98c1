/** Something a rule found: where it begins in the plain text, and what it is. */
export interface Found<T> {
  at: number;
  value: T;
}

/** A pattern (global) and how what it matched is read; undefined: it is none after all. */
export interface Rule<T, C> {
  pattern: RegExp;
  read: (groups: readonly string[], context: C) => T | undefined;
}

/** Hits of one rule that are read. */
const HITS = 20;

/** What the rules find in a text, in its order. `refuse` judges by what stands before a hit; `contextAt` by where it is. */
export function findAll<T, C>(
  text: string,
  rules: readonly Rule<T, C>[],
  contextAt: (at: number) => C,
  refuse?: RegExp,
): Found<T>[] {
  const found = rules.flatMap(({ pattern, read }) =>
    pattern[Symbol.matchAll](text)
      .take(HITS)
      .filter(({ index }) => !refuse?.test(text.slice(Math.max(0, index - 16), index)))
      .flatMap((match) => {
        const value = read(
          match.map((group) => group ?? ''),
          contextAt(match.index),
        );
        return value === undefined ? [] : [{ at: match.index, value }];
      })
      .toArray(),
  );
  return found.sort((a, b) => a.at - b.at);
}
