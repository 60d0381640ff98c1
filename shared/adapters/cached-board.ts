import type { Board } from '../domain/incident-board.ts';
import { LIMITS } from '../domain/limits.ts';
import type { Clock, Incidents, IncidentWatch } from '../ports.ts';

/** Remembers for a few seconds which incidents are open, so that a message costs no read for them. */
export class CachedBoard implements IncidentWatch {
  readonly #source: Pick<Incidents, 'board'>;
  readonly #clock: Pick<Clock, 'wall'>;
  #known: { board: Promise<Board>; asked: number } | undefined;

  constructor(source: Pick<Incidents, 'board'>, clock: Pick<Clock, 'wall'>) {
    this.#source = source;
    this.#clock = clock;
  }

  board(): Promise<Board> {
    const age = this.#clock.wall() - (this.#known?.asked ?? Number.NEGATIVE_INFINITY);
    return this.#known && age < LIMITS.boardRememberedWall ? this.#known.board : this.fresh();
  }

  fresh(): Promise<Board> {
    const known = { board: this.#source.board(), asked: this.#clock.wall() };
    this.#known = known;
    known.board.catch(() => {
      if (this.#known === known) this.#known = undefined;
    });
    return known.board;
  }
}
