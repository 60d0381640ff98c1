import type { Timeline } from './timeline.ts';

/** Years apart, so that a time of the wrong kind is noticed at once. */
const BUSINESS_START = Date.UTC(2026, 10, 24, 12);
const WALL_START = Date.UTC(2030, 0, 1);

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

/** Both times of a run, told from its timeline. */
export class Times {
  readonly #timeline: Timeline;
  readonly speed: number;

  constructor(timeline: Timeline, speed: number) {
    this.#timeline = timeline;
    this.speed = speed;
  }

  wall(skew = 0): number {
    return WALL_START + this.#timeline.now + skew;
  }

  business(skew = 0): number {
    return BUSINESS_START + Math.floor(this.#timeline.now * this.speed) + skew;
  }

  /** When, on the timeline, business time is `business`. */
  atBusiness(business: number): number {
    return Math.ceil((business - BUSINESS_START) / this.speed);
  }

  /** How long a wait of business time is on the timeline. */
  ofBusiness(wait: number): number {
    return Math.ceil(wait / this.speed);
  }
}
