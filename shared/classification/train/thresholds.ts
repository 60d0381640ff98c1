/** A guess on a message that the scorer had not seen. */
export interface Guess {
  readonly confidence: number;
  readonly right: boolean;
}

/** Lowest confidence from which on at least `precision` of the guesses are right; above 1 if there is none. */
export function thresholdFor(guesses: readonly Guess[], precision: number): number {
  const sorted = guesses.toSorted((a, b) => b.confidence - a.confidence);
  let right = 0;
  let threshold = 1.01;
  sorted.forEach((guess, i) => {
    if (guess.right) right++;
    const lastOfEqual = sorted[i + 1]?.confidence !== guess.confidence;
    if (lastOfEqual && right / (i + 1) >= precision) threshold = guess.confidence;
  });
  return threshold;
}

/** Highest confidence below which fewer than `precision` of the guesses are right; 0 if there is none. */
export function refusalBelow(guesses: readonly Guess[], precision: number): number {
  const sorted = guesses.toSorted((a, b) => a.confidence - b.confidence);
  let right = 0;
  let threshold = 0;
  sorted.forEach((guess, i) => {
    if (guess.right) right++;
    const next = sorted[i + 1]?.confidence;
    if (next !== undefined && next !== guess.confidence && right / (i + 1) < precision) threshold = next;
  });
  return threshold;
}
