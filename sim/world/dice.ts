/** What a roll is for. Rolls of one purpose never disturb those of another. */
export const PURPOSE = {
  setting: 1,
  actor: 2,
  latency: 3,
  fault: 4,
  lane: 5,
  alarm: 6,
  stream: 7,
  receiver: 8,
  chance: 9,
  skew: 10,
} as const;
type Purpose = (typeof PURPOSE)[keyof typeof PURPOSE];

/**
 * Every chance of a run. A roll is a hash of the seed, its purpose and the names (numbers) of what it decides, and not
 * the next of a sequence: so a fault that is taken away changes nothing but what it caused.
 */
export class Dice {
  readonly #seed: number;

  constructor(seed: number) {
    this.#seed = mix(mix(0x9e3779b9, seed >>> 0), Math.floor(seed / 2 ** 32));
  }

  /** 0 (inclusive) to 1 (exclusive). */
  roll(purpose: Purpose, ...names: readonly number[]): number {
    let state = mix(this.#seed, purpose);
    for (const name of names) state = mix(state, name);
    return finish(state) / 2 ** 32;
  }

  /** A whole number between both, which may come too. */
  between(least: number, most: number, purpose: Purpose, ...names: readonly number[]): number {
    return least + Math.floor(this.roll(purpose, ...names) * (most - least + 1));
  }

  /** Rolls of one purpose, one after the other. */
  sequence(purpose: Purpose, ...names: readonly number[]): Sequence {
    return new Sequence(this, purpose, names);
  }
}

/** Draws where order is all that names a roll. */
export class Sequence {
  readonly #dice: Dice;
  readonly #purpose: Purpose;
  readonly #names: readonly number[];
  #drawn = 0;

  constructor(dice: Dice, purpose: Purpose, names: readonly number[]) {
    this.#dice = dice;
    this.#purpose = purpose;
    this.#names = names;
  }

  fraction(): number {
    this.#drawn += 1;
    return this.#dice.roll(this.#purpose, ...this.#names, this.#drawn);
  }

  chance(share: number): boolean {
    return this.fraction() < share;
  }

  between(least: number, most: number): number {
    return least + Math.floor(this.fraction() * (most - least + 1));
  }

  pick<T>(from: readonly T[]): T {
    const picked = from[Math.floor(this.fraction() * from.length)];
    if (picked === undefined) throw new RangeError('There is nothing to pick from.');
    return picked;
  }
}

// The rounds of MurmurHash3 (public domain), 32 bits wide.
function mix(state: number, value: number): number {
  let k = Math.imul(value | 0, 0xcc9e2d51);
  k = Math.imul((k << 15) | (k >>> 17), 0x1b873593);
  const h = state ^ k;
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
}

function finish(state: number): number {
  let h = state ^ (state >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
