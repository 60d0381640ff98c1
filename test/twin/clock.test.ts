import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTwinClock, type Pause, type TwinClock, type TwinClockOptions } from '../../local/clock.ts';
import { openTwinStore, type TwinStore } from '../../local/persistence.ts';

const NOON = Date.UTC(2031, 4, 1, 12);
const minute = 60_000;
const still: Pause = { quiet: async () => {}, hold: async () => {}, release: () => {} };

let clocks: TwinClock[] = [];
let stores: TwinStore[] = [];

function freshStore(): TwinStore {
  const store = openTwinStore();
  stores.push(store);
  return store;
}

function clockAt(options: Partial<TwinClockOptions> = {}): TwinClock {
  const clock = createTwinClock({ start: NOON, speed: 1, ...options });
  clocks.push(clock);
  return clock;
}

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2030, 0, 1) });
});

afterEach(() => {
  for (const clock of clocks) clock.stop();
  for (const store of stores) store.close();
  clocks = [];
  stores = [];
  vi.useRealTimers();
});

describe('running', () => {
  it.each([
    { speed: 1, shows: 10_000 },
    { speed: 60, shows: 600_000 },
    { speed: 0.5, shows: 5_000 },
  ])('shows $shows ms after 10 s of wall time at speed $speed', ({ speed, shows }) => {
    const clock = clockAt({ speed });
    vi.advanceTimersByTime(10_000);
    expect(clock.now() - NOON).toBe(shows);
  });

  it('never goes back when the wall clock is set back', () => {
    const clock = clockAt();
    vi.advanceTimersByTime(5_000);
    const before = clock.now();
    vi.setSystemTime(Date.UTC(2029, 0, 1));
    expect(clock.now()).toBe(before);
  });

  it('gives the base that a function needs to tell the same time', async () => {
    const clock = clockAt({ speed: 30 });
    vi.advanceTimersByTime(2_000);
    await clock.advance(3_600, still);
    vi.advanceTimersByTime(7_000);
    const { businessBaseMs, wallBaseMs, speed } = clock.base();
    expect(businessBaseMs + (Date.now() - wallBaseMs) * speed).toBe(clock.now());
  });

  it.each([0, -1, Number.NaN])('refuses the speed %s', (speed) => {
    expect(() => clockAt({ speed })).toThrow(RangeError);
  });
});

describe('timers', () => {
  it('fire when business time reaches them, sooner on a faster clock', () => {
    const clock = clockAt({ speed: 60 });
    const fired: number[] = [];
    clock.at(NOON + 5 * minute, () => void fired.push(clock.now() - NOON));
    vi.advanceTimersByTime(4_999);
    expect(fired).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(fired).toEqual([5 * minute]);
  });

  it('fire at once if their time has passed', () => {
    const clock = clockAt();
    const run = vi.fn();
    clock.at(NOON - minute, run);
    vi.advanceTimersByTime(1);
    expect(run).toHaveBeenCalledOnce();
  });

  it('fire beyond the longest wait of a timer of the machine', () => {
    const clock = clockAt();
    const run = vi.fn();
    const days40 = 40 * 24 * 60 * minute;
    clock.at(NOON + days40, run);
    vi.advanceTimersByTime(days40 - 1);
    expect(run).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(run).toHaveBeenCalledOnce();
  });

  it('do not fire once cancelled', () => {
    const clock = clockAt();
    const run = vi.fn();
    clock.at(NOON + minute, run)();
    vi.advanceTimersByTime(2 * minute);
    expect(run).not.toHaveBeenCalled();
  });

  it('leave the others alone when one fails', () => {
    const onError = vi.fn();
    const clock = clockAt({ onError });
    const run = vi.fn();
    clock.at(NOON + 1_000, () => Promise.reject(new Error('no queue')));
    clock.at(NOON + 1_000, run);
    vi.advanceTimersByTime(1_000);
    expect(run).toHaveBeenCalledOnce();
  });
});

describe('advance', () => {
  it('goes from due time to due time, in order, and on to its end', async () => {
    const clock = clockAt();
    const seen: [string, number][] = [];
    const note = (name: string) => () => void seen.push([name, clock.now() - NOON]);
    clock.at(NOON + 3 * minute, note('third'));
    clock.at(NOON + minute, note('first'));
    clock.at(NOON + minute, note('second'));
    clock.at(NOON + 11 * minute, note('later'));
    await clock.advance(600, still);
    expect(seen).toEqual([
      ['first', minute],
      ['second', minute],
      ['third', 3 * minute],
    ]);
    expect(clock.now()).toBe(NOON + 10 * minute);
  });

  it('stops at what falls due because of what fell due', async () => {
    const clock = clockAt();
    const seen: number[] = [];
    const again = () => {
      seen.push(clock.now() - NOON);
      if (seen.length < 3) clock.at(clock.now() + minute, again);
    };
    clock.at(NOON + minute, again);
    await clock.advance(180, still);
    expect(seen).toEqual([minute, 2 * minute, 3 * minute]);
  });

  it('lets no work run across a jump, and jumps no further until all is quiet', async () => {
    const clock = clockAt();
    const steps: string[] = [];
    const shown = () => (clock.now() - NOON) / minute;
    const pause: Pause = {
      quiet: async () => void steps.push(`quiet at ${shown()}`),
      hold: async () => void steps.push(`hold at ${shown()}`),
      release: () => void steps.push(`release at ${shown()}`),
    };
    clock.at(NOON + minute, () => void steps.push(`due at ${shown()}`));
    await clock.advance(120, pause);
    expect(steps).toEqual([
      'quiet at 0',
      'hold at 0',
      'release at 1',
      'due at 1',
      'quiet at 1',
      'hold at 1',
      'release at 2',
      'quiet at 2',
    ]);
  });

  it('waits for a timer that takes its time before it asks for quiet', async () => {
    const clock = clockAt();
    let done = false;
    clock.at(NOON + minute, async () => {
      for (let turns = 0; turns < 5; turns += 1) await Promise.resolve();
      done = true;
    });
    const quiet: boolean[] = [];
    await clock.advance(60, { ...still, quiet: async () => void quiet.push(done) });
    expect(quiet).toEqual([false, true]);
  });

  it('queues up behind an advance under way', async () => {
    const clock = clockAt();
    await Promise.all([clock.advance(60, still), clock.advance(60, still), clock.advance(60, still)]);
    expect(clock.now()).toBe(NOON + 3 * minute);
  });

  it('works again after one that failed', async () => {
    const clock = clockAt();
    const broken = { ...still, quiet: () => Promise.reject(new Error('stuck')) };
    await expect(clock.advance(60, broken)).rejects.toThrow('stuck');
    await clock.advance(60, still);
    expect(clock.now()).toBe(NOON + minute);
  });

  it('refuses to go back', async () => {
    await expect(clockAt().advance(-1, still)).rejects.toThrow(RangeError);
  });
});

describe('over a restart', () => {
  it('goes on from what it last showed, if that is later', async () => {
    const store = freshStore();
    const first = clockAt({ store });
    await first.advance(3_600, still);
    first.stop();
    expect(clockAt({ store }).now()).toBe(NOON + 60 * minute);
  });

  it('goes on from the start it is given, if that is later: the machine was off', () => {
    const store = freshStore();
    clockAt({ store }).stop();
    expect(clockAt({ store, start: NOON + 60 * minute }).now()).toBe(NOON + 60 * minute);
  });

  it.each([1, 1_000])('never goes back at speed %s when it was killed', (speed) => {
    const store = freshStore();
    const killed = clockAt({ store, speed });
    vi.advanceTimersByTime(2_999);
    const shown = killed.now();
    expect(clockAt({ store, speed }).now()).toBeGreaterThanOrEqual(shown);
  });
});
