import { LIMITS } from '../../domain/limits.ts';
import type { BotPacing, Clock } from '../../ports.ts';
import { GAPS, micros, millis } from '../bot-gaps.ts';

/** Paces bots within one process. */
export class MemoryBotPacing implements BotPacing {
  readonly #clock: Clock;
  /** The next moment that is free, microseconds. */
  readonly #next = new Map<string, number>();
  /** Until when a bot was told to keep silent, business time. */
  readonly #held = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async take(bot: string, group?: string): Promise<number | undefined> {
    const now = micros(this.#clock.wall());
    const last = now + micros(LIMITS.pacedWaitWall);
    const from = group === undefined ? now : this.#take(`${bot} ${group}`, GAPS.group, now, last);
    if (from === undefined || (await this.isHeld(bot))) return undefined;
    const moment = this.#take(bot, GAPS.bot, from, last);
    return moment === undefined ? undefined : millis(moment);
  }

  async hold(bot: string, until: number): Promise<void> {
    this.#held.set(bot, Math.max(this.#held.get(bot) ?? 0, until));
  }

  async isHeld(bot: string): Promise<boolean> {
    return (this.#held.get(bot) ?? 0) > this.#clock.business();
  }

  #take(name: string, gap: number, from: number, last: number): number | undefined {
    const moment = Math.max(from, this.#next.get(name) ?? 0);
    if (moment > last) return undefined;
    this.#next.set(name, moment + gap);
    return moment;
  }
}
