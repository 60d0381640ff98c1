/** A piece of a text, and whether it is one of the words that were looked for. */
export interface Piece {
  text: string;
  found: boolean;
}

/** A text cut where words that were looked for stand in it, as the search finds them: any case, `е` for `ё`, within other words. */
export function marked(text: string, words: string): Piece[] {
  const wanted = plain(words)
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  if (wanted.length === 0) return [{ text, found: false }];
  const ends = [...plain(text).matchAll(new RegExp(wanted.join('|'), 'g'))];
  const pieces: Piece[] = [];
  let at = 0;
  for (const { index, 0: word } of ends) {
    pieces.push({ text: text.slice(at, index), found: false });
    pieces.push({ text: text.slice(index, index + word.length), found: true });
    at = index + word.length;
  }
  pieces.push({ text: text.slice(at), found: false });
  return pieces.filter((piece) => piece.text !== '');
}

/** As long as it was, so that places stay what they are. */
function plain(text: string): string {
  const lower = [...text].map((letter) => {
    const small = letter.toLocaleLowerCase('ru');
    return small.length === letter.length ? small : letter;
  });
  return lower.join('').replaceAll('ё', 'е');
}
