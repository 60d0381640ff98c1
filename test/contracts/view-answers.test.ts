import { beforeAll, describe, expect, it } from 'vitest';
import { LIMITS } from '../../shared/domain/limits.ts';
import { CallerRates } from '../../shared/edge/caller-rates.ts';
import { AnswerBook } from './answer-book.ts';
import { type OpenOperatorDoor, openOperatorDoor } from './operator-door.ts';
import { itRefusesStrangers } from './operator-refusals.ts';
import { type Request, verdictOf } from './partner-door.ts';

const book = new AnswerBook();
const URGENT = { name: 'Срочные', filter: { priority: 'critical', assignee: 'me', unread: true, q: 'урок' } };
const OWN = '/api/views';
const SHARED = '/api/views/shared';
const put = (id: string, body: unknown = URGENT, at = OWN): Request => ({
  method: 'PUT',
  path: `${at}/${id}`,
  body,
});
const remove = (id: string, at = OWN): Request => ({ method: 'DELETE', path: `${at}/${id}` });
const list: Request = { method: 'GET', path: OWN };

describe('views of the inbox', () => {
  let door: OpenOperatorDoor;
  const ask = (request: Request) => book.ask(door, request);
  const listed = async () => JSON.parse((await ask(list)).body);
  beforeAll(async () => {
    door = await openOperatorDoor();
  });

  it('are kept under an id, one’s own apart from those of everybody', async () => {
    expect(await listed()).toEqual({ items: [], next: null });
    const kept = JSON.parse((await ask(put('urgent'))).body);
    expect(kept).toMatchObject({ id: 'urgent', shared: false, saved_by: 'root', ...URGENT });
    await ask(put('urgent', { name: 'Все срочные', filter: { priority: 'critical' } }, SHARED));
    await ask(put('all', { name: 'Все', filter: {} }));
    const names = (await listed()).items.map((item: { name: string; shared: boolean }) => [
      item.name,
      item.shared,
    ]);
    expect(names).toEqual([
      ['Все', false],
      ['Срочные', false],
      ['Все срочные', true],
    ]);
  });

  it('are put in place of what they were, and removed once', async () => {
    await ask(put('urgent', { name: 'Другие', filter: { unread: false } }));
    expect((await listed()).items[1]).toMatchObject({ name: 'Другие', filter: { unread: false } });
    expect((await ask(remove('urgent'))).statusCode).toBe(204);
    expect(verdictOf(await ask(remove('urgent')))).toEqual({ status: 404, code: 'view.unknown' });
    expect((await ask(remove('urgent', SHARED))).statusCode).toBe(204);
    expect(verdictOf(await ask(remove('urgent', SHARED)))).toEqual({ status: 404, code: 'view.unknown' });
    expect((await listed()).items).toHaveLength(1);
  });

  it('that everybody has are in the audit log, without the words that they look for', async () => {
    const told = [...door.audit.entries.values()].filter(({ target }) => target === 'urgent');
    expect(told.map(({ what, before, after }) => ({ what, before, after }))).toEqual([
      { what: 'view.saved', before: undefined, after: expect.objectContaining({ name: 'Все срочные' }) },
      { what: 'view.removed', before: expect.objectContaining({ name: 'Все срочные' }), after: undefined },
    ]);
    await ask(put('words', URGENT, SHARED));
    const after = [...door.audit.entries.values()].at(-1)?.after;
    expect(after).toEqual({ name: URGENT.name, filter: { ...URGENT.filter, q: '…' } });
  });

  it.each<[name: string, request: Request, at: string]>([
    ['an id that is none', put('Urgent'), 'view_id'],
    ['an id that is too long', put('x'.repeat(LIMITS.viewIdCharacters + 1)), 'view_id'],
    ['no name', put('x', { filter: {} }), 'name'],
    ['a blank name', put('x', { name: ' ', filter: {} }), 'name'],
    ['a name that is too long', put('x', { name: 'x'.repeat(121), filter: {} }), 'name'],
    ['no filter', put('x', { name: 'x' }), 'filter'],
    ['a status that there is not', put('x', { name: 'x', filter: { status: 'new' } }), 'filter.status'],
    ['words that are none', put('x', { name: 'x', filter: { q: '' } }), 'filter.q'],
    ['words that are too long', put('x', { name: 'x', filter: { q: 'x'.repeat(256) } }), 'filter.q'],
    ['unread as text', put('x', { name: 'x', filter: { unread: 'true' } }), 'filter.unread'],
    ['a filter that there is not', put('x', { name: 'x', filter: { owner: 'x' } }), 'filter'],
  ])('with %s are refused', async (_, request, at) => {
    const response = await ask(request);
    expect(verdictOf(response)).toEqual({ status: 422, code: 'request.invalid' });
    expect(JSON.parse(response.body).errors[0].path).toBe(at);
  });

  it('are so many at most, for each and for everybody, although several are put at once', async () => {
    const full = await openOperatorDoor({ callers: new CallerRates(undefined) });
    const ids = Array.from({ length: LIMITS.savedViews }, (_, at) => `v${at}`);
    for (const at of [OWN, SHARED]) {
      for (const id of ids.slice(1)) expect((await full.ask(put(id, URGENT, at))).statusCode).toBe(200);
      const last = await Promise.all(['a', 'b'].map((id) => full.ask(put(id, URGENT, at))));
      expect(last.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 422]);
    }
  });
});

itRefusesStrangers(book, [list, put('x'), remove('x'), put('x', URGENT, SHARED), remove('x', SHARED)]);

describe('what is wrong with the body of a view', () => {
  const padding = 'x'.repeat(256 * 1024 + 1);
  it.each([OWN, SHARED])('is said as described at %s', async (at) => {
    const door = await openOperatorDoor();
    const codeOf = async (request: Request) => verdictOf(await book.ask(door, request)).code;
    expect(await codeOf(put('x', padding, at))).toBe('body.too_large');
    expect(await codeOf(put('x', '{', at))).toBe('body.malformed');
    expect(await codeOf(put('x', {}, at))).toBe('request.invalid');
    const asText = { ...put('x', '{}', at), headers: { 'content-type': 'text/plain' } };
    expect(await codeOf(asText)).toBe('body.not_json');
  });
});

it('every answer that is described was given', () => {
  book.expectAll((operation) => operation.tags.includes('views'));
});
