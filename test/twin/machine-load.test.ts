import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type CoreTimes, type MachineLoad, watchMachineLoad } from '../../local/machine-load.ts';

const LOOK_MS = 250;

let times: CoreTimes;
let load: MachineLoad;

beforeEach(() => {
  vi.useFakeTimers();
  times = { idle: 5_000, all: 50_000 };
  load = watchMachineLoad(() => times);
});

afterEach(() => {
  load.stop();
  vi.useRealTimers();
});

function spend(idle: number, all: number): void {
  times = { idle: times.idle + idle, all: times.all + all };
  vi.advanceTimersByTime(LOOK_MS);
}

describe('the load of the machine', () => {
  it('is not full before anything is known', () => {
    expect(load.isFull()).toBe(false);
  });

  it.each([
    { title: 'a free core', idle: 250, full: false },
    { title: 'no free core', idle: 30, full: true },
  ])('with $title', ({ idle, full }) => {
    spend(idle, 500);
    expect(load.isFull()).toBe(full);
  });

  it('is what the last look found, not the average of a day', () => {
    spend(10_000, 10_000);
    spend(0, 500);
    expect(load.isFull()).toBe(true);
    spend(400, 500);
    expect(load.isFull()).toBe(false);
  });

  it('is never full where the system does not tell', () => {
    spend(0, 0);
    expect(load.isFull()).toBe(false);
  });
});
