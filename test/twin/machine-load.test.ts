import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type CoreTimes, type MachineLoad, watchMachineLoad } from '../../local/machine-load.ts';

const LOOK_MS = 250;

let times: CoreTimes;
let load: MachineLoad;

beforeEach(() => {
  vi.useFakeTimers();
  times = { idle: 5_000, nice: 5_000, all: 50_000 };
  load = watchMachineLoad(() => times);
});

afterEach(() => {
  load.stop();
  vi.useRealTimers();
});

function spend(idle: number, nice: number, all: number): void {
  times = { idle: times.idle + idle, nice: times.nice + nice, all: times.all + all };
  vi.advanceTimersByTime(LOOK_MS);
}

describe('the load of the machine', () => {
  it('is not full before anything is known', () => {
    expect(load.isFull(true)).toBe(false);
    expect(load.isFull(false)).toBe(false);
  });

  it.each([
    { title: 'a free core', idle: 250, nice: 0, urgent: false, other: false },
    { title: 'no free core', idle: 10, nice: 20, urgent: true, other: true },
    { title: 'work that gives way', idle: 0, nice: 200, urgent: false, other: true },
  ])('with $title', ({ idle, nice, urgent, other }) => {
    spend(idle, nice, 500);
    expect(load.isFull(true)).toBe(urgent);
    expect(load.isFull(false)).toBe(other);
  });

  it('is what the last look found, not the average of a day', () => {
    spend(10_000, 0, 10_000);
    spend(0, 0, 500);
    expect(load.isFull(false)).toBe(true);
    spend(400, 0, 500);
    expect(load.isFull(false)).toBe(false);
  });

  it('is never full where the system does not tell', () => {
    spend(0, 0, 0);
    expect(load.isFull(false)).toBe(false);
  });
});
