import { describe, expect, it } from 'vitest';
import { Dice } from '../../../sim/world/dice.ts';
import { type FaultRates, Faults } from '../../../sim/world/faults.ts';
import { type Letter, SimLane } from '../../../sim/world/lane.ts';
import { SimScheduler } from '../../../sim/world/scheduler.ts';
import { SimStream } from '../../../sim/world/stream.ts';
import { Timeline } from '../../../sim/world/timeline.ts';
import { SECOND, Times } from '../../../sim/world/times.ts';
import { CONVERSATION } from '../../builders.ts';

const SIGNAL = { conversation_id: CONVERSATION };
const VISIBILITY = 60 * SECOND;

function aWorld(rates: FaultRates = {}, speed = 1) {
  const timeline = new Timeline();
  const dice = new Dice(1);
  const faults = new Faults({ rates, until: Number.POSITIVE_INFINITY }, dice, () => timeline.now);
  return { timeline, dice, faults, times: new Times(timeline, speed) };
}

function aLane(world: ReturnType<typeof aWorld>, deadLetters?: SimLane, concurrency = 2): SimLane {
  return new SimLane(world, { number: 1, name: 'lane', visibility: VISIBILITY, concurrency, deadLetters });
}

/** What reaches the consumer and when; `done` says which letters it is done with. */
function watch(lane: SimLane, timeline: Timeline, done: (letter: Letter) => boolean = () => true) {
  const seen: { at: number; id: number; body: string }[] = [];
  lane.consumer = async (letters) => {
    for (const { id, body } of letters) seen.push({ at: timeline.now, id, body });
    return done;
  };
  return seen;
}

describe('a lane', () => {
  it('delivers a letter once, some milliseconds later, if nothing goes wrong', async () => {
    const world = aWorld();
    const lane = aLane(world);
    const seen = watch(lane, world.timeline);
    await lane.send(SIGNAL);
    await world.timeline.runOut();
    expect(seen).toMatchObject([{ body: JSON.stringify(SIGNAL) }]);
    expect(seen[0]?.at).toBeLessThan(30);
  });

  it.each([
    ['business time, which runs faster', SIGNAL, 45 * SECOND],
    ['wall time, if the signal says so', { ...SIGNAL, clock: 'wall' as const }, 900 * SECOND],
  ])('holds a letter back in %s', async (_, signal, least) => {
    const world = aWorld({}, 20);
    const lane = aLane(world);
    const seen = watch(lane, world.timeline);
    await lane.send(signal, 900);
    await world.timeline.runOut();
    expect(seen[0]?.at).toBeGreaterThanOrEqual(least);
    expect(seen[0]?.at).toBeLessThan(least + 30);
  });

  it('gives a letter up after five receives, a visibility time-out apart', async () => {
    const world = aWorld();
    const dead = aLane(world);
    const lane = aLane(world, dead);
    const [seen, buried] = [watch(lane, world.timeline, () => false), watch(dead, world.timeline)];
    await lane.send(SIGNAL);
    await world.timeline.runOut();
    const [first] = seen;
    expect(seen.map(({ at }) => at - (first?.at ?? 0))).toEqual([0, 1, 2, 3, 4].map((n) => n * VISIBILITY));
    expect(buried).toMatchObject([{ body: JSON.stringify(SIGNAL) }]);
  });

  it('brings back only what its consumer is not done with, and all of it if that died', async () => {
    const world = aWorld();
    const lane = aLane(world, undefined, 1);
    const seen: string[][] = [];
    lane.consumer = async (letters) => {
      seen.push(letters.map(({ body }) => body));
      return seen.length === 1 ? undefined : ({ body }) => body !== 'b' || seen.length > 2;
    };
    for (const body of ['a', 'b']) lane.put(body, 100 * SECOND);
    await world.timeline.runOut();
    const times = (body: string): number => seen.flat().filter((one) => one === body).length;
    expect(times('a') + times('b')).toBe(4);
  });

  it('delivers twice what it doubles, and again what it forgets to delete', async () => {
    const world = aWorld({ 'lane.duplicate': 1 });
    const lane = aLane(world);
    const seen = watch(lane, world.timeline);
    await lane.send(SIGNAL);
    await world.timeline.runOut();
    expect(seen).toHaveLength(2);
    const forgetful = aWorld({ 'lane.unacknowledged': 1 });
    const other = aLane(forgetful, aLane(forgetful));
    const again = watch(other, forgetful.timeline);
    await other.send(SIGNAL);
    await forgetful.timeline.runOut();
    expect(again).toHaveLength(5);
  });

  it('says of a letter that it comes late, when it comes', async () => {
    const world = aWorld({ 'lane.late': 1 });
    const late: [number, string][] = [];
    const lane = new SimLane(world, {
      ...{ number: 1, name: 'lane', visibility: VISIBILITY, concurrency: 1 },
      onLate: (body) => late.push([world.timeline.now, body]),
    });
    const seen = watch(lane, world.timeline);
    await lane.send(SIGNAL);
    await world.timeline.runOut();
    expect(late).toEqual([[seen[0]?.at, JSON.stringify(SIGNAL)]]);
  });

  it('receives at once what became visible at the same moment', async () => {
    const world = aWorld();
    const lane = aLane(world, undefined, 1);
    const batches: number[] = [];
    lane.consumer = async (letters) => {
      batches.push(letters.length);
      return () => true;
    };
    for (let n = 0; n < 12; n++) lane.put('body', 1000 * SECOND);
    await world.timeline.runOut();
    expect(batches.reduce((sum, size) => sum + size)).toBe(12);
  });

  it('serves first the group that has less under way', async () => {
    const world = aWorld();
    const lane = aLane(world);
    const served: string[] = [];
    lane.consumer = (letters) => {
      served.push(letters.map(({ group }) => group).join(''));
      return new Promise((done) => world.timeline.after(SECOND, () => done(() => true)));
    };
    for (let n = 0; n < 30; n++) lane.put('busy', 0, 'b');
    lane.put('quiet', 40, 'q');
    await world.timeline.runOut();
    expect(served.findIndex((batch) => batch.includes('q'))).toBeLessThan(5);
    const batch = served.find((one) => one.includes('q'));
    expect(batch?.startsWith('q')).toBe(true);
  });
});

describe('the scheduler', () => {
  it('fires once at its time for a name that was armed twice, and takes the name again later', async () => {
    const world = aWorld();
    const fired: number[] = [];
    const scheduler = new SimScheduler(world, 1, () => fired.push(world.timeline.now));
    const at = world.times.business() + 1000 * SECOND;
    await scheduler.arm('name', at, SIGNAL);
    await scheduler.arm('name', at, SIGNAL);
    await world.timeline.runOut();
    expect(fired).toHaveLength(1);
    expect(fired[0]).toBeGreaterThanOrEqual(1000 * SECOND);
    await scheduler.arm('name', at, SIGNAL);
    await world.timeline.runOut();
    expect(fired).toHaveLength(2);
  });

  it('may fire early, late or twice', async () => {
    const at = 1000 * SECOND;
    const firings = async (rates: FaultRates): Promise<number[]> => {
      const world = aWorld(rates);
      const fired: number[] = [];
      const scheduler = new SimScheduler(world, 1, () => fired.push(world.timeline.now));
      await scheduler.arm('name', world.times.business() + at, SIGNAL);
      await world.timeline.runOut();
      return fired;
    };
    expect((await firings({ 'alarm.early': 1 }))[0]).toBeLessThan(at);
    expect((await firings({ 'alarm.late': 1 }))[0]).toBeGreaterThan(at + SECOND - 1);
    expect(await firings({ 'alarm.double': 1 })).toHaveLength(2);
  });
});

describe('the stream', () => {
  it('gathers for ten seconds, comes again from what failed, and leaves it behind after four tries', async () => {
    const world = aWorld();
    const left: string[] = [];
    const stream = new SimStream(world, (id) => left.push(id));
    const seen: (readonly string[])[] = [];
    stream.consumer = async (ids) => {
      seen.push(ids);
      return ids[0] === 'a' ? 1 : 0;
    };
    for (const id of ['a', 'b', 'c']) stream.inserted(id);
    await world.timeline.runOut();
    expect(seen).toEqual([
      ['a', 'b', 'c'],
      ['b', 'c'],
      ['b', 'c'],
      ['b', 'c'],
    ]);
    expect(left).toEqual(['b', 'c']);
    expect(world.timeline.now).toBeGreaterThanOrEqual(10 * SECOND);
  });

  it('may bring a batch twice', async () => {
    const world = aWorld({ 'stream.repeat': 1 });
    const stream = new SimStream(world, () => undefined);
    const seen: (readonly string[])[] = [];
    stream.consumer = async (ids) => {
      seen.push(ids);
      return ids.length;
    };
    stream.inserted('a');
    await world.timeline.runOut();
    expect(seen).toEqual([['a'], ['a']]);
  });
});
