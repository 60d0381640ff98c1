/** Whether all the words stand somewhere in a reply, in any order and case, also as a part of another word. */
export function hasWords({ title, text }: { title: string; text: string }, words: string): boolean {
  const all = lower(`${title} ${text}`);
  return lower(words)
    .split(/\s+/)
    .every((word) => all.includes(word));
}

function lower(words: string): string {
  return words.toLocaleLowerCase('ru').replaceAll('ё', 'е');
}
