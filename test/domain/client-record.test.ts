import { describe, expect, it } from 'vitest';
import {
  type ClientRecord,
  isErased,
  isOfChat,
  namesClient,
  neededBy,
} from '../../shared/domain/client-record.ts';
import { aHead, aMessage, anEntry, anId, aTurn, NOW } from '../builders.ts';

describe('a URL names a client', () => {
  it.each([
    ['https://crm.example.com/hooks/pupil-42', 'pupil-42', true],
    ['https://crm.example.com/hooks/pupil-42/answers', 'pupil-42', true],
    ['https://crm.example.com/hooks/pupil%2D42', 'pupil-42', true],
    ['https://pupil-42.example.com/hook', 'pupil-42', true],
    ['https://crm.example.com/%E0%A4%A/pupil-42', 'pupil-42', true],
    ['https://crm.example.com/hooks/pupil-421', 'pupil-42', false],
    ['https://crm.example.com/hooks/pupilx42', 'pupil.42', false],
    ['https://crm.example.com/hooks/7', '7', false],
    ['https://crm.example.com/hooks', '', false],
  ])('%s, %s: %s', (url, client, named) => {
    expect(namesClient(url, client)).toBe(named);
  });
});

describe('an update is of a chat', () => {
  const from = (id: unknown) => JSON.stringify({ update_id: 5, message: { chat: { id }, message_id: 5 } });
  it.each([
    [from(4200), '4200', true],
    [from(-1001), '-1001', true],
    [from(42001), '4200', false],
    [JSON.stringify({ update_id: 4200, message: { message_id: 4200, text: '4200' } }), '4200', false],
    [JSON.stringify({ poll_answer: { user: { id: 4200 } } }), '4200', true],
    [JSON.stringify({ my_chat_member: { migrate_to_chat_id: -1001 } }), '-1001', true],
    [`${from(4200).slice(0, -10)}…`, '4200', true],
    [`${from(42001).slice(0, -10)}…`, '4200', false],
    [`${from(-4200).slice(0, -10)}…`, '4200', false],
    ['', '4200', false],
  ])('%s, %s: %s', (body, chat, its) => {
    expect(isOfChat(body, chat)).toBe(its);
  });
});

describe('a row is older than an erase', () => {
  const until = NOW;
  const message = (at: number): ClientRecord => {
    const of = aMessage({ received_at: at });
    return { place: `M#${of.id}`, kind: 'message', message: of };
  };
  /** A turn is named a millisecond after what it answers. */
  const turn = (at: number): ClientRecord => {
    const text = aTurn({ id: anId(at + 1, 7) });
    return { place: `M#${text.id}`, kind: 'text', text };
  };
  it.each<[string, ClientRecord, boolean]>([
    ['a message before it', message(until - 1), true],
    ['the turn that answers that', turn(until - 1), true],
    ['a message at its moment', message(until), false],
    ['the turn that answers that', turn(until), false],
    [
      'what a partner told before',
      { place: 'PROFILE', kind: 'profile', profile: {}, told_at: until - 1 },
      true,
    ],
    ['what it told since', { place: 'PROFILE', kind: 'profile', profile: {}, told_at: until }, false],
    ['a profile of an older release', { place: 'PROFILE', kind: 'profile', profile: {} }, true],
    ['a head, which can only be new', { place: 'HEAD', kind: 'head', head: aHead() }, false],
    ['a read mark', { place: 'READ#op', kind: 'read', operator: 'op', epoch: 1 }, true],
    ['what a later release keeps', { place: 'X#1', kind: 'other', row: {} }, true],
  ])('%s: %s', (_, record, erased) => {
    expect(isErased(record, { until }, new Set())).toBe(erased);
  });

  it('but not if the conversation that goes on needs it', () => {
    const [pending, owed, waiting, last] = [1, 2, 3, 4].map((n) => anId(NOW - 10, n));
    const head = aHead({
      pending: [pending ?? ''],
      owed: [owed ?? ''],
      outbox: { [waiting ?? '']: anEntry() },
      last: { id: last ?? '', at: NOW, digest: '' },
    });
    expect([...neededBy(head)].toSorted()).toEqual([pending, owed, waiting, last].toSorted());
    const attempt = { place: `M#${waiting}#A0001`, kind: 'other' as const, row: {} };
    expect(isErased(attempt, { until }, neededBy(head))).toBe(false);
    expect(isErased(attempt, { until }, neededBy(undefined))).toBe(true);
  });
});
