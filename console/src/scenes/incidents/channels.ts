/** `all`, or the channels that are named with commas between them. */
export function channelsIn(words: string): 'all' | string[] {
  const named = words.split(/[\s,]+/).filter((word) => word !== '');
  return named.length === 0 || named.includes('all') ? 'all' : named;
}
