import { expect, it } from 'vitest';
import { workSince } from '../../shared/domain/oldest-work.ts';
import { aHead, anEntry, anId, HOUR, MINUTE, NOW } from '../builders.ts';

const late = anEntry({ due: NOW - MINUTE });
const channel = { webhook_url: 'https://crm.example.com/hook' };

it.each([
  ['nothing', {}, undefined],
  ['the oldest message that nobody has decided', { pending: [anId(NOW - 2), anId(NOW - 9)] }, NOW - 9],
  ['no message that was left to an operator', { owed: [anId(NOW - 9)] }, undefined],
  ['a text that may leave', { outbox: { one: late } }, NOW - MINUTE],
  ['no text that is not due', { outbox: { one: anEntry({ due: NOW + 1 }) } }, undefined],
  [
    'no text behind one that is not due',
    { outbox: { one: anEntry({ due: NOW + HOUR }), two: anEntry({ sequence: 2, due: NOW - 1 }) } },
    undefined,
  ],
  [
    'a replayed text, which waits for no other',
    { outbox: { one: anEntry({ due: NOW + HOUR }), two: anEntry({ due: NOW - 1, replay_after: 3 }) } },
    NOW - 1,
  ],
])('of a conversation %s waits for the desk', (_what, over, since) => {
  expect(workSince(aHead({ pending: [], owed: [], outbox: {}, channel, ...over }), NOW)).toBe(since);
});
