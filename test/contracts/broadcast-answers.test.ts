import { beforeAll, describe, expect, it } from 'vitest';
import { MemoryIncidentLinks } from '../../shared/adapters/memory/incidents.ts';
import { conversationId } from '../../shared/domain/ids.ts';
import { startBroadcast } from '../../shared/usecases/start-broadcast.ts';
import { PARTNER } from '../builders.ts';
import { aPlan, hear } from '../usecases/telling.ts';
import { AnswerBook } from './answer-book.ts';
import { type OpenOperatorDoor, openOperatorDoor } from './operator-door.ts';
import { itRefusesStrangers } from './operator-refusals.ts';
import { type Request, verdictOf } from './partner-door.ts';

const book = new AnswerBook();
const AT = '/api/broadcasts';
const NOBODY = 'brd_00000000000000000000';
const TEXTS = { ru: 'В субботу занятий не будет.', en: 'No lessons on Saturday.' };
const get = (path = AT, query = {}): Request => ({ method: 'GET', path, query });
const post = (path: string, body?: unknown, key?: string): Request => ({
  method: 'POST',
  path,
  ...(body !== undefined && { body }),
  ...(key !== undefined && { headers: { 'idempotency-key': key } }),
});
const send = (over: object = {}, key?: string) =>
  post(AT, { texts: TEXTS, channels: [`partner:${PARTNER}`], ...over }, key);
const ofIncident = (id: string, body?: unknown, key?: string) =>
  post(`/api/incidents/${id}/broadcast`, body, key);

describe('broadcasts', () => {
  const toldClients = new MemoryIncidentLinks();
  let door: OpenOperatorDoor;
  const ask = (request: Request) => book.ask(door, request);
  const read = async (request: Request) => JSON.parse((await ask(request)).body);
  const codeOf = async (request: Request) => verdictOf(await ask(request)).code;
  beforeAll(async () => {
    door = await openOperatorDoor({ toldClients });
    for (const client of ['one', 'two']) await hear(door.desk as never, client);
    const id = await hear(door.desk as never, 'three');
    await door.desk.conversations.putProfile(id, { notices: false }, door.desk.clock.business());
  });

  it('are counted without a word to anybody', async () => {
    const reach = await read(send({ dry_run: true }));
    expect(reach).toMatchObject({ clients: 2, by_channel: { [`partner:${PARTNER}`]: 2 }, complete: true });
    expect(reach.skipped.opted_out).toBe(1);
    expect(await read(send({ dry_run: true, channels: ['bot:none'] }))).toMatchObject({ clients: 0 });
    expect(await read(get())).toEqual({ items: [], next: null });
  });

  it('are started once under their key, and listed newest first', async () => {
    const first = await ask(send({}, 'k1'));
    expect(first.statusCode).toBe(202);
    const started = JSON.parse(first.body);
    expect(started).toMatchObject({ stage: 'message', state: 'counting', texts: TEXTS, started_by: 'root' });
    expect((await read(send({}, 'k1'))).id).toBe(started.id);
    expect(await codeOf(send({ channels: 'all' }, 'k1'))).toBe('idempotency.key_reused');
    door.desk.clock.advance(1000);
    const second = await read(send({ texts: { ru: TEXTS.ru }, channels: 'all', hours: 48 }));
    expect(second.texts.en).toBe(TEXTS.ru);
    const page = await read(get(AT, { limit: '1' }));
    expect(page.items.map(({ id }: { id: string }) => id)).toEqual([second.id]);
    const rest = await read(get(AT, { cursor: page.next }));
    expect(rest.items.map(({ id }: { id: string }) => id)).toEqual([started.id]);
    expect(await read(get(`${AT}/${started.id}`))).toEqual(started);
    expect(await codeOf(get(`${AT}/${NOBODY}`))).toBe('broadcast.unknown');
    expect(await codeOf(get(AT, { cursor: 'x' }))).toBe('request.invalid');
  });

  it('are paused, resumed and cancelled, each as often as somebody asks', async () => {
    const { id } = await read(send());
    for (const [deed, state] of [
      ['pause', 'paused'],
      ['resume', 'counting'],
      ['cancel', 'cancelled'],
    ])
      for (let again = 0; again < 2; again++)
        expect((await read(post(`${AT}/${id}/${deed}`))).state).toBe(state);
    for (const deed of ['pause', 'resume', 'cancel'])
      expect(await codeOf(post(`${AT}/${NOBODY}/${deed}`))).toBe('broadcast.unknown');
    for (const deed of ['pause', 'resume'])
      expect(await codeOf(post(`${AT}/${id}/${deed}`))).toBe('broadcast.over');
    const done = await startBroadcast(door.door as never, aPlan({ incident_id: null, stage: 'message' }));
    const { broadcasts } = door.door;
    await broadcasts.save(done, { ...done, state: 'done' });
    expect(await codeOf(post(`${AT}/${done.id}/cancel`))).toBe('broadcast.over');
  });

  it('that change too fast are asked for again', async () => {
    const { id } = await read(send());
    const { broadcasts } = door.door;
    const { save } = broadcasts;
    broadcasts.save = async () => 'conflict';
    for (const deed of ['pause', 'cancel'])
      expect(await codeOf(post(`${AT}/${id}/${deed}`))).toBe('broadcast.busy');
    broadcasts.save = save;
    await ask(post(`${AT}/${id}/pause`));
    broadcasts.save = async () => 'conflict';
    expect(await codeOf(post(`${AT}/${id}/resume`))).toBe('broadcast.busy');
    broadcasts.save = save;
  });

  it('of an incident go wider, once it is known and until it is over', async () => {
    const { body } = await door.ask(post('/api/incidents', { kinds: ['platform'] }));
    const { id } = JSON.parse(body);
    expect(await codeOf(ofIncident(id))).toBe('incident.suspected');
    await door.ask(post(`/api/incidents/${id}/confirm`));
    const channels = [`partner:${PARTNER}`];
    expect(await read(ofIncident(id, { channels, dry_run: true }))).toMatchObject({ clients: 2 });
    const told = {
      stage: 'notice',
      conversation_id: conversationId(PARTNER, 'one'),
      at: 0,
      by: 'answer',
    } as const;
    await toldClients.reserve({ incident_id: id, ...told });
    const reach = await read(ofIncident(id, { channels, dry_run: true }));
    expect([reach.clients, reach.skipped.already_told]).toEqual([1, 1]);
    const wider = await read(ofIncident(id, { channels: 'all', text: 'Чиним.' }, 'k2'));
    expect(wider).toMatchObject({ incident_id: id, stage: 'notice', automatic: false });
    expect(wider.texts).toEqual({ ru: 'Чиним.', en: 'Чиним.' });
    expect(wider.audience).toEqual({ kind: 'active', hours: 24, channels: null });
    expect(await codeOf(ofIncident(id, { channels }, 'k2'))).toBe('idempotency.key_reused');
    await door.ask(post(`/api/incidents/${id}/resolve`));
    expect(await codeOf(ofIncident(id))).toBe('incident.over');
    expect(await codeOf(ofIncident('inc_00000000000000000000'))).toBe('incident.unknown');
  });

  it('are in the audit log', () => {
    const what = [...door.audit.entries.values()].map((entry) => entry.what);
    for (const one of ['started', 'paused', 'resumed', 'cancelled'])
      expect(what).toContain(`broadcast.${one}`);
  });

  it.each<[name: string, body: object, at: string]>([
    ['no text', { texts: {} }, 'texts.ru'],
    ['a blank text', { texts: { ru: ' ' } }, 'texts.ru'],
    ['a text that is too long', { texts: { ru: 'я'.repeat(2001) } }, 'texts.ru'],
    ['no channels', { channels: [] }, 'channels'],
    ['a channel that is none', { channels: ['demo'] }, 'channels'],
    ['no hours', { hours: 0 }, 'hours'],
    ['too many hours', { hours: 169 }, 'hours'],
  ])('with %s are refused', async (_, body, at) => {
    const response = await ask(send(body));
    expect(verdictOf(response)).toEqual({ status: 422, code: 'request.invalid' });
    expect(JSON.parse(response.body).errors[0].path).toMatch(new RegExp(`^${at}`));
  });
});

const DEEDS = ['pause', 'resume', 'cancel'].map((deed) => post(`${AT}/${NOBODY}/${deed}`));
itRefusesStrangers(book, [
  get(),
  send(),
  get(`${AT}/${NOBODY}`),
  ...DEEDS,
  ofIncident('inc_00000000000000000000', {}),
]);

describe('what is wrong with the body of a broadcast', () => {
  const padding = 'x'.repeat(256 * 1024 + 1);
  it.each([AT, '/api/incidents/inc_00000000000000000000/broadcast'])(
    'is said as described at %s',
    async (at) => {
      const door = await openOperatorDoor();
      const codeOf = async (request: Request) => verdictOf(await book.ask(door, request)).code;
      expect(await codeOf(post(at, padding))).toBe('body.too_large');
      expect(await codeOf(post(at, '{'))).toBe('body.malformed');
      expect(await codeOf(post(at, { channels: 1 }))).toBe('request.invalid');
      const asText = { ...post(at, '{}'), headers: { 'content-type': 'text/plain' } };
      expect(await codeOf(asText)).toBe('body.not_json');
    },
  );
});

it('every answer that is described was given', () => {
  book.expectAll((operation) => operation.tags.includes('broadcasts'));
});
