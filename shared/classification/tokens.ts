/** A word keeps its letters; everything else is known by its class only. */
export interface Token {
  readonly kind: 'word' | 'class';
  /** The word, or the name of the class in angle brackets. */
  readonly text: string;
}

/** Tokens of a message that are looked at. */
const TOKEN_LIMIT = 300;

const CLASSES: readonly (readonly [name: string, pattern: string])[] = [
  ['url', String.raw`(?:https?:\/\/|www\.|t\.me\/)[^\s<>"]{1,300}`],
  ['email', String.raw`[\p{L}\d._+\-]{1,40}@[\p{L}\d\-]{1,40}\.[\p{L}\d.]{2,20}`],
  ['phone', String.raw`\+?\d(?:[\s()\-]{0,2}\d){9,13}(?!\d)`],
  ['time', String.raw`\d{1,2}[:.]\d{2}(?![\d.])`],
  ['date', String.raw`\d{1,2}[./]\d{1,2}(?:[./]\d{2,4})?(?!\d)`],
  ['percent', String.raw`\d{1,3} ?%`],
  ['money', String.raw`\d{1,7} ?(?:₽|руб\p{L}{0,4}|р(?!\p{L})|\$|€|тыс\p{L}{0,3})`],
  ['number', String.raw`\d+`],
  ['word', String.raw`\p{L}[\p{L}\p{M}]*(?:['’\-]\p{L}[\p{L}\p{M}]*)*`],
  ['emoji', String.raw`\p{Extended_Pictographic}`],
  ['smile', String.raw`:-?[)D]+|\){2,}|\^_+\^|(?<=\p{L})\)`],
  ['frown', String.raw`:-?\(+|\({2,}|(?<=\p{L})\(`],
  ['question', String.raw`\?+`],
  ['exclamation', '!+'],
  ['ellipsis', String.raw`\.{2,}|…`],
];
const TOKEN = new RegExp(CLASSES.map(([name, pattern]) => `(?<${name}>${pattern})`).join('|'), 'gu');

/** Splits a normalised message into words and classed tokens. */
export function tokenise(normalised: string): Token[] {
  const tokens: Token[] = [];
  for (const match of normalised.matchAll(TOKEN)) {
    tokens.push(...tokensOf(match));
    if (tokens.length >= TOKEN_LIMIT) break;
  }
  return tokens;
}

function tokensOf(match: RegExpExecArray): Token[] {
  const text = match[0];
  if (match.groups?.['word'] !== undefined)
    return text.split(/[-'’]/).map((part) => ({ kind: 'word', text: part }));
  if (match.groups?.['emoji'] !== undefined) return [{ kind: 'class', text: `<${text}>` }];
  if (match.groups?.['number'] !== undefined) return [{ kind: 'class', text: numberClass(text) }];
  const name = CLASSES.find(([candidate]) => match.groups?.[candidate] !== undefined)?.[0] ?? 'other';
  return [{ kind: 'class', text: `<${name}>` }];
}

function numberClass(digits: string): string {
  return `<number of ${Math.min(digits.length, 5)}>`;
}
