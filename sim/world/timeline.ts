import { nextTick } from 'node:process';
import { Heap } from './heap.ts';

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
  readonly #coming = new Heap<Event>(isBefore);
  #set = 0;

  at(time: number, run: () => unknown): void {
    this.#set += 1;
    this.#coming.push({ at: Math.max(time, this.now), order: this.#set, run });
  }

  after(wait: number, run: () => unknown): void {
    this.at(this.now + wait, run);
  }

  /** Nothing is left to come. */
  get isOver(): boolean {
    return this.#coming.first === undefined;
  }

  /** Runs until nothing is left to come. False: it never came to an end. */
  runOut(): Promise<boolean> {
    return this.runUntil(Number.POSITIVE_INFINITY, MOST_EVENTS);
  }

  /** Runs until nothing is left to come before `end`. False: there was more of it than `most`. */
  runUntil(end: number, most: number): Promise<boolean> {
    return new Promise((resolve, reject) => {
      let ran = 0;
      const step = (): void => {
        if (!this.#comesBefore(end)) resolve(true);
        else if (ran >= most) resolve(false);
        else if (this.#runNext(reject)) {
          ran += 1;
          // Whatever waited for this goes on until it waits again: a tick that is set from among the promises comes
          // when none of them is left to go on.
          queueMicrotask(() => nextTick(step));
        }
      };
      step();
    });
  }

  #comesBefore(end: number): boolean {
    const { first } = this.#coming;
    return first !== undefined && first.at < end;
  }

  /** False: it failed. */
  #runNext(fail: (error: unknown) => void): boolean {
    try {
      const next = this.#coming.pop();
      this.now = next?.at ?? this.now;
      next?.run();
      return true;
    } catch (error) {
      fail(error);
      return false;
    }
  }
}

function isBefore(a: Event, b: Event): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
