import { plain } from './plain-words.ts';

/** A word of a text, for telling names: its letters as written, and what parts it from the word before. */
export interface Word {
  /** As written. */
  raw: string;
  plain: string;
  /** 'blank', 'comma' (or a colon, a bracket, a dash), 'end' of a sentence. */
  gap: 'blank' | 'comma' | 'end';
}

/** Words of one text that are looked at. */
const WORDS = 2000;
const WORD = /[\p{L}\p{M}]+(?:['’-][\p{L}\p{M}]+)*|\d+/gu;

/** The words of a text in its order; English "Anna's" is "Anna" followed by "'s". */
export function wordsOf(text: string): Word[] {
  const composed = text.normalize('NFC');
  const words: Word[] = [];
  let behind = 0;
  for (const match of WORD[Symbol.matchAll](composed).take(WORDS)) {
    const between = composed.slice(behind, match.index).slice(0, 40);
    const gap = /[.!?…\n;]/.test(between) || behind === 0 ? 'end' : between.trim() ? 'comma' : 'blank';
    const owner = /^(.+)['’]s$/.exec(match[0])?.[1];
    words.push({ raw: owner ?? match[0], plain: plain(owner ?? match[0]), gap });
    if (owner) words.push({ raw: "'s", plain: "'s", gap: 'blank' });
    behind = match.index + match[0].length;
  }
  return words;
}
