import type { Alarm, Signal } from '../../shared/ports.ts';
import { type Dice, PURPOSE } from './dice.ts';
import type { Faults } from './faults.ts';
import type { Timeline } from './timeline.ts';
import { MINUTE, SECOND, type Times } from './times.ts';

/** A schedule that has fired keeps its name until it has deleted itself. */
const DELETED_AFTER = 3 * SECOND;

/** One-off schedules of EventBridge: late, a little early, sometimes twice; a name that is there is there. */
export class SimScheduler implements Alarm {
  readonly #world: { timeline: Timeline; times: Times; dice: Dice; faults: Faults };
  readonly #fire: (signal: Signal) => void;
  readonly #onLate: (signal: Signal) => void;
  /** Tells this group's rolls from those of others. */
  readonly #group: number;
  readonly #names = new Set<string>();
  #armed = 0;

  constructor(
    world: { timeline: Timeline; times: Times; dice: Dice; faults: Faults },
    group: number,
    fire: (signal: Signal) => void,
    onLate: (signal: Signal) => void = () => undefined,
  ) {
    this.#world = world;
    this.#group = group;
    this.#fire = fire;
    this.#onLate = onLate;
  }

  async arm(name: string, at: number, signal: Signal): Promise<void> {
    if (this.#names.has(name)) return;
    this.#names.add(name);
    this.#armed += 1;
    const number = this.#armed;
    const { timeline, times } = this.#world;
    const { shift, late } = this.#shift(number);
    timeline.at(times.atBusiness(at) + shift, () => {
      if (late) this.#onLate(signal);
      this.#ring(name, signal, number);
    });
  }

  #ring(name: string, signal: Signal, number: number): void {
    const { timeline } = this.#world;
    this.#fire(signal);
    if (this.#fails('alarm.double', number))
      timeline.after(this.#roll(1, MINUTE, number, 1), () => this.#fire(signal));
    timeline.after(DELETED_AFTER, () => this.#names.delete(name));
  }

  #shift(number: number): { shift: number; late: boolean } {
    const early = this.#fails('alarm.early', number);
    if (early) return { shift: -this.#world.times.ofBusiness(this.#roll(1, SECOND, number, 2)), late: false };
    const late = this.#fails('alarm.late', number);
    return { shift: late ? this.#roll(SECOND, MINUTE, number, 3) : this.#roll(5, 900, number, 4), late };
  }

  #roll(least: number, most: number, ...names: number[]): number {
    return this.#world.dice.between(least, most, PURPOSE.alarm, this.#group, ...names);
  }

  #fails(kind: Parameters<Faults['happens']>[0], number: number): boolean {
    return this.#world.faults.happens(kind, 'scheduler', this.#group, number);
  }
}
