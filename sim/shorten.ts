import type { Wrong } from './judge/story.ts';
import type { MutantName } from './mutants.ts';
import { type RunResult, runRandom } from './run.ts';

export interface Shortened {
  without: ReadonlySet<string>;
  result: RunResult;
}

/** More runs than these are not spent on one failure. */
const MOST_RUNS = 600;

/**
 * Takes away faults, many at a time and then one by one, as long as the run still fails in the same way. What is left
 * is what it takes.
 */
export async function shorten(seed: number, mutant: MutantName | undefined): Promise<Shortened> {
  const whole = { without: new Set<string>(), result: await runRandom(seed, { mutant }) };
  return new Shortening(seed, mutant, whole).run();
}

class Shortening {
  readonly #seed: number;
  readonly #mutant: MutantName | undefined;
  /** The way in which it fails. */
  readonly #wrong: Wrong | undefined;
  #best: Shortened;
  #left = MOST_RUNS;

  constructor(seed: number, mutant: MutantName | undefined, whole: Shortened) {
    this.#seed = seed;
    this.#mutant = mutant;
    this.#wrong = whole.result.findings[0]?.wrong;
    this.#best = whole;
  }

  async run(): Promise<Shortened> {
    // What is no finding but a surprise is not known again.
    if (this.#wrong === undefined) return this.#best;
    for (let size = this.#best.result.faults.length; size >= 1 && this.#left > 0; ) {
      const before = this.#best;
      await this.#sweep(size);
      // What was needed beside other faults may not be needed without them.
      if (size > 1 || before === this.#best) size = Math.floor(size / 2);
    }
    return this.#best;
  }

  /** Tries to do without each `size` neighbouring faults. */
  async #sweep(size: number): Promise<void> {
    for (let from = 0; from < this.#best.result.faults.length && this.#left > 0; ) {
      const keys = this.#best.result.faults.slice(from, from + size).map(({ key }) => key);
      if (!(await this.#doesWithout(keys))) from += size;
    }
  }

  async #doesWithout(keys: readonly string[]): Promise<boolean> {
    this.#left -= 1;
    const without = new Set([...this.#best.without, ...keys]);
    const result = await runRandom(this.#seed, { mutant: this.#mutant, without });
    if (!result.findings.some(({ wrong }) => wrong === this.#wrong)) return false;
    this.#best = { without, result };
    return true;
  }
}
