import type { TwinClock } from './clock.ts';
import type { WallTime } from './telegram-wall-time.ts';

/** How fast one bot may send. */
export interface SendLimits {
  /** Lets one message into a chat and counts it, or says after how many seconds one may go. */
  admit(chat: number): number | undefined;
  /** A refusal has been answered: until so many seconds of business time are over, nothing may be sent. */
  hold(seconds: number): void;
  /** Seconds that are left of what was last refused. */
  held(): number | undefined;
}

const SECOND = 1_000;
const BOT = { sends: 30, withinMs: SECOND };
const GROUP = { sends: 20, withinMs: 60 * SECOND };
const CHAT = { sends: 1, withinMs: SECOND };
/** A sender's clock and the way here may differ by so much. */
const GRACE_MS = 50;

/**
 * The limits as bots are told them: 1 message a second in a chat, 20 a minute in a group, 30 a second in all; no bursts.
 * They go by wall time. What a bot is told to wait is business time, as everything is that the desk puts off.
 */
export function createSendLimits({ now }: Pick<WallTime, 'now'>, clock: Pick<TwinClock, 'now'>): SendLimits {
  const all = createWindow(BOT);
  const chats = new Map<number, Window[]>();
  let heldUntil = 0;

  function windowsOf(chat: number): Window[] {
    const windows =
      chats.get(chat) ?? (chat < 0 ? [createWindow(CHAT), createWindow(GROUP)] : [createWindow(CHAT)]);
    chats.set(chat, windows);
    return [all, ...windows];
  }

  function hold(seconds: number): void {
    heldUntil = Math.max(heldUntil, clock.now() + seconds * SECOND - GRACE_MS);
  }

  return {
    hold,
    held() {
      const left = heldUntil - clock.now();
      return left > 0 ? Math.ceil(left / SECOND) : undefined;
    },
    admit(chat) {
      const windows = windowsOf(chat);
      const waitMs = Math.max(...windows.map((window) => window.freeIn(now())));
      if (waitMs > 0) return Math.ceil(waitMs / SECOND);
      for (const window of windows) window.take(now());
      return undefined;
    },
  };
}

interface Window {
  /** Milliseconds until there is room. */
  freeIn(now: number): number;
  take(now: number): void;
}

/** So many sends in any stretch of so many milliseconds. */
function createWindow({ sends, withinMs }: { sends: number; withinMs: number }): Window {
  const taken: number[] = [];
  // A sender that spaces its messages may come a little early; one that counts them may not.
  const graceMs = sends === 1 ? GRACE_MS : 0;
  return {
    freeIn(now) {
      const oldest = taken.length < sends ? undefined : taken[0];
      return oldest === undefined ? 0 : Math.max(0, oldest + withinMs - graceMs - now);
    },
    take(now) {
      taken.push(now);
      if (taken.length > sends) taken.shift();
    },
  };
}
