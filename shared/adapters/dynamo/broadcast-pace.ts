import { Fault } from '../../domain/errors.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { TroubleChannel } from '../../domain/outage/trouble.ts';
import type { BroadcastPace } from '../../ports.ts';
import { keys } from './access-patterns.ts';
import { expiry } from './rows.ts';
import type { Table } from './table.ts';

const NAMES = { '#next': 'next' };
/** A row that nobody has moved on for so long says nothing any more. */
const KEPT = 60 * 60 * 1000;

/** One row for each channel with its next free moment, which is taken by the write that moves it on, as with `DynamoBotPacing`. */
export class DynamoBroadcastPace implements BroadcastPace {
  readonly #table: Pick<Table, 'update'>;

  constructor(table: Pick<Table, 'update'>) {
    this.#table = table;
  }

  async take(channel: TroubleChannel, count: number, gap: number, from: number): Promise<number> {
    const span = count * gap;
    const values = { ':from': from, ':expires': expiry(from + span + KEPT) };
    for (let round = 0; round < LIMITS.rounds; round++) {
      const queued = await this.#table.update(keys.noticePace(channel), {
        update: 'SET #next = #next + :span, expires_at = :expires',
        condition: '#next > :from',
        names: NAMES,
        values: { ...values, ':span': span },
      });
      if (queued) return Number(queued['next']) - span;
      const idle = await this.#table.update(keys.noticePace(channel), {
        update: 'SET #next = :after, expires_at = :expires',
        condition: 'attribute_not_exists(#next) OR #next <= :from',
        names: NAMES,
        values: { ...values, ':after': from + span },
      });
      if (idle) return from;
    }
    throw new Fault('broadcast.busy', 'the channel’s moments are taken faster than they can be asked for');
  }
}
