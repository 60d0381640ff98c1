import type { Backlog, Update } from './telegram-backlog.ts';
import type { WallTime } from './telegram-wall-time.ts';

export interface LongPoll {
  /** Updates, as soon as there are some or the time is over; nothing if another call has come since. */
  take(asked: Asked, gone: AbortSignal): Promise<Update[] | undefined>;
  /** There is an update. */
  arrived(): void;
  /** Answers who waits. */
  stop(): void;
}

export interface Asked {
  /** Earlier ones are taken; a negative one counts from the end. */
  offset?: number | undefined;
  limit: number;
  timeoutS: number;
}

/** Hands a bot's updates to whoever asks for them: one at a time. */
export function createLongPoll(backlog: Backlog, time: WallTime): LongPoll {
  let waiting: { end(conflict: boolean): void } | undefined;

  return {
    take({ offset, limit, timeoutS }, gone) {
      waiting?.end(true);
      confirm(backlog, offset);
      const found = (): Update[] =>
        backlog
          .all()
          .slice(0, limit)
          .map(({ update }) => update);
      const now = found();
      if (now.length > 0 || timeoutS === 0 || gone.aborted) return Promise.resolve(now);
      return new Promise((resolve) => {
        const mine = {
          end(conflict: boolean) {
            if (waiting === mine) waiting = undefined;
            cancel();
            gone.removeEventListener('abort', hangUp);
            resolve(conflict ? undefined : found());
          },
        };
        const hangUp = (): void => mine.end(false);
        const cancel = time.after(timeoutS * 1_000, hangUp);
        gone.addEventListener('abort', hangUp);
        waiting = mine;
      });
    },
    arrived: () => waiting?.end(false),
    stop: () => waiting?.end(false),
  };
}

function confirm(backlog: Backlog, offset: number | undefined): void {
  if (offset === undefined || offset === 0) return;
  const all = backlog.all();
  const taken =
    offset > 0
      ? all.filter(({ update }) => update.update_id < offset)
      : all.slice(0, Math.max(0, all.length + offset));
  for (const one of taken) backlog.remove(one);
}
