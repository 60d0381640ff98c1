import { type Dice, PURPOSE } from './dice.ts';
import type { Faults } from './faults.ts';
import { Heap } from './heap.ts';
import type { Timeline } from './timeline.ts';
import { SECOND, type Times } from './times.ts';

/** What lanes carry; its delay may be of wall time. */
export type Waiting = object & { clock?: 'wall' | undefined };

export interface Letter {
  id: number;
  body: string;
  /** Letters of one group wait behind those of a group with fewer in flight. */
  group: string;
  receives: number;
  visibleAt: number;
  gone: boolean;
}

/** Works on some letters; says which are done. Undefined: it died. */
export type LaneConsumer = (letters: readonly Letter[]) => Promise<((letter: Letter) => boolean) | undefined>;

export interface LaneSettings {
  /** Tells this lane's rolls from those of others. */
  number: number;
  name: string;
  /** Six time-outs of its consumer. */
  visibility: number;
  concurrency: number;
  /** Where letters go that were received too often. */
  deadLetters?: SimLane | undefined;
  /** A letter comes later than it had to. */
  onLate?: ((body: string) => void) | undefined;
}

const BATCH = 10;
const MAX_RECEIVES = 5;

/**
 * A standard queue of SQS with its Lambda consumer: delivers at least once, in no order, again after the visibility
 * time-out; gives up a letter after five receives.
 */
export class SimLane {
  consumer: LaneConsumer = async () => () => true;
  readonly #settings: LaneSettings;
  readonly #world: { timeline: Timeline; times: Times; dice: Dice; faults: Faults };
  /** Letters that may be received, and those that may be later, the earliest first. */
  readonly #visible = new Set<Letter>();
  readonly #hidden = new Heap<Letter>((a, b) => a.visibleAt < b.visibleAt);
  readonly #inFlight = new Map<string, number>();
  #sent = 0;
  #added = 0;
  #running = 0;

  constructor(
    world: { timeline: Timeline; times: Times; dice: Dice; faults: Faults },
    settings: LaneSettings,
  ) {
    this.#world = world;
    this.#settings = settings;
  }

  async send(signal: Waiting, delayS = 0, group?: string): Promise<void> {
    const { times } = this.#world;
    const wait = signal.clock === 'wall' ? delayS * SECOND : times.ofBusiness(delayS * SECOND);
    this.put(JSON.stringify(signal), wait, group);
  }

  put(body: string, wait = 0, group = ''): void {
    this.#sent += 1;
    const { usual, late } = this.#hop(this.#sent, 0);
    this.#add(body, wait + usual + late, group);
    if (late > 0) this.#world.timeline.after(wait + usual + late, () => this.#settings.onLate?.(body));
    if (this.#fails('lane.duplicate', this.#sent)) this.#add(body, wait + this.#repeat(this.#sent), group);
  }

  #add(body: string, wait: number, group: string): void {
    const { timeline } = this.#world;
    this.#added += 1;
    const id = this.#settings.number * 1e6 + this.#added;
    const letter = { id, body, group, receives: 0, visibleAt: timeline.now + wait, gone: false };
    this.#hide(letter);
  }

  #hide(letter: Letter): void {
    this.#hidden.push(letter);
    this.#world.timeline.at(letter.visibleAt, () => {
      if (!letter.gone) this.#poll();
    });
  }

  #poll(): void {
    while (this.#running < this.#settings.concurrency) {
      const batch = this.#receive();
      if (batch.length === 0) return;
      this.#running += 1;
      void this.#work(batch);
    }
  }

  #receive(): Letter[] {
    this.#show();
    const fresh = [...this.#visible].filter((letter) => !this.#isGivenUp(letter));
    const batch = this.#inFairOrder(fresh).slice(0, BATCH);
    for (const letter of batch) this.#take(letter);
    return batch;
  }

  #show(): void {
    const { now } = this.#world.timeline;
    for (let next = this.#hidden.first; next && next.visibleAt <= now; next = this.#hidden.first) {
      this.#hidden.pop();
      if (!next.gone) this.#visible.add(next);
    }
  }

  #isGivenUp(letter: Letter): boolean {
    const { deadLetters } = this.#settings;
    if (!deadLetters || letter.receives < MAX_RECEIVES) return false;
    this.#remove(letter);
    deadLetters.put(letter.body, 0, letter.group);
    return true;
  }

  #inFairOrder(letters: Letter[]): Letter[] {
    if (letters.length < 2) return letters;
    const roll = (letter: Letter): number => this.#world.dice.roll(PURPOSE.lane, letter.id, letter.receives);
    const busy = ({ group }: Letter): number => (group ? (this.#inFlight.get(group) ?? 0) : 0);
    return letters.sort((a, b) => busy(a) - busy(b) || roll(a) - roll(b));
  }

  #take(letter: Letter): void {
    letter.receives += 1;
    letter.visibleAt = this.#world.timeline.now + this.#settings.visibility;
    this.#count(letter.group, 1);
    this.#visible.delete(letter);
    this.#hide(letter);
  }

  async #work(batch: Letter[]): Promise<void> {
    const isDone = await this.consumer(batch);
    this.#running -= 1;
    for (const letter of batch) {
      this.#count(letter.group, -1);
      if (isDone?.(letter) && !this.#fails('lane.unacknowledged', letter.id, letter.receives))
        this.#remove(letter);
    }
    this.#poll();
  }

  #remove(letter: Letter): void {
    letter.gone = true;
    this.#visible.delete(letter);
  }

  #count(group: string, change: number): void {
    if (group) this.#inFlight.set(group, (this.#inFlight.get(group) ?? 0) + change);
  }

  /** From the sender's answer to the consumer's call: some milliseconds, sometimes half a minute. */
  #hop(...names: number[]): { usual: number; late: number } {
    const usual = this.#roll(2, 25, ...names);
    return { usual, late: this.#fails('lane.late', ...names) ? this.#roll(1, 30 * SECOND, ...names, 2) : 0 };
  }

  /** Most repeats come at once, where they do most harm. */
  #repeat(name: number): number {
    return this.#roll(1, 3, name, 3) === 3 ? this.#roll(1, 40 * SECOND, name, 1) : this.#roll(1, 40, name, 1);
  }

  #roll(least: number, most: number, ...names: number[]): number {
    return this.#world.dice.between(least, most, PURPOSE.lane, this.#settings.number, ...names);
  }

  #fails(kind: Parameters<Faults['happens']>[0], ...names: number[]): boolean {
    return this.#world.faults.happens(kind, this.#settings.name, this.#settings.number, ...names);
  }
}
