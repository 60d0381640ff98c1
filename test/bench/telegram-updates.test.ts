import { describe, expect, it } from 'vitest';
import { comesAgainAfter, textUpdate } from '../../bench/telegram-updates.ts';
import { readUpdate } from '../../shared/domain/telegram/read-update.ts';

const NOON = Date.parse('2026-11-26T12:00:00Z');

describe('an update of the bench', () => {
  it('is read as a text in a private chat', () => {
    expect(readUpdate(textUpdate(7, 42, 'Не открывается урок', NOON))).toMatchObject({
      kind: 'message',
      chat: 42,
      text: 'Не открывается урок',
      sent_at: NOON,
    });
  });

  it('is read as a command', () => {
    expect(readUpdate(textUpdate(7, 42, '/help', NOON))).toMatchObject({ command: { kind: 'help' } });
  });

  it('is read as one of a group', () => {
    expect(readUpdate(textUpdate(7, -42, 'Кто идёт?', NOON))).toEqual({ kind: 'group', chat: -42 });
  });
});

it('of a hundred updates twenty come twice, after every one of the waits', () => {
  const again = Array.from({ length: 100 }, (_, n) => comesAgainAfter(n)).filter((ms) => ms !== undefined);

  expect(again).toHaveLength(20);
  expect(new Set(again)).toEqual(new Set([0, 5, 50, 1_000]));
});
