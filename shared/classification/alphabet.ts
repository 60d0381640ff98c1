/** How usual a text looks in one alphabet, by its letters three at a time. */
export interface Alphabet {
  readonly letters: string;
  /** Cost of a third letter after two others, in sixteenths of a nat; three places of `letters`, 0 is the word's edge. */
  readonly costs: Uint8Array;
}

const COSTS_PER_NAT = 16;
const WORD = /\p{L}+/gu;

export const CYRILLIC = 'абвгдежзийклмнопрстуфхцчшщъыьэюя';
export const LATIN = 'abcdefghijklmnopqrstuvwxyz';

export function costsLength(letters: string): number {
  return (letters.length + 1) ** 3;
}

/** Mean cost of a letter in nats: lower is more usual. Infinite if the text has no letter of the alphabet. */
export function strangeness(text: string, alphabet: Alphabet): number {
  let cost = 0;
  let count = 0;
  forEachTriple(text, alphabet.letters, (at) => {
    cost += alphabet.costs[at] ?? 255;
    count++;
  });
  return count === 0 ? Number.POSITIVE_INFINITY : cost / COSTS_PER_NAT / count;
}

/** Learns an alphabet from texts; triples never met cost what add-a-tenth smoothing says. */
export function learnAlphabet(texts: readonly string[], letters: string): Alphabet {
  const size = letters.length + 1;
  const counts = new Float64Array(costsLength(letters));
  for (const text of texts)
    forEachTriple(text, letters, (at) => {
      counts[at] = (counts[at] ?? 0) + 1;
    });
  const costs = new Uint8Array(counts.length);
  for (let start = 0; start < counts.length; start += size) {
    const row = counts.subarray(start, start + size);
    const total = row.reduce((sum, count) => sum + count, 0) + size * 0.1;
    row.forEach((count, i) => {
      costs[start + i] = Math.min(255, Math.round(-Math.log((count + 0.1) / total) * COSTS_PER_NAT));
    });
  }
  return { letters, costs };
}

function forEachTriple(text: string, letters: string, visit: (at: number) => void): void {
  const size = letters.length + 1;
  for (const [word] of text.matchAll(WORD)) {
    let before = 0;
    let last = 0;
    for (let i = 0; i <= word.length; i++) {
      const next = i === word.length ? 0 : letters.indexOf(word.charAt(i)) + 1;
      visit((before * size + last) * size + next);
      before = last;
      last = next;
    }
  }
}
