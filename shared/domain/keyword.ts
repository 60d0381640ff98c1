import { CHOICES } from './advice.ts';
import { type Classification, NOT_JUDGED } from './classification.ts';
import { LIMITS } from './limits.ts';
import type { Scenario } from './scenario.ts';
import { plain } from './understanding/plain-words.ts';

/** Words by which the desk itself knows a scenario, whatever the model makes of them. */
export interface Keyword {
  id: string;
  scenario: Scenario;
  /** One or several words; one that ends in `*` stands for all that begin so. */
  phrase: string;
  /** 1 to 10: the highest decides. */
  priority: number;
}

/** From this priority on a keyword decides always; below it where the model is not sure. */
export const DECIDES_FROM = 5;
export const KEYWORD_PRIORITY = { least: 1, usual: 5, most: 10 } as const;
/** What a keyword may stand for. */
export const KEYWORD_SCENARIOS: readonly Scenario[] = CHOICES;

const LETTER = String.raw`[\p{L}\p{M}\p{N}]`;
const WORD = new RegExp(`${LETTER}+`, 'gu');
const PHRASE_WORD = new RegExp(`${LETTER}+\\*?`, 'gu');
const STEM_STAR = new RegExp(`(?<!${LETTER})${LETTER}{${LIMITS.keywordStem},}\\*(?!${LETTER})`, 'gu');

/**
 * The classification by the keyword that decides it, if one does: of those in the text the one of the highest priority,
 * then the longest. Where no model could judge, an operator has to look.
 */
export function byKeyword(
  judged: Classification,
  verdict: Classification,
  text: string,
  keywords: readonly Keyword[],
): Classification {
  if (keywords.length === 0 || verdict.model === NOT_JUDGED.model) return judged;
  const sure = judged.band === 'answer';
  const first = keywordsIn(text, keywords).find((keyword) => !sure || decidesAlways(keyword));
  if (!first) return judged;
  const { scenario, phrase, priority } = first;
  const { guess, confidence, reasons, band, by_model: _, ...rest } = verdict;
  const by_model = { scenario: guess ?? verdict.scenario, band, confidence, reasons };
  const keyword = { phrase, priority };
  const why = [`ключевое слово: ${phrase}`];
  return { ...rest, scenario, confidence: 1, band: 'answer', reasons: why, keyword, by_model };
}

/** Does it decide where the model is sure, too? */
export function decidesAlways({ priority }: Keyword): boolean {
  return priority >= DECIDES_FROM;
}

/** Keywords that a text has, the one that decides first. What is between words, an emoji or a full stop, does not count. */
export function keywordsIn(text: string, keywords: readonly Keyword[]): Keyword[] {
  const words = plain(text).match(WORD) ?? [];
  return inOrder(keywords).flatMap(({ keyword, parts }) => (standsIn(words, parts) ? [keyword] : []));
}

/** Why this can be no phrase of a keyword, as a sentence for an admin; undefined: it can. */
export function judgePhrase(phrase: string): string | undefined {
  const words = partsOf(phrase).length;
  if ([...phrase].length > LIMITS.keywordCharacters)
    return `must be at most ${LIMITS.keywordCharacters} characters`;
  if (words === 0) return 'must have a letter or a digit';
  if (words > LIMITS.keywordWords) return `must be at most ${LIMITS.keywordWords} words`;
  if (plain(phrase).replace(STEM_STAR, '').includes('*'))
    return `may have * at the end of a word of at least ${LIMITS.keywordStem} letters, and nowhere else`;
  return undefined;
}

/** Do both stand in the same texts, however they are written? */
export function isSamePhrase(one: string, other: string): boolean {
  return spellingOf(one) === spellingOf(other);
}

function spellingOf(phrase: string): string {
  return (plain(phrase).match(PHRASE_WORD) ?? []).join(' ');
}

/** A word of a phrase; `open`: whatever begins so. */
interface Part {
  stem: string;
  open: boolean;
}

interface ReadKeyword {
  keyword: Keyword;
  parts: readonly Part[];
}

/** A handbook is remembered, so its keywords are read once and not with every message. */
const READ = new WeakMap<readonly Keyword[], readonly ReadKeyword[]>();

function inOrder(keywords: readonly Keyword[]): readonly ReadKeyword[] {
  const known = READ.get(keywords);
  if (known) return known;
  const read = keywords.map((keyword) => ({ keyword, parts: partsOf(keyword.phrase) })).sort(whichDecides);
  READ.set(keywords, read);
  return read;
}

function partsOf(phrase: string): Part[] {
  const words = plain(phrase).match(PHRASE_WORD) ?? [];
  return words.map((word) => ({ stem: word.replace('*', ''), open: word.endsWith('*') }));
}

function whichDecides(a: ReadKeyword, b: ReadKeyword): number {
  const [one, other] = [a.keyword, b.keyword];
  return other.priority - one.priority || lengthOf(b) - lengthOf(a) || (one.id < other.id ? -1 : 1);
}

/** Of what has to be there, so that `отмена` goes before `отмен*`. */
function lengthOf({ parts }: ReadKeyword): number {
  return parts.reduce((sum, { stem }) => sum + stem.length, 0);
}

/** One after the other, with no word between them. */
function standsIn(words: readonly string[], parts: readonly Part[]): boolean {
  if (parts.length === 0) return false;
  return words.some((_, at) => parts.every((part, i) => fits(part, words[at + i])));
}

function fits({ stem, open }: Part, word: string | undefined): boolean {
  return open ? word?.startsWith(stem) === true : word === stem;
}
