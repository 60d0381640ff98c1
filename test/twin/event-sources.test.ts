import type { SQSEvent, SQSRecord } from 'aws-lambda';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createActivity } from '../../local/activity.ts';
import { doneIds } from '../../local/batch-outcome.ts';
import { startQueueSource } from '../../local/event-sources.ts';
import type { QueueSourceWiring } from '../../local/wiring.ts';

const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:lane';

/** A queue of which the test says what it holds; what was received is in flight until removed. */
function fakeQueue() {
  const waiting: SQSRecord[] = [];
  const readers: (() => void)[] = [];
  const removed: string[] = [];
  let calls = 0;
  return {
    removed,
    calls: () => calls,
    put(...ids: string[]) {
      waiting.push(
        ...ids.map((messageId) => ({ messageId, receiptHandle: `handle-${messageId}` }) as SQSRecord),
      );
      for (const wake of readers.splice(0)) wake();
    },
    async receive(_arn: string, max: number, waitS: number) {
      calls += 1;
      if (waiting.length === 0 && waitS > 0) {
        await new Promise<void>((resolve) => {
          readers.push(resolve);
          if (waitS < 1) setTimeout(resolve, waitS * 1000);
        });
      }
      return waiting.splice(0, max);
    },
    async remove(_arn: string, handles: string[]) {
      removed.push(...handles);
    },
  };
}

function feeding(
  wiring: Partial<QueueSourceWiring>,
  answer: (batch: string[]) => unknown,
  queue = fakeQueue(),
) {
  const batches: string[][] = [];
  const troubles: unknown[] = [];
  const activity = createActivity();
  const source = startQueueSource({
    source: {
      kind: 'queue',
      queueArn: QUEUE,
      functionArn: 'arn:f',
      batchSize: 10,
      windowS: 0,
      reportsItemFailures: true,
      ...wiring,
    },
    queues: queue,
    activity,
    invoke: async (_arn, event) => {
      const ids = (event as SQSEvent).Records.map(({ messageId }) => messageId);
      batches.push(ids);
      return answer(ids);
    },
    onTrouble: (error) => troubles.push(error),
  });
  onTestFinished(() => source.stop());
  return { queue, batches, troubles, activity, source };
}

const failing = (...ids: unknown[]) => ({
  batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })),
});

describe('a batch is judged as Lambda judges it', () => {
  it.each<[what: string, answer: unknown, done: string[]]>([
    ['null', null, ['a', 'b']],
    ['nothing', undefined, ['a', 'b']],
    ['an empty object', {}, ['a', 'b']],
    ['an empty list', { batchItemFailures: [] }, ['a', 'b']],
    ['a null list', { batchItemFailures: null }, ['a', 'b']],
    ['one failure', failing('a'), ['b']],
    ['all failed', failing('a', 'b'), []],
    ['the same failure twice', failing('a', 'a'), ['b']],
    ['an unknown id', failing('a', 'x'), []],
    ['an empty id', failing(''), []],
    ['a null id', failing(null), []],
    ['another key', { batchItemFailures: [{ id: 'a' }] }, []],
    ['a string', 'ok', []],
    ['a list that is none', { batchItemFailures: 'a' }, []],
  ])('%s', (_what, answer, done) => {
    expect(doneIds(answer, ['a', 'b'])).toEqual(done);
  });
});

describe('a queue and its function', () => {
  it('hands over what one receive gave, and removes it when done', async () => {
    const { queue, batches } = feeding({}, () => null);

    queue.put('a', 'b', 'c');

    await expect.poll(() => queue.removed).toEqual(['handle-a', 'handle-b', 'handle-c']);
    expect(batches).toEqual([['a', 'b', 'c']]);
  });

  it('never hands over more than the batch size', async () => {
    const { queue, batches } = feeding({ batchSize: 2, maxConcurrency: 1 }, () => null);

    queue.put('a', 'b', 'c');

    await expect.poll(() => batches).toEqual([['a', 'b'], ['c']]);
  });

  it('leaves in flight what the function reports as failed', async () => {
    const { queue } = feeding({}, () => failing('b'));

    queue.put('a', 'b', 'c');

    await expect.poll(() => queue.removed).toEqual(['handle-a', 'handle-c']);
  });

  it('leaves the whole batch in flight when the function fails, and goes on', async () => {
    const { queue, batches } = feeding({ batchSize: 1 }, ([id]) => {
      if (id === 'a') throw new Error('crashed');
    });

    queue.put('a', 'b');

    await expect.poll(() => queue.removed).toEqual(['handle-b']);
    expect(batches).toEqual([['a'], ['b']]);
  });

  it('takes any answer for success where item failures are not reported', async () => {
    const { queue } = feeding({ reportsItemFailures: false }, () => failing('a'));

    queue.put('a');

    await expect.poll(() => queue.removed).toEqual(['handle-a']);
  });

  it('gathers a batch for as long as its window lasts', async () => {
    const { queue, batches } = feeding({ windowS: 0.3, batchSize: 3 }, () => null);

    queue.put('a');
    await expect.poll(queue.calls).toBeGreaterThan(1);
    queue.put('b', 'c');

    await expect.poll(() => batches).toEqual([['a', 'b', 'c']]);
  });

  it('runs no more batches at a time than it may', async () => {
    let open = 0;
    let most = 0;
    const { queue } = feeding({ batchSize: 1, maxConcurrency: 2 }, async () => {
      open += 1;
      most = Math.max(most, open);
      await new Promise((resolve) => setTimeout(resolve, 10));
      open -= 1;
    });

    queue.put('a', 'b', 'c', 'd', 'e');

    await expect.poll(() => queue.removed.length).toBe(5);
    expect(most).toBe(2);
  });

  it('counts a batch as open work until it is removed', async () => {
    const gate = Promise.withResolvers<null>();
    const { queue, batches, activity } = feeding({}, () => gate.promise);
    queue.put('a');
    await expect.poll(() => batches.length).toBe(1);
    let removedWhenQuiet: string[] | undefined;

    const quiet = activity.quiet().then(() => {
      removedWhenQuiet = [...queue.removed];
    });
    gate.resolve(null);
    await quiet;

    expect(removedWhenQuiet).toEqual(['handle-a']);
  });

  it('stopped, ends what is under way and begins nothing new', async () => {
    const gate = Promise.withResolvers<null>();
    const { queue, batches, source } = feeding({}, () => gate.promise);
    queue.put('a');
    await expect.poll(() => batches.length).toBe(1);

    const stopped = source.stop();
    queue.put('b');
    gate.resolve(null);
    await stopped;

    expect(queue.removed).toEqual(['handle-a']);
    expect(batches).toEqual([['a']]);
  });

  it('goes on after a queue that could not be read', async () => {
    const queue = fakeQueue();
    const { receive } = queue;
    queue.receive = async () => {
      queue.receive = receive;
      throw new Error('no queue today');
    };
    const { troubles } = feeding({}, () => null, queue);
    queue.put('a');

    await expect.poll(() => queue.removed).toEqual(['handle-a']);
    expect(troubles).toEqual([new Error('no queue today')]);
  });
});
