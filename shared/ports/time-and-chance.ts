/** Two times that are never mixed (design §2, invariant 11); both in epoch milliseconds. */
export interface Clock {
  /** Moves with the twin's clock: limits, bursts, due times, ladders, expiry. */
  business(): number;
  /** Never scaled: claims, deadlines, signatures. */
  wall(): number;
}

/** Values that the pure rules may not make themselves. */
export interface Chance {
  /** As many fresh random bytes as a message id takes. */
  entropy(): Uint8Array;
  /** 0 (inclusive) to 1 (exclusive). */
  fraction(): number;
}

/** Waits so many milliseconds of wall time. */
export type Pause = (milliseconds: number) => Promise<void>;
