import { describe, expect, it } from 'vitest';
import { Timeline } from '../../../sim/world/timeline.ts';

describe('the timeline', () => {
  it('runs what is to come in the order of time, and of setting down', async () => {
    const timeline = new Timeline();
    const ran: [number, string][] = [];
    for (const [at, name] of [
      [30, 'c'],
      [10, 'a'],
      [30, 'd'],
      [20, 'b'],
      [5, 'first'],
    ] as const)
      timeline.at(at, () => ran.push([timeline.now, name]));
    expect(await timeline.runOut()).toBe(true);
    expect(ran).toEqual([
      [5, 'first'],
      [10, 'a'],
      [20, 'b'],
      [30, 'c'],
      [30, 'd'],
    ]);
  });

  it('lets whatever waits go on until it waits again, before it goes on itself', async () => {
    const timeline = new Timeline();
    const ran: string[] = [];
    const wait = (time: number) => new Promise<void>((go) => timeline.after(time, () => go()));
    const walk = async (): Promise<void> => {
      await wait(10);
      for (let step = 0; step < 50; step++) await Promise.resolve();
      ran.push(`walked at ${timeline.now}`);
      await wait(10);
      ran.push(`arrived at ${timeline.now}`);
    };
    void walk();
    timeline.at(11, () => ran.push('between'));
    await timeline.runOut();
    expect(ran).toEqual(['walked at 10', 'between', 'arrived at 20']);
  });

  it('never goes back: what is late runs now', async () => {
    const timeline = new Timeline();
    const ran: number[] = [];
    timeline.at(50, () => timeline.at(20, () => ran.push(timeline.now)));
    await timeline.runOut();
    expect(ran).toEqual([50]);
  });

  it('fails if an event does', async () => {
    const timeline = new Timeline();
    timeline.at(1, () => {
      throw new Error('broken');
    });
    await expect(timeline.runOut()).rejects.toThrow('broken');
  });

  it('stops before a time, and knows that something is left', async () => {
    const timeline = new Timeline();
    const ran: number[] = [];
    for (const at of [10, 20]) timeline.at(at, () => ran.push(at));
    expect(await timeline.runUntil(20, 1000)).toBe(true);
    expect([ran, timeline.isOver]).toEqual([[10], false]);
    await timeline.runOut();
    expect([ran, timeline.isOver]).toEqual([[10, 20], true]);
  });

  it('says so if it would go on for ever', async () => {
    const timeline = new Timeline();
    const again = (): void => timeline.after(1, again);
    again();
    expect(await timeline.runUntil(Number.POSITIVE_INFINITY, 1000)).toBe(false);
  });
});
