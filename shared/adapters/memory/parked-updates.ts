import type { ParkedPlace, ParkedUpdate, ParkedUpdates } from '../../ports.ts';

/** Updates that could not be understood, in memory. */
export class MemoryParkedUpdates implements ParkedUpdates {
  readonly all = new Map<string, ParkedUpdate>();

  async park(update: ParkedUpdate): Promise<void> {
    this.all.set(nameOf(update), structuredClone(update));
  }

  forget(place: ParkedPlace): void {
    this.all.delete(nameOf(place));
  }

  async parked({
    limit,
    before,
  }: {
    limit: number;
    before?: ParkedPlace | undefined;
  }): Promise<ParkedUpdate[]> {
    const names = [...this.all.keys()].sort().reverse();
    const older = before ? names.filter((name) => name < nameOf(before)) : names;
    return older.slice(0, limit).flatMap((name) => structuredClone(this.all.get(name)) ?? []);
  }
}

function nameOf({ at, bot, update }: ParkedPlace): string {
  return `${new Date(at).toISOString()}#${bot}#${update}`;
}
