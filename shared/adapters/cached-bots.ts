import type { Bot } from '../domain/bot.ts';
import type { Bots, Clock } from '../ports.ts';

const KEPT_WALL = 60_000;
const MISS_KEPT_WALL = 5_000;
const FRESH_EVERY_WALL = 5_000;
const MOST = 1000;

interface Remembered {
  bot: Promise<Bot | undefined>;
  asked: number;
  /** When somebody last had it looked up past what was remembered. */
  refreshed: number;
}

/**
 * Remembers bots for a minute, so that an update costs no read for them, and for five seconds that there is none, so that
 * names that are tried out cost little. Whoever is shown a secret that does not fit looks past it by {@link fresh}: a
 * secret holds from the moment it is changed.
 */
export class CachedBots implements Bots {
  readonly #source: Bots;
  readonly #clock: Pick<Clock, 'wall'>;
  readonly #known = new Map<string, Remembered>();

  constructor(source: Bots, clock: Pick<Clock, 'wall'>) {
    this.#source = source;
    this.#clock = clock;
  }

  async bot(id: string): Promise<Bot | undefined> {
    const known = this.#known.get(id);
    if (!known) return this.#read(id, Number.NEGATIVE_INFINITY);
    const age = this.#clock.wall() - known.asked;
    if (age >= KEPT_WALL) return this.#read(id, known.refreshed);
    const bot = await known.bot;
    return bot || age < MISS_KEPT_WALL ? bot : this.#read(id, known.refreshed);
  }

  /** The bot as it is now; but once in five seconds at most, so that wrong secrets do not become reads. */
  async fresh(id: string): Promise<Bot | undefined> {
    const now = this.#clock.wall();
    const known = this.#known.get(id);
    if (known && now - known.refreshed < FRESH_EVERY_WALL) return known.bot;
    return this.#read(id, now);
  }

  #read(id: string, refreshed: number): Promise<Bot | undefined> {
    const bot = this.#source.bot(id);
    const remembered = { bot, asked: this.#clock.wall(), refreshed };
    if (this.#known.size >= MOST) this.#known.clear();
    this.#known.set(id, remembered);
    bot.catch(() => {
      if (this.#known.get(id) === remembered) this.#known.delete(id);
    });
    return bot;
  }
}
