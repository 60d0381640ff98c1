import { type Dice, PURPOSE } from './dice.ts';
import type { Faults } from './faults.ts';
import type { Timeline } from './timeline.ts';
import { SECOND } from './times.ts';

/** Works on some records; returns how many of them, from the first on, are done. */
export type StreamConsumer = (ids: readonly string[]) => Promise<number>;

const WINDOW = 20 * SECOND;
const TRIES = 4;
const BETWEEN_TRIES = SECOND;

/** The table's stream of new messages, as Lambda reads it: gathered for ten seconds, in order, again from what failed. */
export class SimStream {
  consumer: StreamConsumer = async (ids) => ids.length;
  readonly #world: { timeline: Timeline; dice: Dice; faults: Faults };
  readonly #onLeftBehind: (id: string) => void;
  #waiting: string[] = [];
  #open = false;
  #batches = 0;

  constructor(world: { timeline: Timeline; dice: Dice; faults: Faults }, onLeftBehind: (id: string) => void) {
    this.#world = world;
    this.#onLeftBehind = onLeftBehind;
  }

  inserted(id: string): void {
    this.#waiting.push(id);
    if (this.#open) return;
    this.#open = true;
    this.#world.timeline.after(WINDOW + this.#late(), () => this.#drain());
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0);
      this.#batches += 1;
      await this.#deliver(batch, 1);
      if (this.#world.faults.happens('stream.repeat', 'stream', this.#batches)) await this.#deliver(batch, 1);
    }
    this.#open = false;
  }

  /** What fails four times is left behind. */
  async #deliver(batch: readonly string[], attempt: number): Promise<void> {
    const done = await this.consumer(batch);
    const left = batch.slice(done);
    if (attempt === TRIES) return left.forEach(this.#onLeftBehind);
    if (left.length === 0) return;
    await new Promise<void>((go) => this.#world.timeline.after(BETWEEN_TRIES, () => go()));
    await this.#deliver(left, attempt + 1);
  }

  #late(): number {
    const { dice, faults } = this.#world;
    const usual = dice.between(50, 500, PURPOSE.stream, this.#batches);
    const late = faults.happens('stream.late', 'stream', this.#batches);
    return late ? usual + dice.between(1, 60 * SECOND, PURPOSE.stream, this.#batches, 1) : usual;
  }
}
