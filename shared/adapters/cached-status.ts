import { LIMITS } from '../domain/limits.ts';
import type { PublicStatus } from '../domain/public-status.ts';
import type { Clock } from '../ports.ts';

interface Remembered {
  status: Promise<PublicStatus>;
  /** Whichever comes first: business time can be made to leap, wall time cannot be held. */
  until: { business: number; wall: number };
}

/**
 * Remembers for a few seconds how the service fares, so that a crowd that looks costs no more reads than one. What cannot be read is
 * not told from memory: that all was well may be what has changed.
 */
export class CachedStatus {
  readonly #read: () => Promise<PublicStatus>;
  readonly #clock: Clock;
  #known: Remembered | undefined;

  constructor(read: () => Promise<PublicStatus>, clock: Clock) {
    this.#read = read;
    this.#clock = clock;
  }

  current(): Promise<PublicStatus> {
    const [business, wall] = [this.#clock.business(), this.#clock.wall()];
    const { status, until } = this.#known ?? {};
    if (status && until && business < until.business && wall < until.wall) return status;
    const span = LIMITS.statusRemembered;
    const known = { status: this.#read(), until: { business: business + span, wall: wall + span } };
    this.#known = known;
    known.status.catch(() => {
      if (this.#known === known) this.#known = undefined;
    });
    return known.status;
  }
}
