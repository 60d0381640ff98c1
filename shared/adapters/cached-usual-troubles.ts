import { LIMITS } from '../domain/limits.ts';
import type { UsualTrouble } from '../domain/outage/usual.ts';
import type { Clock, UsualTroubles } from '../ports.ts';

/** Remembers for a while what is usual, so that a report costs no read for it. */
export class CachedUsualTroubles implements UsualTroubles {
  readonly #usual: UsualTroubles;
  readonly #clock: Pick<Clock, 'wall'>;
  #known: { usual: UsualTrouble | undefined; until: number } | undefined;

  constructor(usual: UsualTroubles, clock: Pick<Clock, 'wall'>) {
    this.#usual = usual;
    this.#clock = clock;
  }

  async current(): Promise<UsualTrouble | undefined> {
    const now = this.#clock.wall();
    if (!this.#known || now >= this.#known.until)
      this.#known = { usual: await this.#usual.current(), until: now + LIMITS.usualTroubleRememberedWall };
    return this.#known.usual;
  }

  /** Whether it was put or another had been quicker, what is there now is read when it is asked for next. */
  async put(usual: UsualTrouble, seen: number | undefined): Promise<boolean> {
    this.#known = undefined;
    return this.#usual.put(usual, seen);
  }
}
