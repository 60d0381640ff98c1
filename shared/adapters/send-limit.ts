import { LIMITS } from '../domain/limits.ts';
import { countIn, type RateWindow } from '../domain/rate-limit.ts';
import type { Clock, Pause, SendLimit } from '../ports.ts';

const SECOND = 1000;
const REMEMBERED = 10_000;
/** How often whoever waits for a second to pass looks again, ms. */
const LOOK_AGAIN = 100;

/** What one instance may send: its share of what is allowed over all instances, so that no write is needed to count. */
export interface SendShare {
  /** Sends at a time to one origin. */
  atATime: number;
  /** Sends a second to one endpoint. */
  aSecond: number;
}

interface Time {
  clock: Pick<Clock, 'wall'>;
  pause: Pause;
}

/** One instance's share of an origin's sends at a time and of an endpoint's rate, by wall time. */
export class InstanceSendLimit implements SendLimit {
  readonly #share: SendShare;
  readonly #time: Time;
  readonly #underWay = new Map<string, number>();
  readonly #windows = new Map<string, RateWindow>();
  readonly #waiting = new Map<string, PromiseWithResolvers<void>>();

  constructor(share: SendShare, time: Time) {
    this.#share = share;
    this.#time = time;
  }

  async enter(origin: string, endpointId: string): Promise<(() => void) | undefined> {
    const { clock, pause } = this.#time;
    const until = clock.wall() + LIMITS.roomWaitWall;
    for (;;) {
      const leave = this.#tryEnter(origin, endpointId, clock.wall());
      const left = until - clock.wall();
      if (leave || left <= 0) return leave;
      await Promise.race([this.#somebodyLeaves(origin), pause(Math.min(left, LOOK_AGAIN))]);
    }
  }

  #tryEnter(origin: string, endpointId: string, now: number): (() => void) | undefined {
    const underWay = this.#underWay.get(origin) ?? 0;
    const rate = { most: this.#share.aSecond, span: SECOND };
    const window = countIn(this.#windows.get(endpointId), rate, now);
    if (underWay >= this.#share.atATime || window.count > rate.most) return undefined;
    if (this.#windows.size >= REMEMBERED) this.#windows.clear();
    this.#windows.set(endpointId, window);
    this.#underWay.set(origin, underWay + 1);
    return () => this.#leave(origin);
  }

  #somebodyLeaves(origin: string): Promise<void> {
    const waiting = this.#waiting.get(origin) ?? Promise.withResolvers<void>();
    this.#waiting.set(origin, waiting);
    return waiting.promise;
  }

  #leave(origin: string): void {
    const left = (this.#underWay.get(origin) ?? 1) - 1;
    if (left > 0) this.#underWay.set(origin, left);
    else this.#underWay.delete(origin);
    this.#waiting.get(origin)?.resolve();
    this.#waiting.delete(origin);
  }
}
