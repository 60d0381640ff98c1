import { describe, expect, it } from 'vitest';
import { Dice } from '../../../sim/world/dice.ts';
import { type CrashPoint, type FaultRates, Faults } from '../../../sim/world/faults.ts';
import { type PortCall, Process, type Surroundings } from '../../../sim/world/process.ts';
import { Timeline } from '../../../sim/world/timeline.ts';

const CALL: PortCall = { port: 'table', method: 'head', input: [] };

/** A process that makes one call, what took effect, and what it heard. */
async function oneCall(rates: FaultRates, crashAt?: CrashPoint, call = CALL) {
  const timeline = new Timeline();
  const dice = new Dice(1);
  const faults = new Faults(
    { rates, until: Number.POSITIVE_INFINITY, crashAt: crashAt && [crashAt] },
    dice,
    () => timeline.now,
  );
  let calls = 0;
  let effects = 0;
  const world: Surroundings = {
    timeline,
    dice,
    faults,
    numberCall: () => ++calls,
    onCall: () => undefined,
    onEffect: () => undefined,
    onTrouble: () => undefined,
  };
  const process = new Process(world, 'deliver', 1, 0);
  let heard: unknown = 'nothing';
  const call1 = process.call(call, async () => ++effects);
  call1.then(
    (value) => (heard = value),
    (error: Error) => (heard = error.name),
  );
  await timeline.runOut();
  return { effects, heard, alive: process.alive, met: faults.met.map(({ key }) => key.split(':')[0]) };
}

describe('a call of a port', () => {
  it.each([
    [
      'that goes well takes effect once and is heard of',
      {},
      undefined,
      { effects: 1, heard: 1, alive: true },
    ],
    [
      'may kill its process before it took effect',
      {},
      { call: 1, when: 'before' },
      { effects: 0, heard: 'nothing', alive: false },
    ],
    [
      'may kill it after, before the answer',
      {},
      { call: 1, when: 'after' },
      { effects: 1, heard: 'nothing', alive: false },
    ],
    [
      'that is another call does not crash',
      {},
      { call: 2, when: 'after' },
      { effects: 1, heard: 1, alive: true },
    ],
    ['may be asked twice, and the second answer counts', { again: 1 }, undefined, { effects: 2, heard: 2 }],
    ['may fail without effect', { 'error.before': 1 }, undefined, { effects: 0, alive: true }],
    ['may fail with effect', { 'error.after': 1 }, undefined, { effects: 1, alive: true }],
  ] as [string, FaultRates, CrashPoint | undefined, object][])('%s', async (_, rates, crashAt, expected) => {
    expect(await oneCall(rates, crashAt)).toMatchObject(expected);
  });

  it.each(['error.before', 'error.after'] as const)('fails (%s) as the SDK fails', async (kind) => {
    const { heard } = await oneCall({ [kind]: 1 });
    expect(heard).toMatch(/Exception$|^TimeoutError$/);
  });

  it('of a sender is made once: it does not ask again, and says how it went', async () => {
    const sender = { port: 'sender', method: 'send', input: [] };
    expect(await oneCall({ again: 1, 'error.after': 1 }, undefined, sender)).toMatchObject({
      effects: 1,
      heard: 1,
    });
  });
});

describe('what a process had sent when it died', () => {
  const dying = async (rates: FaultRates): Promise<number> => {
    const timeline = new Timeline();
    const dice = new Dice(1);
    const faults = new Faults({ rates, until: 0 }, dice, () => timeline.now);
    const nothing = (): undefined => undefined;
    const world = {
      timeline,
      dice,
      faults,
      numberCall: () => 1,
      onCall: nothing,
      onEffect: nothing,
      onTrouble: nothing,
    };
    const process = new Process(world, 'deliver', 1, 0);
    let effects = 0;
    void process.call(CALL, async () => ++effects);
    process.kill('time-out');
    void process.call(CALL, async () => ++effects);
    await timeline.runOut();
    return effects;
  };

  it('may take effect all the same, and what it would have sent later never does', async () => {
    expect(await dying({ late: 1 })).toBe(1);
    expect(await dying({ late: 0 })).toBe(0);
  });
});
