/** So many in a span of milliseconds. */
export interface Rate {
  most: number;
  span: number;
}

/** How fast callers may write. All of it can be set for a stage (`LIMITS` of the door). */
export interface RatePolicy {
  /** Messages of one client, counted exactly from the first one. */
  client: Rate;
  /** Requests with one key, per instance. */
  key: Rate;
  /** Test pings of one partner, per instance: each is a request to a place that the partner names. */
  ping: Rate;
  /** Requests without a valid key from one address, per instance. */
  address: readonly Rate[];
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** The rates of design §1.2, and that of test pings. */
export const DEFAULT_RATES: RatePolicy = {
  client: { most: 10, span: MINUTE },
  key: { most: 100, span: SECOND },
  ping: { most: 10, span: MINUTE },
  address: [
    { most: 60, span: MINUTE },
    { most: 1000, span: HOUR },
  ],
};

const SETTING = /^(client|key|ping|address)=(\d{1,9}\/\d{1,9}(?:\+\d{1,9}\/\d{1,9})*)$/;

/**
 * Reads a stage's setting: `on` for the defaults, `off` for none, or changes to the defaults such as
 * `client=20/60;key=200/1;address=60/60+1000/3600` (so many per seconds).
 * @throws Error that says what is wrong
 */
export function parseRates(setting: string): RatePolicy | undefined {
  if (setting === 'off') return undefined;
  if (setting === 'on') return DEFAULT_RATES;
  return setting.split(';').reduce(withSetting, DEFAULT_RATES);
}

function withSetting(rates: RatePolicy, part: string): RatePolicy {
  const [, name, value] = SETTING.exec(part.trim()) ?? [];
  const parsed = value?.split('+').map(parseRate) ?? [];
  const [first] = parsed;
  if (!name || !first || (name !== 'address' && parsed.length > 1))
    throw new Error(
      `"${part}" is not a rate: write on, off, or client=10/60;key=100/1;ping=10/60;address=60/60`,
    );
  return name === 'address' ? { ...rates, address: parsed } : { ...rates, [name]: first };
}

function parseRate(text: string): Rate {
  const [most = 0, seconds = 0] = text.split('/').map(Number);
  return { most, span: seconds * SECOND };
}

/** A span that has begun, and how many it has seen. */
export interface RateWindow {
  start: number;
  count: number;
}

/**
 * The window after one more at `at`: the same one, or a new one if the old one is over. A clock that is a little behind
 * the one that began the window counts into it too.
 */
export function countIn(window: RateWindow | undefined, rate: Rate, at: number): RateWindow {
  const open = window !== undefined && Math.abs(at - window.start) < rate.span;
  return open ? { start: window.start, count: window.count + 1 } : { start: at, count: 1 };
}

/** Whole seconds until the window is over, at least one. */
export function secondsLeft(window: RateWindow, rate: Rate, at: number): number {
  return Math.max(1, Math.ceil((window.start + rate.span - at) / SECOND));
}
