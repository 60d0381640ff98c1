import type { RedriveCommand } from '../../shared/contracts/redrive-command.ts';
import { PURPOSE } from '../world/dice.ts';
import { command } from '../world/functions.ts';
import { SECOND } from '../world/times.ts';
import type { World } from '../world/world.ts';

const TRIES = 30;
const BETWEEN_TRIES = 2 * SECOND;
const DOUBLE_CLICK = 2 * SECOND;

/** Looks through what was given up: has dead texts delivered again, and stuck conversations looked at again. */
export class Admin {
  readonly #world: World;
  readonly #attended = new Set<string>();
  #clicks = 0;

  constructor(world: World) {
    this.#world = world;
  }

  /** Every dead text that was not attended to since it died. */
  replayDead(): Promise<unknown> {
    const fresh = this.#world.store.dead.filter(({ text_id, died_at }) =>
      this.#isNew(`${text_id} ${died_at}`),
    );
    const texts = new Set(fresh.map(({ text_id }) => text_id));
    return Promise.all([...texts].map((message_id) => this.#click({ action: 'replay', message_id })));
  }

  resumeStuck(): Promise<unknown> {
    const conversations = this.#world.store.stuck.flatMap(({ conversation_id, at }) =>
      conversation_id && this.#isNew(`${conversation_id} ${at}`) ? [conversation_id] : [],
    );
    return Promise.all(
      [...new Set(conversations)].map((conversation_id) =>
        this.#click({ action: 'resume', conversation_id }),
      ),
    );
  }

  #isNew(name: string): boolean {
    const fresh = !this.#attended.has(name);
    this.#attended.add(name);
    return fresh;
  }

  async #click(what: RedriveCommand): Promise<void> {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      this.#clicks += 1;
      const first = command(this.#world, what);
      this.#perhapsTwice(what, this.#clicks);
      const ended = await first;
      if (ended.kind === 'returned') return;
      await new Promise<void>((go) => this.#world.timeline.after(BETWEEN_TRIES, () => go()));
    }
  }

  #perhapsTwice(what: RedriveCommand, click: number): void {
    const { faults, timeline, dice } = this.#world;
    if (!faults.happens('twice', 'an admin clicks twice', 2, click)) return;
    const wait = dice.between(0, DOUBLE_CLICK, PURPOSE.actor, 2, click);
    timeline.after(wait, () => void command(this.#world, what));
  }
}
