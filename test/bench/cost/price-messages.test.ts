import { describe, expect, it } from 'vitest';
import type { Counts, FunctionFacts } from '../../../bench/cost/counts.ts';
import { sumOf } from '../../../bench/cost/lines.ts';
import { priceMessages } from '../../../bench/cost/price-messages.ts';

const NOTHING: Counts = {
  messages: 10,
  writeUnits: 0,
  readUnits: 0,
  calls: {},
  callers: {},
  invocations: {},
  processorMs: {},
  logBytes: 0,
  webhookBytes: 0,
  metrics: 0,
};

const FUNCTIONS: FunctionFacts[] = [
  { label: 'ingest', memoryMb: 512, feed: 'door' },
  { label: 'classify', memoryMb: 512, feed: 'lane' },
  { label: 'deliver', memoryMb: 512, feed: 'lane' },
  { label: 'project', memoryMb: 512, feed: 'stream' },
];

function usd(what: string, over: Partial<Counts>, batch = 1): number {
  const lines = priceMessages({ ...NOTHING, ...over }, FUNCTIONS, batch);
  return lines.find((line) => line.what === what)?.usd ?? Number.NaN;
}

describe('a million messages cost', () => {
  it.each<[string, Partial<Counts>, string, number]>([
    ['$5 for eight write units each', { writeUnits: 80 }, 'write units', 5],
    ['$1 for eight read units each', { readUnits: 80 }, 'read units', 1],
    ['$1 at the door', { invocations: { ingest: 10 } }, 'requests', 1],
    ['$1.20 for three sends each', { calls: { 'sqs SendMessage': 30 } }, 'sends', 1.2],
    ['$1 for a schedule each', { calls: { 'scheduler CreateSchedule': 10 } }, 'schedules', 1],
    ['$0.40 for what each schedule sends', { calls: { 'scheduler CreateSchedule': 10 } }, 'sends', 0.4],
    ['$0.50 for a KiB of logs each', { logBytes: 10 * 1024 }, 'GB of logs', (1e6 / 1024 ** 2) * 0.5],
    [
      '$0.80 for a batch of a lane each',
      { invocations: { deliver: 10 } },
      'batches received and deleted',
      0.8,
    ],
  ])('%s', (_, counts, what, expected) => {
    const found = what === 'requests' ? usdAtTheDoor(counts) : usd(what, counts);
    expect(found).toBeCloseTo(expected, 6);
  });

  function usdAtTheDoor(counts: Partial<Counts>): number {
    const lines = priceMessages({ ...NOTHING, ...counts }, FUNCTIONS, 1);
    return lines.find(({ service }) => service === 'API Gateway')?.usd ?? Number.NaN;
  }

  it('takes processor time at the price of the memory that comes with a core, whatever a function has', () => {
    const small = FUNCTIONS.map((one) => ({ ...one, memoryMb: 128 }));
    const counts = { ...NOTHING, processorMs: { deliver: 100 } };
    const processor = (functions: FunctionFacts[]) =>
      priceMessages(counts, functions, 1).find(({ what }) => what.endsWith('processor'))?.usd;
    expect(processor(small)).toBeCloseTo(10 * 1_000 * (1_769 / 1_024) * 0.0000133334, 6);
    expect(processor(FUNCTIONS)).toBe(processor(small));
  });
});

describe('messages that share invocations', () => {
  const counts = { ...NOTHING, invocations: { ingest: 10, classify: 10, deliver: 10, project: 40 } };

  it.each([
    [1, 7],
    [5, 1 + 6 / 5],
  ])(
    'of %i share the requests of lanes and stream, and each has its own at the door',
    (batch, perMessage) => {
      const requests = priceMessages(counts, FUNCTIONS, batch).find(
        ({ service, what }) => service === 'Lambda' && what === 'requests',
      );
      expect(requests?.quantity).toBeCloseTo(perMessage * 1e6, 3);
    },
  );

  it('share what SQS asks for a batch, which the stream does not ask', () => {
    expect(usd('batches received and deleted', counts, 1)).toBeCloseTo(1.6, 6);
    expect(usd('batches received and deleted', counts, 5)).toBeCloseTo(0.32, 6);
  });

  it('share neither units nor what the door sends', () => {
    const both = { writeUnits: 80, readUnits: 80, calls: { 'sqs SendMessage': 20 } };
    for (const what of ['write units', 'read units', 'sends'])
      expect(usd(what, both, 5)).toBe(usd(what, both, 1));
  });

  it.each(['project', 'classify', 'follow-up'])('share what %s asks once, and nothing else', (label) => {
    const asked = { 'dynamodb Query': { calls: 40, readUnits: 40 } };
    const read = {
      readUnits: 80,
      callers: { [label]: { ...asked, 'dynamodb GetItem': { calls: 20, readUnits: 20 } } },
    };
    expect(usd('read units', read, 5)).toBeCloseTo((4 + 4 / 5) * 0.125, 6);
    expect(usd('read units', read, 1)).toBeCloseTo(1, 6);
    expect(usd('read units', { readUnits: 80, callers: { ingest: asked } }, 5)).toBeCloseTo(1, 6);
  });

  it('share the request of what classify sends', () => {
    const sent = {
      calls: { 'sqs SendMessage': 10, 'sqs SendMessageBatch': 10 },
      callers: { classify: { 'sqs SendMessageBatch': { calls: 10, readUnits: 0 } } },
    };
    expect(usd('sends', sent, 1)).toBeCloseTo(0.8, 6);
    expect(usd('sends', sent, 5)).toBeCloseTo(0.4 + 0.08, 6);
  });

  it.each([
    ['ingest', 1, 20],
    ['ingest', 5, 20],
    ['classify', 1, 20],
    ['classify', 5, 4],
    ['deliver', 1, 20],
    ['deliver', 5, 4],
  ])('wait for four calls of %s, at %i to an invocation, %i ms each', (label, batch, ms) => {
    const waits = { callers: { [label]: { 'dynamodb GetItem': { calls: 40, readUnits: 0 } } } };
    const partner = usd('GB-seconds, waiting', {}, batch);
    expect(usd('GB-seconds, waiting', waits, batch) - partner).toBeCloseTo(ms * 0.5e3 * 0.0000133334, 6);
  });

  it('wait for the partner with the memory of who asks it, side by side', () => {
    expect(usd('GB-seconds, waiting', {}, 1)).toBeCloseTo(250 * 0.5e3 * 0.0000133334, 6);
    expect(usd('GB-seconds, waiting', {}, 5)).toBeCloseTo(50 * 0.5e3 * 0.0000133334, 6);
  });

  it('cost less', () => {
    const sum = (batch: number): number => sumOf(priceMessages(counts, FUNCTIONS, batch));
    expect(sum(5)).toBeLessThan(sum(1));
  });
});
