import type { Timeline } from './timeline.ts';

/** Years apart, so that a time of the wrong kind is noticed at once. */
export const NOON = Date.UTC(2026, 10, 24, 12);
const WALL_START = Date.UTC(2030, 0, 1);

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Both times of a run, told from its timeline. */
export class Times {
  readonly #timeline: Timeline;
  readonly speed: number;
  /** Business time when the run begins. */
  readonly start: number;

  constructor(timeline: Timeline, speed: number, start = NOON) {
    this.#timeline = timeline;
    this.speed = speed;
    this.start = start;
  }

  wall(skew = 0): number {
    return WALL_START + this.#timeline.now + skew;
  }

  business(skew = 0): number {
    return this.start + Math.floor(this.#timeline.now * this.speed) + skew;
  }

  /** When, on the timeline, business time is `business`. */
  atBusiness(business: number): number {
    return Math.ceil((business - this.start) / this.speed);
  }

  /** How long a wait of business time is on the timeline. */
  ofBusiness(wait: number): number {
    return Math.ceil(wait / this.speed);
  }
}
