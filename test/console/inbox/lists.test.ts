import { describe, expect, it } from 'vitest';
import { beginsToNeed, needsMe, nextToDo } from '../../../console/src/scenes/inbox/attention.ts';
import { caughtUp } from '../../../console/src/scenes/inbox/catch-up.ts';
import {
  ALL,
  type Filter,
  filterIn,
  filterOf,
  fits,
  savedOf,
  searchOf,
} from '../../../console/src/scenes/inbox/filters.ts';
import { inOrder, newestOf } from '../../../console/src/scenes/inbox/order.ts';
import { aConversation } from './items.ts';

const ME = 'operator_001';
const OTHER = 'operator_002';
const held = (assignee: string) => aConversation({ handler: 'operator', assignee });
const ids = (items: { id: string }[]) => items.map(({ id }) => id);

describe('a filter', () => {
  const narrow: Filter = { ...ALL, assignee: 'me', priority: 'high', unread: 'true', q: 'урок & «да»' };

  it('is the same after it was an address', () =>
    expect(filterIn(new URLSearchParams(searchOf(narrow)))).toEqual(narrow));

  it.each([narrow, ALL, { ...ALL, unread: 'false' as const }])(
    'is the same after it was kept: %j',
    (filter) => expect(filterOf(savedOf(filter))).toEqual(filter),
  );

  it('says nothing in an address of what does not matter', () => expect(searchOf(ALL)).toBe(''));

  it.each<[string, Partial<Filter>, Parameters<typeof aConversation>[0], boolean]>([
    ['all that is open', {}, {}, true],
    ['all that is open', {}, { status: 'closed' }, false],
    ['what is closed', { status: 'closed' }, { status: 'closed' }, true],
    ['mine', { assignee: 'me' }, { handler: 'operator', assignee: ME }, true],
    ['mine', { assignee: 'me' }, { handler: 'operator', assignee: OTHER }, false],
    ['nobody’s', { assignee: 'none' }, {}, true],
    ['what somebody has', { assignee: OTHER }, { handler: 'operator', assignee: OTHER }, true],
    ['a priority', { priority: 'low' }, {}, false],
    ['a platform', { platform: 'telegram' }, { platform: 'telegram' }, true],
    ['unread', { unread: 'true' }, { unread: 0 }, false],
    ['read', { unread: 'false' }, { unread: 0 }, true],
    ['words in any case', { q: 'ВЕРНИТЕ' }, {}, true],
    ['words that are not there', { q: 'ссылка' }, {}, false],
  ])('for %s, %j, judges %j as the desk does: %s', (_, filter, over, belongs) =>
    expect(fits(aConversation(over), { ...ALL, ...filter }, ME)).toBe(belongs),
  );
});

describe('the list', () => {
  it('has the queue by urgency, then what operators have, then what is with the bot, newest first', () => {
    const at = (text: string) => ({ id: 'm', text: '', attachments: 0, created_at: text });
    const items = [
      aConversation({ id: 'bot-old', status: 'open', last_message: at('2026-11-27T08:00:00.000Z') }),
      aConversation({ id: 'closed', status: 'closed' }),
      aConversation({ id: 'low', priority: 'low' }),
      aConversation({ id: 'mine', handler: 'operator', assignee: ME }),
      aConversation({ id: 'high-late', waiting_since: '2026-11-27T11:00:00.000Z' }),
      aConversation({ id: 'bot-new', status: 'open', last_message: at('2026-11-27T09:00:00.000Z') }),
      aConversation({ id: 'high' }),
      aConversation({ id: 'critical', priority: 'critical' }),
    ];
    expect(ids(inOrder(items))).toEqual([
      'critical',
      'high',
      'high-late',
      'low',
      'mine',
      'bot-new',
      'bot-old',
      'closed',
    ]);
  });

  it('has each conversation once, in its newest version', () => {
    const found = newestOf([aConversation({ version: 5 }), aConversation({ version: 4 })]);
    expect(found.map(({ version }) => version)).toEqual([5]);
  });
});

describe('a page that comes late', () => {
  const asked = 100_000;
  const known = (over: object, at = asked) => [{ item: aConversation(over), at }];
  const all = () => true;

  it('takes nothing back that was learned meanwhile', () => {
    const [item] = caughtUp([aConversation()], known({ version: 5 }), asked, all);
    expect(item?.version).toBe(5);
  });

  it('leaves out what does not belong into the list any more', () =>
    expect(caughtUp([aConversation()], known({ version: 5 }), asked, () => false)).toEqual([]));

  it('gets what it does not have yet', () =>
    expect(ids(caughtUp([], known({ id: 'new' }), asked, all))).toEqual(['new']));

  it('knows better than what was learned long before', () => {
    expect(caughtUp([], known({ id: 'new' }, asked - 60_000), asked, all)).toEqual([]);
    const [item] = caughtUp([aConversation({ version: 6 })], known({ version: 5 }), asked, all);
    expect(item?.version).toBe(6);
  });
});

describe('somebody', () => {
  it.each([
    ['waits in the queue', aConversation(), true],
    ['has been answered', aConversation({ waiting_since: null }), false],
    ['is with the bot', aConversation({ status: 'open' }), false],
    ['wrote to me', held(ME), true],
    ['wrote to somebody else', held(OTHER), false],
  ])('who %s needs me: %#', (_, item, needs) => expect(needsMe(item, ME)).toBe(needs));

  it.each([
    ['for the first time', undefined, aConversation(), true],
    ['no more than before', aConversation(), aConversation({ version: 5 }), false],
    ['after an answer', aConversation({ waiting_since: null }), aConversation(), true],
    ['again', aConversation(), aConversation({ waiting_since: '2026-11-27T12:00:00.000Z' }), true],
    ['somebody else', aConversation(), held(OTHER), false],
  ])('who needs a person %s is called out: %#', (_, before, after, calls) =>
    expect(beginsToNeed(before, after, ME)).toBe(calls),
  );

  it('is next who waits most urgently, and never the one who was just done with', () => {
    const items = [aConversation({ id: 'done' }), held(OTHER), aConversation({ id: 'next' })];
    expect(nextToDo(items, 'done', ME)).toBe('next');
    expect(nextToDo([aConversation({ id: 'done' })], 'done', ME)).toBeUndefined();
  });
});
