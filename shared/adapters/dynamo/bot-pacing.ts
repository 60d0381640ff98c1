import { LIMITS } from '../../domain/limits.ts';
import type { BotPacing, Clock } from '../../ports.ts';
import { GAPS, micros, millis, PACING_KEPT } from '../bot-gaps.ts';
import { keys } from './access-patterns.ts';
import { expiry } from './rows.ts';
import type { Key, Table } from './table.ts';

const NAMES = { '#next': 'next', '#held': 'held', '#clock': 'clock' };
/** Moments are wall time, so the row lives by it. */
const KEPT = 'expires_at = :expires, #clock = :wall';
const MOST_KNOWN = 1_000;
const SILENT_NO_MORE = '(attribute_not_exists(#held) OR #held <= :now)';

/**
 * One row for each bot, and one for each of its groups, with the next moment that is free: virtual scheduling (GCRA)
 * without a burst. The moment is taken by the write that moves it on, so nothing is read and nobody retries. Beside it
 * stands until when the bot was told to keep silent.
 */
export class DynamoBotPacing implements BotPacing {
  readonly #table: Pick<Table, 'get' | 'update'>;
  readonly #clock: Clock;
  /** Until when each was taken, as far as this instance has seen, microseconds. */
  readonly #busyUntil = new Map<string, number>();

  constructor(table: Pick<Table, 'get' | 'update'>, clock: Clock) {
    this.#table = table;
    this.#clock = clock;
  }

  async take(bot: string, group?: string): Promise<number | undefined> {
    const now = micros(this.#clock.wall());
    const last = now + micros(LIMITS.pacedWaitWall);
    const from = group === undefined ? now : await this.#next(keys.pacing(bot, group), GAPS.group, now, last);
    // No moment of the bot before the group's: what it skips by that nobody else can have, and groups are few.
    const moment = from === undefined ? undefined : await this.#next(keys.pacing(bot), GAPS.bot, from, last);
    return moment === undefined ? undefined : millis(moment);
  }

  async hold(bot: string, until: number): Promise<void> {
    await this.#table.update(keys.pacing(bot), {
      update: `SET #held = :until, ${KEPT}`,
      condition: 'attribute_not_exists(#held) OR #held < :until',
      names: { '#held': 'held', '#clock': 'clock' },
      values: { ':until': until, ...this.#kept(until - this.#clock.business()) },
    });
  }

  async isHeld(bot: string): Promise<boolean> {
    const row = await this.#table.get(keys.pacing(bot));
    return Number(row?.['held'] ?? 0) > this.#clock.business();
  }

  /** The first free moment from `from` to `last`, microseconds; it is the caller's from then on. */
  async #next(key: Key, gap: number, from: number, last: number): Promise<number | undefined> {
    const name = `${key.pk} ${key.sk}`;
    const idle = () => this.#takeIdle(key, gap, from);
    const queued = () => this.#takeQueued(key, gap, from, last);
    // Most that come to a busy bot meet it so again: whoever guesses right needs one write.
    const wasBusy = (this.#busyUntil.get(name) ?? 0) > from;
    const moment = wasBusy ? ((await queued()) ?? (await idle())) : ((await idle()) ?? (await queued()));
    if (this.#busyUntil.size >= MOST_KNOWN) this.#busyUntil.clear();
    this.#busyUntil.set(name, (moment ?? last) + gap);
    return moment;
  }

  async #takeIdle(key: Key, gap: number, from: number): Promise<number | undefined> {
    const taken = await this.#table.update(key, {
      update: `SET #next = :after, ${KEPT}`,
      condition: `(attribute_not_exists(#next) OR #next <= :from) AND ${SILENT_NO_MORE}`,
      names: NAMES,
      values: { ...this.#kept(0), ':now': this.#clock.business(), ':from': from, ':after': from + gap },
    });
    return taken && from;
  }

  async #takeQueued(key: Key, gap: number, from: number, last: number): Promise<number | undefined> {
    const taken = await this.#table.update(key, {
      update: `SET #next = #next + :gap, ${KEPT}`,
      condition: `#next BETWEEN :from AND :last AND ${SILENT_NO_MORE}`,
      names: NAMES,
      values: { ...this.#kept(0), ':now': this.#clock.business(), ':from': from, ':last': last, ':gap': gap },
    });
    return taken && Number(taken['next']) - gap;
  }

  #kept(besides: number) {
    return { ':expires': expiry(this.#clock.wall() + besides + PACING_KEPT), ':wall': 'wall' };
  }
}
