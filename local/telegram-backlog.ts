import { randomInt } from 'node:crypto';
import type { Json } from './json-shape.ts';
import type { WallTime } from './telegram-wall-time.ts';

export interface Update extends Json {
  update_id: number;
}

/** An update that its bot has not taken yet. */
export interface PendingUpdate {
  chat: number;
  update: Update;
  /** It is kept until then, wall time. */
  until: number;
}

/** What one bot has still to be told. */
export interface Backlog {
  add(chat: number, content: Json): PendingUpdate;
  /** The earliest of a chat. */
  first(chat: number): PendingUpdate | undefined;
  /** Chats with updates, the longest waiting first. */
  chats(): number[];
  /** By their ids. */
  all(): PendingUpdate[];
  remove(one: PendingUpdate): void;
  clear(): void;
}

/** Told of every change, so that it can be kept. */
export interface BacklogKeeper {
  added(one: PendingUpdate): void;
  removed(one: PendingUpdate): void;
}

const KEPT_MS = 24 * 3_600_000;
/** Ids begin anywhere, as the real ones do after a week of silence: no two starts of the twin use the same. */
const FIRST_IDS = [100_000_000, 1_000_000_000] as const;

/** Keeps updates for a day, in order within each chat. */
export function createBacklog(
  { now }: Pick<WallTime, 'now'>,
  keeper?: BacklogKeeper,
  kept: PendingUpdate[] = [],
): Backlog {
  const pending = new Set<PendingUpdate>();
  const lanes = new Map<number, PendingUpdate[]>();
  let nextId = randomInt(...FIRST_IDS);

  function put(one: PendingUpdate): void {
    pending.add(one);
    const lane = lanes.get(one.chat);
    if (lane) lane.push(one);
    else lanes.set(one.chat, [one]);
  }

  function remove(one: PendingUpdate): void {
    const lane = lanes.get(one.chat);
    if (!lane || !pending.delete(one)) return;
    lane.splice(lane.indexOf(one), 1);
    if (lane.length === 0) lanes.delete(one.chat);
    keeper?.removed(one);
  }

  for (const one of kept) put(one);
  return {
    add(chat, content) {
      const { update_id = nextId, ...rest } = content as Partial<Update>;
      nextId = Math.max(nextId, update_id + 1);
      const one = { chat, update: { update_id, ...rest }, until: now() + KEPT_MS };
      put(one);
      keeper?.added(one);
      return one;
    },
    first(chat) {
      for (;;) {
        const head = lanes.get(chat)?.[0];
        if (!head || head.until > now()) return head;
        remove(head);
      }
    },
    chats: () => [...lanes.keys()],
    all() {
      for (const one of [...pending]) if (one.until <= now()) remove(one);
      return [...pending].sort((one, other) => one.update.update_id - other.update.update_id);
    },
    remove,
    clear() {
      for (const one of [...pending]) remove(one);
    },
  };
}
