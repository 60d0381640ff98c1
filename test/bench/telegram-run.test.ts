import { expect, it } from 'vitest';
import type { TelegramEnd } from '../../bench/telegram-end.ts';
import { type Flow, replyTimes, runFlows } from '../../bench/telegram-run.ts';
import type { TextUpdate } from '../../bench/telegram-updates.ts';

interface PlayedEnd extends TelegramEnd {
  /** Numbers of the updates that came, in their order. */
  numbers: number[];
}

/** A desk that answers each chat once, but not a word to "forget", and takes in nothing of "refuse". */
function playedEnd(): PlayedEnd {
  const texts = new Map<number, number[]>([[1, [0]]]);
  const numbers: number[] = [];
  let sent = 0;
  return {
    numbers,
    async post({ update_id, message: { chat, text } }: TextUpdate) {
      numbers.push(update_id);
      if (text === 'break') throw new Error('nobody answers');
      if (text === 'reply') {
        texts.set(chat.id, [...(texts.get(chat.id) ?? []), Date.now()]);
        sent += 1;
      }
      return { status: text === 'refuse' ? 503 : 200, answeredAt: performance.now() };
    },
    know: async () => undefined,
    texts: async (chat) => texts.get(chat) ?? [],
    counts: async () => ({ sent, refused_429: 0, within_retry_after: 0 }),
    forgetCounts: async () => {
      sent = 0;
    },
    refuseNext: async () => undefined,
    [Symbol.dispose]: () => undefined,
  };
}

function flow(texts: string[], more: Partial<Flow> = {}): Flow {
  return {
    rate: 100,
    seconds: texts.length / 100,
    chat: (n) => n + 1,
    text: (n) => texts[n] ?? '',
    ...more,
  };
}

function counter(): () => number {
  let number = 0;
  return () => ++number;
}

it('a run tells what became of every update, and which texts it was that brought', async () => {
  const end = playedEnd();

  const run = await runFlows(
    { end, number: counter() },
    [flow(['reply', 'refuse', 'forget', 'break']), flow(['reply'], { chat: () => -5 })],
    0,
  );

  expect(run.posted.map((posted) => posted.map(({ chat, status }) => [chat, status]))).toEqual([
    [
      [1, 200],
      [2, 503],
      [3, 200],
      [4, 0],
    ],
    [[-5, 200]],
  ]);
  // What stood in a chat before is no text of this run.
  expect([...run.texts].map(([chat, times]) => [chat, times.length])).toEqual([
    [1, 1],
    [2, 0],
    [3, 0],
    [4, 0],
    [-5, 1],
  ]);
  expect(replyTimes(run)).toHaveLength(2);
  expect(run.counts.sent).toBe(2);
});

it('an update that comes again is the same one, by its number', async () => {
  const end = playedEnd();
  const twice = flow(['reply', 'reply'], { againAfter: (n) => (n === 0 ? 0 : undefined) });

  const run = await runFlows({ end, number: counter() }, [twice], 0);

  expect(end.numbers.toSorted()).toEqual([1, 1, 2]);
  expect(run.posted[0]?.map(({ chat }) => chat).toSorted()).toEqual([1, 1, 2]);
});
