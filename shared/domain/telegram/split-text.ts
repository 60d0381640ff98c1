import { LIMITS } from '../limits.ts';

/** White space that no accent stands on; none stands on what ends a line. */
const BARE_SPACE = String.raw`\s+(?:(?<=[\t-\r\u2028\u2029\ufeff])|(?![\p{M}\p{Grapheme_Extend}\p{Emoji_Modifier}\u200d]))`;
const SENTENCE_END = /[.!?…؟۔]["'»”’)\]]*$/u;
/** As far back a sentence's end is looked for behind quotes and brackets. */
const CLOSING = 8;
/** Texts that need a cut are few, and making these takes 10 ms. */
const knives = lazily(() => ({
  gap: new RegExp(BARE_SPACE, 'gu'),
  leading: new RegExp(`^${BARE_SPACE}`, 'u'),
  graphemes: new Intl.Segmenter('und', { granularity: 'grapheme' }),
}));

function lazily<Made>(make: () => Made): () => Made {
  let made: Made | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** How good a place it is to cut at. */
type Rank = 0 | 1 | 2 | 3;
const [WORD, SENTENCE, LINE, PARAGRAPH] = [0, 1, 2, 3] as const;

interface Gap {
  start: number;
  end: number;
  rank: Rank;
}

/**
 * A text in parts of at most so many UTF-16 units (4 or more). It is cut between paragraphs, else lines, sentences or words;
 * those above words only where the part is at least half full, so that parts are not many. A word that is too long is cut
 * between characters as people see them, one of those only if it is too long by itself, and never a surrogate pair.
 *
 * A text that is short enough stays as it is; of a longer one the white space at both ends and at the cuts is left out.
 * A blank text has no parts. Takes time linear in the length.
 */
export function splitText(text: string, most: number = LIMITS.chatTextUnits): string[] {
  const words = text.length <= most ? text : text.trimEnd().replace(knives().leading, '');
  if (words.trim() === '') return [];
  if (words.length <= most) return [words];
  const gaps = gapsOf(words);
  const parts: string[] = [];
  let [at, next] = [0, 0];
  while (words.length - at > most) {
    while ((gaps[next]?.start ?? at + 1) <= at) next += 1;
    const gap = bestGap(gaps, next, at, most);
    const end = gap?.start ?? graphemeEnd(words, at, most);
    parts.push(words.slice(at, end));
    at = gap?.end ?? end;
  }
  return [...parts, words.slice(at)];
}

function gapsOf(text: string): Gap[] {
  return Array.from(text.matchAll(knives().gap), ({ 0: space, index }) => ({
    start: index,
    end: index + space.length,
    rank: rankOf(text, index, space),
  }));
}

function rankOf(text: string, start: number, space: string): Rank {
  const lines = space.split(/\r\n|[\n\r\u2028\u2029]/u).length - 1;
  if (lines > 1) return PARAGRAPH;
  if (lines === 1) return LINE;
  return SENTENCE_END.test(text.slice(Math.max(0, start - CLOSING), start)) ? SENTENCE : WORD;
}

/** The last of the best gaps that end a part of at most so many units. */
function bestGap(gaps: readonly Gap[], from: number, at: number, most: number): Gap | undefined {
  let best: Gap | undefined;
  for (let i = from; i < gaps.length; i++) {
    const gap = gaps[i];
    if (!gap || gap.start - at > most) break;
    const rank = gap.start - at < most / 2 ? WORD : gap.rank;
    if (!best || rank >= best.rank) best = { ...gap, rank };
  }
  return best;
}

/** Where a part ends that has no gap. */
function graphemeEnd(text: string, at: number, most: number): number {
  const window = text.slice(at, at + most + 2);
  const end = knives().graphemes.segment(window).containing(most)?.index ?? most;
  if (end > 0) return at + end;
  return at + (isWithinPair(window, most) ? most - 1 : most);
}

function isWithinPair(text: string, at: number): boolean {
  return text.codePointAt(at - 1) !== text.charCodeAt(at - 1);
}
