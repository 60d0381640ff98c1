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

/**
 * Confidence below which it pays to say nothing: a wrong guess kept back counts for `precision`, a right one against the rest.
 * It is 0 if keeping back never pays.
 */
export function refusalBelow(guesses: readonly Guess[], precision: number): number {
  const sorted = guesses.toSorted((a, b) => a.confidence - b.confidence);
  let gain = 0;
  let best = 0;
  let threshold = 0;
  sorted.forEach((guess, i) => {
    gain += guess.right ? precision - 1 : precision;
    const next = sorted[i + 1]?.confidence;
    if (next === undefined || next === guess.confidence || gain <= best) return;
    best = gain;
    threshold = next;
  });
  return threshold;
}
