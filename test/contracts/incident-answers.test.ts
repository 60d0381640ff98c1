import { beforeAll, describe, expect, it } from 'vitest';
import { MemoryIncidentLinks } from '../../shared/adapters/memory/incidents.ts';
import { conversationId, incidentId } from '../../shared/domain/ids.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import { SHIPPED_TEXTS } from '../../shared/domain/texts.ts';
import { anAdmission, NOW, PARTNER } from '../builders.ts';
import { anOperator } from '../staff.ts';
import { AnswerBook } from './answer-book.ts';
import { type OpenOperatorDoor, openOperatorDoor } from './operator-door.ts';
import { itRefusesStrangers } from './operator-refusals.ts';
import { type Request, verdictOf } from './partner-door.ts';

const book = new AnswerBook();
const ALL = '/api/incidents';
const NOBODYS = incidentId(NOW, new Uint8Array(10).fill(9));
const list: Request = { method: 'GET', path: ALL };
const open = (body: unknown = { kinds: ['payment'] }): Request => ({ method: 'POST', path: ALL, body });
const show = (id: string): Request => ({ method: 'GET', path: `${ALL}/${id}` });
const linked = (id: string, query = {}): Request => ({
  method: 'GET',
  path: `${ALL}/${id}/conversations`,
  query,
});
const act = (id: string, deed: string, body: unknown = {}): Request => ({
  method: 'POST',
  path: `${ALL}/${id}/${deed}`,
  body,
});
const DEEDS = ['confirm', 'dismiss', 'update', 'resolve'];
const merge = (id: string, into: string, body = {}): Request => act(id, 'merge', { into, ...body });

describe('incidents', () => {
  const links = new MemoryIncidentLinks();
  let door: OpenOperatorDoor;
  const ask = (request: Request) => book.ask(door, request);
  const told = async (request: Request) => JSON.parse((await ask(request)).body);
  const opened = async (kind: string): Promise<string> => (await told(open({ kinds: [kind] }))).id;
  beforeAll(async () => {
    door = await openOperatorDoor({ links });
  });

  it('are opened by hand, go their way, and end; each step is in the timeline and in the audit log', async () => {
    const { id, version } = await told(open({ kinds: ['payment', 'mail'], note: 'звонит бухгалтерия' }));
    expect(version).toBe(1);
    const steps: [deed: string, body: unknown, state: string][] = [
      ['confirm', { version: 1 }, 'confirmed'],
      ['confirm', { version: 1 }, 'confirmed'],
      ['update', { state: 'identified', owner: 'root', note: 'банк' }, 'identified'],
      ['update', { state: 'monitoring', everywhere: false, owner: null }, 'monitoring'],
      ['resolve', undefined, 'resolved'],
      ['resolve', {}, 'resolved'],
    ];
    await door.staff.operators.addOperator(anOperator({ id: 'root', role: 'admin' }));
    for (const [deed, body, state] of steps) expect((await told(act(id, deed, body))).state).toBe(state);
    const { timeline } = await told(show(id));
    expect(timeline.map(({ deed, by }: { deed: string; by: string }) => `${deed} ${by}`)).toEqual(
      ['opened', 'confirmed', 'changed', 'changed', 'resolved'].map((deed) => `${deed} root`),
    );
    const whats = [...door.audit.entries.values()]
      .filter(({ target }) => target === id)
      .map(({ what }) => what);
    expect(whats).toContain('incident.opened');
    expect(whats.filter((what) => what === 'incident.changed')).toHaveLength(2);
  });

  it('say the desk’s texts until they have their own', async () => {
    const { id, texts } = await told(open());
    expect(texts.notice.ru).toEqual({ text: SHIPPED_TEXTS.MASS_OUTAGE.ru, own: false });
    expect(texts.restore.en).toEqual({ text: SHIPPED_TEXTS.MASS_OUTAGE_OVER.en, own: false });
    const own = { notice: { ru: 'Не проходит оплата, чиним.' } };
    expect((await told(act(id, 'update', { texts: own }))).texts.notice).toMatchObject({
      ru: { text: own.notice.ru, own: true },
      en: { own: false },
    });
    const again = await told(act(id, 'update', { texts: { notice: { ru: null } } }));
    expect(again.texts.notice.ru).toEqual(texts.notice.ru);
    await told(act(id, 'dismiss', { note: 'не подтвердилось' }));
  });

  it('are refused to whoever has seen another version, with how they stand', async () => {
    const { id } = await told(open());
    await told(act(id, 'update', { everywhere: false }));
    const response = await ask(act(id, 'confirm', { version: 1 }));
    expect(verdictOf(response)).toEqual({ status: 409, code: 'incident.changed' });
    expect(JSON.parse(response.body).current).toMatchObject({
      id,
      version: 2,
      state: 'suspected',
      news: [{ by: 'root', deed: 'changed', state: 'suspected' }],
    });
    for (const deed of ['dismiss', 'update', 'resolve'])
      expect(verdictOf(await ask(act(id, deed, { version: 1 }))).code).toBe('incident.changed');
    for (const [deed, body] of [
      ['resolve', {}],
      ['update', { state: 'monitoring' }],
    ] as const)
      expect(verdictOf(await ask(act(id, deed, body)))).toEqual({ status: 409, code: 'incident.suspected' });
    expect(verdictOf(await ask(act(id, 'update', { owner: 'nobody' }))).code).toBe('operator.unknown');
    await told(act(id, 'dismiss'));
    for (const deed of ['confirm', 'update', 'resolve'])
      expect(verdictOf(await ask(act(id, deed, {})))).toEqual({ status: 409, code: 'incident.over' });
    const other = (await told(open({ kinds: ['mail'] }))).id;
    await told(act(other, 'confirm'));
    await told(act(other, 'resolve'));
    expect(verdictOf(await ask(act(other, 'dismiss')))).toEqual({ status: 409, code: 'incident.over' });
  });

  it('are merged, which both tell, and which is refused where it would not be true', async () => {
    const one = await opened('sign_in');
    const [other, over] = [await opened('payment'), await opened('mail')];
    const refused = async (request: Request) => verdictOf(await ask(request));
    expect(await refused(merge(one, one))).toEqual({ status: 422, code: 'incident.itself' });
    expect(await refused(merge(one, NOBODYS))).toEqual({ status: 404, code: 'incident.unknown' });
    await told(act(over, 'dismiss'));
    for (const [from, into] of [
      [one, over],
      [over, one],
    ] as const)
      expect(await refused(merge(from, into))).toEqual({ status: 409, code: 'incident.over' });
    await told(act(one, 'confirm'));
    expect(await refused(merge(one, other))).toEqual({ status: 409, code: 'incident.suspected' });
    await told(act(other, 'confirm'));
    const stale = await ask(merge(one, other, { version: 1 }));
    expect(verdictOf(stale)).toEqual({ status: 409, code: 'incident.changed' });
    for (let n = 0; n < 2; n++)
      expect(await told(merge(one, other, { version: 2, note: 'одно и то же' }))).toMatchObject({
        id: one,
        state: 'merged',
        merged_into: other,
        merged: [],
      });
    expect(await refused(act(one, 'resolve'))).toEqual({ status: 409, code: 'incident.over' });
    const { timeline, ...into } = await told(show(other));
    expect(into).toMatchObject({
      kinds: ['payment', 'sign_in'],
      state: 'confirmed',
      merged: [one],
      merged_into: null,
    });
    expect(timeline.at(-1)).toMatchObject({ deed: 'merged', incident_id: one, note: 'одно и то же' });
    const { timeline: ended } = await told(show(one));
    expect(ended.at(-1)).toMatchObject({ deed: 'merged', incident_id: other, state: 'merged' });
    const [entry] = [...door.audit.entries.values()].filter(
      ({ target, what }) => target === one && what === 'incident.merged',
    );
    expect(entry).toBeDefined();
    await told(act(other, 'resolve'));
  });

  it('take so many at most', async () => {
    const into = await opened('mail');
    for (let n = 0; n < LIMITS.incidentsMerged; n++) await told(merge(await opened('payment'), into));
    const more = await opened('payment');
    expect(verdictOf(await ask(merge(more, into)))).toEqual({
      status: 409,
      code: 'incident.too_many_merged',
    });
    for (const id of [more, into]) await told(act(id, 'dismiss'));
  });

  it('are listed with the open ones first, each once', async () => {
    const openOnes = [];
    for (let n = 0; n < 3; n++) {
      door.desk.clock.advance(1000);
      openOnes.unshift((await told(open())).id);
    }
    door.desk.clock.advance(1000);
    const { id: newest } = await told(open());
    await told(act(newest, 'dismiss'));
    const ids: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await told({ ...list, query: { limit: '2', ...(cursor && { cursor }) } });
      ids.push(...page.items.map(({ id }: { id: string }) => id));
      cursor = page.next;
    }
    expect(ids.slice(0, 4)).toEqual([...openOnes, newest]);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toHaveLength(8 + 3 + LIMITS.incidentsMerged + 2);
    for (const id of openOnes) await told(act(id, 'dismiss'));
  });

  it('are so many at most', async () => {
    const ids = [];
    for (let n = 0; n < LIMITS.incidentsOpen; n++) ids.push((await told(open())).id);
    expect(verdictOf(await ask(open()))).toEqual({ status: 409, code: 'incident.too_many' });
    for (const id of ids) await told(act(id, 'dismiss'));
  });

  it('show the conversations of their reporters, page by page', async () => {
    const { id } = await told(open());
    expect(await told(linked(id))).toMatchObject({ items: [] });
    const conversations = ['a', 'b', 'c'].map((client_id) => conversationId(PARTNER, client_id));
    for (const [at, conversation_id] of conversations.entries()) {
      const client_id = 'abc'[at] ?? '';
      await door.desk.conversations.admit(undefined, anAdmission({ conversation_id, client_id }));
      await links.link({ incident_id: id, conversation_id, at: NOW });
    }
    const clients: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await told(linked(id, { limit: '1', ...(cursor && { cursor }) }));
      clients.push(...page.items.map(({ client_id }: { client_id: string }) => client_id));
      cursor = page.next;
    }
    expect(clients.toSorted()).toEqual(['a', 'b', 'c']);
    expect(await told(show(id))).toMatchObject({ linked: 3, linked_more: false, settled: null });
    const into = await opened('mail');
    await links.link({ incident_id: into, conversation_id: conversations[1] ?? '', at: NOW });
    await told(merge(id, into));
    const all: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await told(linked(into, { limit: '1', ...(cursor && { cursor }) }));
      all.push(...page.items.map(({ client_id }: { client_id: string }) => client_id));
      cursor = page.next;
    }
    expect(all.toSorted()).toEqual(['a', 'b', 'c']);
    await told(act(into, 'dismiss'));
  });

  it('that there are not are refused', async () => {
    for (const id of [NOBODYS, 'inc_nope']) {
      for (const request of [
        show(id),
        linked(id),
        ...DEEDS.map((deed) => act(id, deed)),
        merge(id, id === NOBODYS ? 'inc_ABCDEFGH00ABCDEFGH00' : NOBODYS),
      ])
        expect(verdictOf(await ask(request))).toEqual({ status: 404, code: 'incident.unknown' });
    }
  });

  it.each<[name: string, request: Request, at: string]>([
    ['no kind', open({ kinds: [] }), 'kinds'],
    ['the same kind twice', open({ kinds: ['mail', 'mail'] }), 'kinds'],
    ['a kind that there is not', open({ kinds: ['rain'] }), 'kinds.0'],
    ['a blank text', open({ kinds: ['mail'], texts: { notice: { ru: ' ' } } }), 'texts.notice.ru'],
    ['a stage that there is not', open({ kinds: ['mail'], texts: { end: {} } }), 'texts'],
    [
      'a text that is too long',
      open({ kinds: ['mail'], texts: { notice: { ru: 'x'.repeat(1001) } } }),
      'texts.notice.ru',
    ],
    ['a note that is too long', act(NOBODYS, 'confirm', { note: 'x'.repeat(1001) }), 'note'],
    ['a version that is none', act(NOBODYS, 'dismiss', { version: 0 }), 'version'],
    ['a state that is set by its own route', act(NOBODYS, 'update', { state: 'resolved' }), 'state'],
    ['a word that is not known', act(NOBODYS, 'resolve', { text: 'x' }), ''],
    ['no incident to merge into', act(NOBODYS, 'merge', {}), 'into'],
    ['a limit that is none', { ...list, query: { limit: '0' } }, 'query.limit'],
    ['a cursor of another list', { ...list, query: { cursor: 'e30' } }, 'query.cursor'],
    ['a cursor that is none', linked(NOBODYS, { cursor: 'x' }), 'query.cursor'],
  ])('with %s are refused', async (_, request, at) => {
    const response = await ask(request);
    expect(verdictOf(response)).toEqual({ status: 422, code: 'request.invalid' });
    expect(JSON.parse(response.body).errors[0].path).toBe(at);
  });
});

itRefusesStrangers(book, [
  list,
  open(),
  show(NOBODYS),
  linked(NOBODYS),
  ...DEEDS.map((deed) => act(NOBODYS, deed)),
  merge(NOBODYS, NOBODYS),
]);

describe('what is wrong with a body about an incident', () => {
  const padding = 'x'.repeat(256 * 1024 + 1);
  it.each([open(), ...DEEDS.map((deed) => act(NOBODYS, deed)), merge(NOBODYS, NOBODYS)])(
    'is said as described at $path',
    async (request) => {
      const door = await openOperatorDoor();
      const codeOf = async (over: Request) => verdictOf(await book.ask(door, { ...request, ...over })).code;
      expect(await codeOf({ body: padding })).toBe('body.too_large');
      expect(await codeOf({ body: '{' })).toBe('body.malformed');
      expect(await codeOf({ body: '{}', headers: { 'content-type': 'text/plain' } })).toBe('body.not_json');
      expect(await codeOf({ body: { version: 'x', kinds: 'x' } })).toBe('request.invalid');
    },
  );
});

it('every answer that is described was given', () => {
  book.expectAll((operation) => operation.tags.includes('incidents'));
});
