import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest';
import { startTwin, type Twin } from '../../local/twin.ts';
import { launchChromium } from './chromium.ts';
import { type Seat, type SeatOptions, takeSeat } from './seat.ts';

export interface Desk {
  twin(): Twin;
  /** A browser that goes when the test ends; a complaint that the test has not taken off the list fails it. */
  seat(options?: SeatOptions): Promise<Seat>;
  /** One that stays for the tests of the file, by the same rule. */
  lastingSeat(options?: SeatOptions): Promise<Seat>;
}

/** A twin and a Chromium for the tests of one file. */
export function openDesk(prepare: (twin: Twin) => Promise<void> = async () => undefined): Desk {
  const parts = new AsyncDisposableStack();
  const [seats, lasting]: [Seat[], Seat[]] = [[], []];
  let twin: Twin;
  let browser: Browser;

  beforeAll(async () => {
    const assemblyDir = inject('assemblyDir');
    const quiet = { pace: 'immediate', limits: 'off', log: () => undefined } as const;
    [twin, browser] = await Promise.all([startTwin({ port: 0, assemblyDir, ...quiet }), launchChromium()]);
    parts.defer(twin.close);
    parts.defer(() => browser.close());
    await prepare(twin);
  });
  afterEach(async () => {
    const leaving = seats.splice(0);
    await Promise.all(leaving.map(({ context }) => context.close()));
    expect([...leaving, ...lasting].flatMap(({ complaints }) => complaints.splice(0))).toEqual([]);
  });
  afterAll(() => parts.disposeAsync());

  const take = async (list: Seat[], options?: SeatOptions): Promise<Seat> => {
    const seat = await takeSeat(browser, twin.url, options);
    list.push(seat);
    return seat;
  };
  return {
    twin: () => twin,
    seat: (options) => take(seats, options),
    lastingSeat: (options) => take(lasting, options),
  };
}
