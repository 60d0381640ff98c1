import { beforeEach, describe, expect, it } from 'vitest';
import { hasWords } from '../../../console/src/scenes/inbox/talk/canned-search.ts';
import { keepDraft, readDraft } from '../../../console/src/scenes/inbox/talk/drafts.ts';
import {
  entriesOf,
  firstUnread,
  lastTurn,
  type Of,
  type Turn,
  tickOf,
} from '../../../console/src/scenes/inbox/talk/entries.ts';
import { mayReply, possible } from '../../../console/src/scenes/inbox/talk/possible.ts';
import type { TimelineItemBody } from '../../../shared/contracts/inbox-responses.ts';
import { aConversation } from './items.ts';

const message = (id: string, created_at: string): TimelineItemBody => ({
  kind: 'message',
  id,
  created_at,
  text: id,
  command: null,
  attachments: [],
});
const turn = (id: string, created_at: string, ...answers: string[]) =>
  ({ id, created_at, answers, scenario: 'GREETING' }) as unknown as Turn;
const text = (id: string, created_at: string, decided: Turn | null = null): TimelineItemBody => ({
  kind: 'text',
  id,
  created_at,
  source: 'ai_bot',
  operator: null,
  text: id,
  in_reply_to: 'a',
  delivery: 'delivered',
  attempts: [],
  turn: decided,
});
const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);
const keys = (items: TimelineItemBody[], unread = 0) =>
  entriesOf(items, firstUnread(items, unread), dayOf).map(({ key }) => key);

describe('a conversation', () => {
  const items = [
    message('d', '2026-11-28T00:10:00.000Z'),
    message('c', '2026-11-28T00:00:00.000Z'),
    text('b', '2026-11-27T23:00:00.000Z'),
    message('a', '2026-11-27T22:00:00.000Z'),
  ];

  it('reads in the order of time, with a line for each day', () =>
    expect(keys(items)).toEqual(['day-2026-11-27', 'a', 'b', 'day-2026-11-28', 'c', 'd']));

  it.each([
    [1, ['c', 'new', 'd']],
    [2, ['new', 'c', 'd']],
  ])('marks where what is new begins, %i of it, by the client’s messages alone', (unread, end) =>
    expect(keys(items, unread).slice(-3)).toEqual(end),
  );

  it('has no mark where all was read, or where what is new is not loaded', () => {
    expect(keys(items)).not.toContain('new');
    expect(keys(items, 9)).not.toContain('new');
  });

  it('shows with a message what was decided about it last, and no line for what was left', () => {
    const left: TimelineItemBody = {
      kind: 'left',
      id: 'l',
      created_at: '2026-11-27T22:30:00.000Z',
      turn: turn('first', '2026-11-27T22:30:00.000Z', 'a'),
    };
    const answer = text('t', '2026-11-27T22:40:00.000Z', turn('second', '2026-11-27T22:40:00.000Z', 'a'));
    const told = [answer, left, message('a', '2026-11-27T22:00:00.000Z')];
    const entries = entriesOf(told, undefined, dayOf);
    expect(entries.map(({ key }) => key)).toEqual(['day-2026-11-27', 'a', 't']);
    expect(entries[1]).toMatchObject({ turn: { id: 'second' } });
    expect(lastTurn(told)?.id).toBe('second');
    expect(lastTurn([])).toBeUndefined();
  });

  it.each([
    ['waiting', 'waiting'],
    ['delivered', 'arrived'],
    ['stored', 'arrived'],
    ['dead', 'failed'],
    ['unknown', 'unsure'],
    ['cancelled', 'cancelled'],
  ] as const)('of a text that is %s shows that it has %s', (delivery, tick) =>
    expect(tickOf({ delivery } as Of<'text'>)).toBe(tick),
  );
});

describe('what may be done', () => {
  const me = { id: 'operator_001', role: 'operator' };
  const held = (assignee: string) => aConversation({ handler: 'operator', assignee });
  it.each([
    ['with what waits', aConversation(), me, ['take', 'assign', 'close'], true],
    ['with what is mine', held(me.id), me, ['assign', 'release', 'hand_back', 'close'], true],
    ['with what another has', held('o'), me, ['take_over'], false],
    [
      'by an admin',
      held('o'),
      { id: 'admin_001', role: 'admin' },
      ['take_over', 'release', 'hand_back', 'close'],
      false,
    ],
    ['with what is closed', aConversation({ status: 'closed' }), me, ['take', 'reopen'], true],
  ])('%s', (_, item, who, actions, replies) => {
    expect(possible(item, who)).toEqual(actions);
    expect(mayReply(item, who)).toBe(replies);
  });
});

describe('a draft', () => {
  const kept = new Map<string, string>();
  const shelf = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
  beforeEach(() => kept.clear());

  it('is there again for its own conversation, with what it was to be', () => {
    keepDraft(shelf, 'a', { text: 'Здравствуйте', kind: 'note' });
    expect(readDraft(shelf, 'a')).toEqual({ text: 'Здравствуйте', kind: 'note' });
    expect(readDraft(shelf, 'b')).toEqual({ text: '', kind: 'reply' });
  });

  it('leaves nothing behind when it was sent', () => {
    keepDraft(shelf, 'a', { text: 'x', kind: 'reply' });
    keepDraft(shelf, 'a', { text: '', kind: 'reply' });
    expect([...kept.values()]).toEqual(['[]']);
  });

  it('gives way when there are more than fifty, the oldest first', () => {
    for (let at = 0; at < 52; at += 1) keepDraft(shelf, `c${at}`, { text: 'x', kind: 'reply' });
    expect([0, 1, 2, 51].map((at) => readDraft(shelf, `c${at}`).text)).toEqual(['', '', 'x', 'x']);
    expect(kept.size).toBe(51);
  });

  it.each(['{', '[]', '7', '{"text":7}'])('that is %s is none', (broken) => {
    kept.set('firstline.draft.a', broken);
    expect(readDraft(shelf, 'a').text).toBe('');
  });
});

describe('a canned reply', () => {
  it.each([
    ['', true],
    ['счет опл', true],
    ['ОПЛАТИТЬ', true],
    ['возврат', false],
  ])('is found by %j: %s', (words, found) =>
    expect(hasWords({ title: 'Счёт', text: 'Как оплатить курс' }, words)).toBe(found),
  );
});
