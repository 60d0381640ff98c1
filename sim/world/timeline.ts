import { nextTick } from 'node:process';

interface Event {
  at: number;
  /** Events of the same moment run in the order they were set down. */
  order: number;
  run: () => unknown;
}

/** More than any run needs: beyond it something goes in circles. */
const MOST_EVENTS = 1_000_000;

/** The one list of what is to come, in virtual wall time (ms). Nothing here waits: time jumps to the next event. */
export class Timeline {
  now = 0;
  readonly #heap: Event[] = [];
  #set = 0;

  at(time: number, run: () => unknown): void {
    this.#set += 1;
    this.#push({ at: Math.max(time, this.now), order: this.#set, run });
  }

  after(wait: number, run: () => unknown): void {
    this.at(this.now + wait, run);
  }

  /** Runs until nothing is left to come. False: it never came to an end. */
  runOut(): Promise<boolean> {
    return this.runUntil(Number.POSITIVE_INFINITY, MOST_EVENTS);
  }

  /** Runs until nothing is left to come before `end`. False: there was more of it than `most`. */
  async runUntil(end: number, most: number): Promise<boolean> {
    for (let ran = 0; ran < most; ran++) {
      if ((this.#heap[0]?.at ?? Number.POSITIVE_INFINITY) >= end) return true;
      const next = this.#pop();
      if (!next) return true;
      this.now = next.at;
      next.run();
      // Whatever waited for this goes on until it waits again: the next tick comes when no promise is left to go on.
      await new Promise(nextTick);
    }
    return false;
  }

  #push(event: Event): void {
    const heap = this.#heap;
    let place = heap.push(event) - 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!this.#swapUnless(isBefore, parent, place)) break;
      place = parent;
    }
  }

  #pop(): Event | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (!first || !last || heap.length === 0) return first;
    heap[0] = last;
    for (let place = 0; ; ) {
      const child = this.#earlierChild(place);
      if (child === undefined || !this.#swapUnless(isBefore, place, child)) return first;
      place = child;
    }
  }

  #earlierChild(place: number): number | undefined {
    const [left, right] = [this.#heap[2 * place + 1], this.#heap[2 * place + 2]];
    if (!left) return undefined;
    return right && isBefore(right, left) ? 2 * place + 2 : 2 * place + 1;
  }

  /** Puts the earlier of the two above; false if it was there already. */
  #swapUnless(inOrder: (a: Event, b: Event) => boolean, above: number, below: number): boolean {
    const [a, b] = [this.#heap[above], this.#heap[below]];
    if (!a || !b || inOrder(a, b)) return false;
    this.#heap[above] = b;
    this.#heap[below] = a;
    return true;
  }
}

function isBefore(a: Event, b: Event): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
