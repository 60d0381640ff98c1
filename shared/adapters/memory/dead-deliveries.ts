import type { DeadDelivery } from '../../domain/delivery-record.ts';
import type { DeadPosition } from '../../domain/job.ts';
import type { DeadDeliveries, DeadPage, StuckSignal } from '../../ports.ts';
import { copy } from './copy.ts';

interface Given {
  readonly dead: readonly DeadDelivery[];
  readonly stuck?: readonly StuckSignal[];
}

/** Deliveries that a store in memory has given up. */
export class MemoryDeadDeliveries implements DeadDeliveries {
  readonly #store: Given;

  constructor(store: Given) {
    this.#store = store;
  }

  async stuckSince(at: number, limit: number): Promise<StuckSignal[]> {
    const since = (this.#store.stuck ?? []).filter((one) => one.at >= at);
    return since
      .toSorted((a, b) => b.at - a.at)
      .slice(0, limit)
      .map((one) => copy(one));
  }

  async on(day: string, { order, limit, beyond }: DeadPage): Promise<DeadDelivery[]> {
    const sign = order === 'oldest' ? 1 : -1;
    const compare = (one: DeadPosition, other: DeadPosition) => (place(one) < place(other) ? -sign : sign);
    return this.#store.dead
      .filter((dead) => place(dead).startsWith(day))
      .filter((dead) => !beyond || (place(dead) !== place(beyond) && compare(dead, beyond) > 0))
      .toSorted(compare)
      .slice(0, limit)
      .map((dead) => copy(dead));
  }
}

function place({ died_at, text_id }: DeadPosition): string {
  return `${new Date(died_at).toISOString()}#${text_id}`;
}
