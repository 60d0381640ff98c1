import { describe, expect, it } from 'vitest';
import { createActivity } from '../../local/activity.ts';

/** Work that ends when it is told to. */
function work() {
  const { promise, resolve } = Promise.withResolvers<string>();
  let begun = false;
  return {
    run: () => {
      begun = true;
      return promise;
    },
    begun: () => begun,
    end: () => resolve('done'),
  };
}

async function settled(promise: Promise<unknown>): Promise<boolean> {
  const pending = Symbol('pending');
  const turn = new Promise((resolve) => setTimeout(resolve, 20, pending));
  return (await Promise.race([promise, turn])) !== pending;
}

describe('the twin at work', () => {
  it('is quiet when nothing was ever begun', async () => {
    await expect(createActivity().quiet()).resolves.toBeUndefined();
  });

  it('is not quiet before the last invocation has ended', async () => {
    const activity = createActivity();
    const one = work();
    const invocation = activity.invocation(one.run);
    const quiet = activity.quiet();

    expect(await settled(quiet)).toBe(false);
    one.end();

    expect(await invocation).toBe('done');
    await quiet;
  });

  it('is not quiet while a batch is on its way, or a probe finds work', async () => {
    const activity = createActivity();
    const batch = work();
    let waiting = 1;
    activity.probe(async () => waiting);
    const opened = activity.open(batch.run);
    const quiet = activity.quiet();

    batch.end();
    await opened;
    expect(await settled(quiet)).toBe(false);
    waiting = 0;

    await quiet;
  });

  it('counts work that fails as ended', async () => {
    const activity = createActivity();

    await expect(activity.invocation(() => Promise.reject(new Error('no')))).rejects.toThrow('no');

    await activity.quiet();
    await activity.hold();
  });

  it('held, waits for what runs and lets nothing new begin until it is released', async () => {
    const activity = createActivity();
    const running = work();
    const later = work();
    const first = activity.invocation(running.run);

    const held = activity.hold();
    const second = activity.invocation(later.run);
    expect(await settled(held)).toBe(false);
    running.end();
    await first;
    await held;
    expect(later.begun()).toBe(false);
    activity.release();

    await expect.poll(later.begun).toBe(true);
    later.end();
    await second;
  });
});
