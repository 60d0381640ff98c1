import { expect, it } from 'vitest';
import type { Posted } from '../../bench/telegram-run.ts';
import { telegramSections } from '../../bench/telegram-sections.ts';

function posted(chat: number, tookMs: number): Posted {
  return { chat, status: 200, sentLateMs: 0, tookMs, meantAt: 1_000 };
}

const run = {
  posted: [[posted(1, 10), posted(2, 40)], [posted(-3, 10)]],
  texts: new Map([
    [1, [1_100]],
    [2, [1_200, 3_200]],
    [-3, [1_000]],
  ]),
  counts: { sent: 4, refused_429: 1, within_retry_after: 2 },
  used: { twin: 30, deliver: 15 },
  othersShare: 0.25,
};

const [acknowledged, sending] = telegramSections({
  acknowledged: [
    {
      name: 'first of a chat',
      load: { rate: 20, seconds: 1 },
      run,
      calls: { services: {}, write_units: 33, read_units: 0 },
    },
  ],
  sending: [
    { name: 'at 95 %', ...run },
    { name: 'told to wait', ...run, expected429: 1 },
  ],
});

it('an acknowledgement is told with how far the slowest are from the usual, and what it cost', () => {
  expect(acknowledged?.rows['acknowledged, first of a chat, at 20/s']).toMatchObject({
    p50: { value: 10 },
    p99: { value: 40, target: 120 },
    'p99 : p50': { value: 4 },
    'write units': { value: 11, target: 12 },
    'processor time': { value: 15 },
  });
  expect(acknowledged?.rows['text in the chat, first of a chat']).toMatchObject({
    p50: { value: 100 },
    worst: { value: 200 },
  });
});

it('sends are held against what the Bot API allows', () => {
  expect(
    Object.fromEntries(Object.entries(sending?.rows ?? {}).map(([row, all]) => [row, all['at 95 %']])),
  ).toEqual({
    'updates posted': { value: 3, unit: '' },
    'texts sent': { value: 4, unit: '' },
    'texts a second, first to last': { value: 3 / 2.2, unit: '' },
    'most texts in a second': { value: 3, unit: '', target: 30 },
    'closest two texts in a chat': { value: 2_000, unit: 'ms' },
    'the same, a second': { value: 0.5, unit: '', target: 1 },
    'answers 429': { value: 1, unit: '', target: 0 },
    'sends within a retry_after': { value: 2, unit: '', target: 0 },
    'chats without an answer': { value: 0, unit: '', target: 0 },
    'chats with a second answer': { value: 1, unit: '', target: 0 },
    'most texts in a minute, the group': { value: 1, unit: '', target: 20 },
  });
});

it('a refusal that was asked for is none too many', () => {
  expect(sending?.rows['answers 429']?.['told to wait']).toEqual({ value: 1, unit: '', target: 1 });
});

it('whoever reads the figures is told what else the machine did', () => {
  expect(sending?.notes).toContain('Other work took 25 % of the cores: at 95 %.');
});
