/** When texts were put into each chat, epoch ms, oldest first. */
export type TextTimes = ReadonlyMap<number, readonly number[]>;

/** The shortest time between two texts in one chat, ms; nothing if no chat got two. */
export function closestTwo(texts: TextTimes): number | undefined {
  const gaps = [...texts.values()].flatMap((times) =>
    times.slice(1).map((at, before) => at - (times[before] ?? at)),
  );
  return gaps.length === 0 ? undefined : gaps.reduce((least, gap) => Math.min(least, gap));
}

/** The most texts in any stretch of so many milliseconds. */
export function mostWithin(times: readonly number[], stretchMs: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  let from = 0;
  let most = 0;
  for (const [to, at] of sorted.entries()) {
    while (at - (sorted[from] ?? at) >= stretchMs) from += 1;
    most = Math.max(most, to - from + 1);
  }
  return most;
}

/** Texts a second from the first to the last. */
export function rateOf(times: readonly number[]): number {
  const sorted = times.toSorted((a, b) => a - b);
  const spanMs = (sorted.at(-1) ?? 0) - (sorted[0] ?? 0);
  return spanMs === 0 ? 0 : ((sorted.length - 1) * 1_000) / spanMs;
}

/** Chats in which somebody wrote once, without a text and with more than one. */
export function answeredWrong(
  texts: TextTimes,
  chats: Iterable<number>,
): { unanswered: number; doubled: number } {
  const counts = [...new Set(chats)].map((chat) => texts.get(chat)?.length ?? 0);
  return {
    unanswered: counts.filter((count) => count === 0).length,
    doubled: counts.filter((count) => count > 1).length,
  };
}
