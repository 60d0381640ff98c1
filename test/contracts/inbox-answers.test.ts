import { describe, expect, it } from 'vitest';
import { MemoryOperators } from '../../shared/adapters/memory/operators.ts';
import type { FaultCode } from '../../shared/domain/errors.ts';
import { timeOf } from '../../shared/domain/ids.ts';
import type { Operator } from '../../shared/domain/operator.ts';
import type { HttpResponse } from '../../shared/edge/responses.ts';
import { acceptMessage } from '../../shared/usecases/accept-message.ts';
import { answerConversation } from '../../shared/usecases/answer-conversation.ts';
import { deliverOutbound } from '../../shared/usecases/deliver-outbound.ts';
import { takeConversation } from '../../shared/usecases/operate-conversation.ts';
import { CLIENT, CONVERSATION, HOUR, MINUTE, NOW, PARTNER, SECOND } from '../builders.ts';
import { anOperatorsDesk, type OperatorsDesk } from '../usecases/deaths.ts';
import { incoming, SIGNAL } from '../usecases/desk.ts';
import { AnswerBook } from './answer-book.ts';
import { ADMIN, type OpenOperatorDoor, openOperatorDoor } from './operator-door.ts';
import { itRefusesStrangers } from './operator-refusals.ts';
import { type Request, verdictOf } from './partner-door.ts';

const book = new AnswerBook();
const ask = (door: OpenOperatorDoor, request: Request) => book.ask(door, request);
const parsed = async (asked: Promise<HttpResponse>) => JSON.parse((await asked).body);

const ONE = `/api/conversations/${CONVERSATION}`;
const get = (path: string, query?: Record<string, string>): Request => ({
  method: 'GET',
  path,
  ...(query && { query }),
});
const list = (query?: Record<string, string>) => get('/api/conversations', query);
const one = (path = ONE) => get(path);
const timeline = (query?: Record<string, string>, path = ONE) => get(`${path}/messages`, query);
const post = (verb: string, body?: unknown, key?: string, path = ONE): Request => ({
  path: `${path}/${verb}`,
  ...(body !== undefined && { body }),
  ...(key && { headers: { 'idempotency-key': key } }),
});
const reply = (body: unknown = { text: 'Уже смотрю' }, key?: string) => post('reply', body, key);
const note = (body: unknown = { text: 'VIP' }, key?: string) => post('note', body, key);
const canned = get('/api/canned-replies');
const put = (body: unknown = { title: 'Привет', text: 'Здравствуйте!' }, id = 'hello'): Request => ({
  method: 'PUT',
  path: `/api/canned-replies/${id}`,
  body,
});
const remove = (id = 'hello'): Request => ({ method: 'DELETE', path: `/api/canned-replies/${id}` });
const preview = (text = 'Здравствуйте[, {client_name}]!', conversation_id = CONVERSATION): Request => ({
  path: '/api/canned-replies/preview',
  body: { text, conversation_id },
});

const NOBODY = 'cnv_00000000000000000000';
const verbs = ['reply', 'note', 'take', 'assign', 'release', 'hand-back', 'close', 'reopen', 'read'];
const bodyFor = (verb: string): unknown =>
  ({ reply: { text: 'Да' }, note: { text: 'Да' }, assign: { operator_id: 'anna' } })[verb];

const boris = {
  id: 'boris',
  role: 'operator',
  name: 'Борис',
  revision: 1,
  sessions: {},
} as unknown as Operator;

/** A door in front of a desk at which a client has complained, and waits for a person. */
async function aWaitingClient(): Promise<OpenOperatorDoor> {
  const desk = anOperatorsDesk();
  const operators = new MemoryOperators();
  await operators.addOperator(boris);
  await operators.addOperator({ ...boris, id: 'gone', disabled_at: NOW });
  const door = await openOperatorDoor({ operators }, desk);
  desk.classifier.answers.set('Верните деньги', { scenario: 'COMPLAINT' });
  await writes(desk, 'Верните деньги');
  desk.clock.advance(3 * SECOND);
  await answerConversation(desk.answer, SIGNAL);
  return door;
}

async function writes(desk: OperatorsDesk, text: string): Promise<string> {
  return (await acceptMessage(desk.accept, incoming({ text, profile: { client_name: 'Ольга' } }))).message_id;
}

/** The same desk for somebody who is no admin. */
function askedBy(id: string, { door, desk }: OpenOperatorDoor): Promise<OpenOperatorDoor> {
  const directory = { callerOfKey: async () => ({ kind: 'staff', id, role: 'operator' }) as const };
  return openOperatorDoor({ operators: door.operators, directory }, desk);
}

const take = (door: OpenOperatorDoor) => ask(door, post('take'));

describe('the inbox', () => {
  it('shows who waits, since when, why, and what the client wrote last', async () => {
    const door = await aWaitingClient();
    const { items, next } = await parsed(ask(door, list()));
    expect(next).toBeNull();
    expect(items).toMatchObject([
      {
        id: CONVERSATION,
        client_id: CLIENT,
        client_name: 'Ольга',
        partner: PARTNER,
        status: 'escalated',
        handler: 'bot',
        assignee: null,
        priority: 'high',
        escalation_reason: 'complaint',
        waiting_since: new Date(NOW + 3 * SECOND).toISOString(),
        unread: 1,
        last_message: { text: 'Верните деньги', attachments: 0 },
      },
    ]);
  });

  it('cuts long last words visibly, between letters', async () => {
    const door = await aWaitingClient();
    await writes(door.desk, '🙂'.repeat(200));
    const { items } = await parsed(ask(door, list()));
    expect([...items[0].last_message.text]).toHaveLength(120);
    expect(items[0].last_message.text).toMatch(/🙂…$/u);
  });

  it.each<[Record<string, string>, number]>([
    [{ status: 'escalated' }, 1],
    [{ status: 'open' }, 0],
    [{ status: 'closed' }, 0],
    [{ priority: 'high', assignee: 'none' }, 1],
    [{ priority: 'low' }, 0],
    [{ assignee: 'me' }, 0],
    [{ assignee: 'boris' }, 0],
    [{ platform: 'telegram' }, 0],
    [{ unread: 'true' }, 1],
    [{ unread: 'false' }, 0],
    [{ q: 'ОЛЬГ' }, 1],
    [{ q: 'верните' }, 1],
    [{ q: 'nobody' }, 0],
  ])('is filtered by %j', async (query, found) => {
    const door = await aWaitingClient();
    expect((await parsed(ask(door, list(query)))).items).toHaveLength(found);
  });

  it('comes page by page', async () => {
    const door = await aWaitingClient();
    for (const client_id of ['a', 'b', 'c']) await acceptMessage(door.desk.accept, incoming({ client_id }));
    const seen: string[] = [];
    for (let cursor: string | null = null; ; ) {
      const page = await parsed(ask(door, list({ limit: '2', ...(cursor && { cursor }) })));
      seen.push(...page.items.map(({ client_id }: { client_id: string }) => client_id));
      cursor = page.next;
      if (cursor === null) break;
    }
    expect(seen[0]).toBe(CLIENT);
    expect(seen.toSorted()).toEqual(['a', 'b', 'c', CLIENT]);
  });
});

describe('a conversation', () => {
  it('is taken, answered and handed back; the words arrive once, and everything is told', async () => {
    const door = await aWaitingClient();
    const { desk } = door;
    expect(await parsed(ask(door, post('take')))).toMatchObject({
      status: 'escalated',
      handler: 'operator',
      assignee: ADMIN,
      upcoming: { what: 'return' },
    });
    expect((await parsed(ask(door, list({ assignee: 'me' })))).items).toHaveLength(1);
    const { version } = await parsed(ask(door, one()));
    const said = reply({ text: ' Уже смотрю ', seen_version: version }, 'key-1');
    const first = await ask(door, said);
    const again = await ask(door, said);
    const { message_id, conversation } = JSON.parse(first.body);
    expect([first.statusCode, again.statusCode]).toEqual([202, 202]);
    expect([JSON.parse(again.body).message_id, again.headers['idempotent-replayed']]).toEqual([
      message_id,
      'true',
    ]);
    expect(conversation).toMatchObject({ status: 'open', waiting_since: null, escalation_reason: null });
    await deliverOutbound(desk.deliver, SIGNAL);
    expect(desk.sender.sent.filter(({ text }) => text.source === 'operator')).toHaveLength(1);
    await ask(door, note({ text: 'VIP' }, 'key-2'));
    const noted = await ask(door, note({ text: 'VIP' }, 'key-2'));
    expect([noted.statusCode, noted.headers['idempotent-replayed']]).toEqual([201, 'true']);
    expect(await parsed(ask(door, post('hand-back', undefined, 'key-3')))).toMatchObject({
      handler: 'bot',
      assignee: null,
    });
    const back = await ask(door, post('hand-back', undefined, 'key-3'));
    expect(back.headers['idempotent-replayed']).toBe('true');
    const { items } = await parsed(ask(door, timeline()));
    expect(items.map(({ kind }: { kind: string }) => kind).toSorted()).toEqual(
      ['action', 'action', 'message', 'note', 'text', 'text'].toSorted(),
    );
    const words = items.find(({ source }: { source?: string }) => source === 'operator');
    expect(words).toMatchObject({
      operator: ADMIN,
      text: 'Уже смотрю',
      delivery: 'delivered',
      attempts: [{ outcome: 'delivered' }],
    });
    const done = (name: string) => items.find(({ action }: { action?: string }) => action === name);
    expect(done('take')).toMatchObject({
      by: ADMIN,
      before: { status: 'escalated', handler: 'bot', assignee: null },
      after: { status: 'escalated', handler: 'operator', assignee: ADMIN },
    });
    expect(done('hand_back')).toMatchObject({
      before: { assignee: ADMIN },
      after: { handler: 'bot', assignee: null },
    });
    const half = await parsed(ask(door, timeline({ limit: '3' })));
    const rest = await parsed(ask(door, timeline({ limit: '3', cursor: half.next })));
    expect([...half.items, ...rest.items]).toEqual(items);
    expect(rest.next).toBeNull();
  });

  it('tells what was left to operators, and what was attached', async () => {
    const door = await aWaitingClient();
    const attachments = [{ type: 'photo' as const, url: 'https://files.example.com/1.png' }];
    door.desk.classifier.answers.set('И ещё', { scenario: 'COMPLAINT' });
    await acceptMessage(door.desk.accept, incoming({ text: 'И ещё', attachments }));
    door.desk.clock.advance(3 * SECOND);
    await answerConversation(door.desk.answer, SIGNAL);
    const { items } = await parsed(ask(door, timeline()));
    expect(items).toMatchObject([
      { kind: 'left', turn: { scenario: 'COMPLAINT', rules: expect.any(Array) } },
      { kind: 'message', attachments: [{ type: 'photo', file: null }] },
      { kind: 'text', source: 'ai_bot', turn: { scenario: 'COMPLAINT' } },
      { kind: 'message' },
    ]);
  });

  it('tells what the client did without words', async () => {
    const door = await aWaitingClient();
    await acceptMessage(door.desk.accept, incoming({ text: '', command: { kind: 'help' } }));
    const { items } = await parsed(ask(door, timeline()));
    expect(items.map(({ command }: { command?: string | null }) => command)).toEqual([
      'help',
      undefined,
      null,
    ]);
  });

  it('is not answered past what the client has written since, and the refusal says what that is', async () => {
    const door = await aWaitingClient();
    await take(door);
    const { version } = await parsed(ask(door, one()));
    door.desk.clock.advance(SECOND);
    await writes(door.desk, 'Уже не надо');
    const refused = await ask(door, reply({ text: 'Делаю', seen_version: version }));
    expect(verdictOf(refused)).toEqual({ status: 409, code: 'conversation.stale' });
    const { current } = JSON.parse(refused.body);
    expect(current.assignee).toBe(ADMIN);
    expect(current.unanswered.at(-1)).toMatchObject({ text: 'Уже не надо' });
    expect(verdictOf(await ask(door, post('close', { seen_version: version }))).code).toBe(
      'conversation.stale',
    );
    // What happened to texts of its own is nothing that was missed.
    expect((await ask(door, reply({ text: 'Хорошо', seen_version: current.version }))).statusCode).toBe(202);
    await deliverOutbound(door.desk.deliver, SIGNAL);
    expect((await ask(door, reply({ text: 'И ещё', seen_version: current.version }))).statusCode).toBe(202);
  });

  it('that nobody has is taken by whoever answers it, unless the client has written since', async () => {
    const door = await aWaitingClient();
    const { version } = await parsed(ask(door, one()));
    door.desk.clock.advance(SECOND);
    await writes(door.desk, 'Уже не надо');
    const late = await ask(door, reply({ text: 'Делаю', seen_version: version }));
    expect(verdictOf(late)).toEqual({ status: 409, code: 'conversation.stale' });
    expect(await door.desk.head()).toMatchObject({ handler: 'bot' });
    const said = await ask(door, { ...reply({ text: 'Хорошо' }), headers: { 'idempotency-key': 'reply-1' } });
    expect(said.statusCode).toBe(202);
    expect(JSON.parse(said.body).conversation).toMatchObject({ handler: 'operator', assignee: ADMIN });
    const { tenure } = await door.desk.head();
    const again = await ask(door, {
      ...reply({ text: 'Хорошо' }),
      headers: { 'idempotency-key': 'reply-1' },
    });
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect(await door.desk.head()).toMatchObject({ tenure, assignee: ADMIN });
    const { items } = await parsed(ask(door, timeline()));
    expect(items.filter(({ action }: { action?: string }) => action === 'take')).toHaveLength(1);
  });

  it('of another operator is taken over only with force, and the other one can say nothing any more', async () => {
    const door = await aWaitingClient();
    await takeConversation(door.desk.operate, CONVERSATION, 'boris');
    const held = await ask(door, post('take'));
    expect(verdictOf(held)).toEqual({ status: 409, code: 'conversation.taken' });
    expect(JSON.parse(held.body).current).toMatchObject({ assignee: 'boris' });
    expect(verdictOf(await ask(door, reply()))).toEqual({ status: 409, code: 'conversation.not_held' });
    const { tenure } = await door.desk.head();
    expect(await parsed(ask(door, post('take', { force: true })))).toMatchObject({ assignee: ADMIN });
    expect((await door.desk.head()).tenure).toBe(tenure + 1);
  });

  it('is given to an operator that there is', async () => {
    const door = await aWaitingClient();
    await take(door);
    expect(await parsed(ask(door, post('assign', { operator_id: 'boris' }, 'k')))).toMatchObject({
      assignee: 'boris',
    });
    expect(verdictOf(await ask(door, post('assign', { operator_id: 'gone' }))).code).toBe('operator.unknown');
    expect(verdictOf(await ask(door, post('assign', { operator_id: 'zoe' }))).code).toBe('operator.unknown');
  });

  it('goes back to the queue with its item, and keeps its place there', async () => {
    const door = await aWaitingClient();
    const { escalation } = await door.desk.head();
    await take(door);
    door.desk.clock.advance(MINUTE);
    expect(await parsed(ask(door, post('release', undefined, 'k')))).toMatchObject({
      status: 'escalated',
      handler: 'bot',
      assignee: null,
      priority: 'high',
    });
    expect((await door.desk.head()).escalation).toEqual(escalation);
    expect((await parsed(ask(door, list({ assignee: 'none' })))).items).toHaveLength(1);
    expect((await ask(door, post('release'))).statusCode).toBe(200);
  });

  it('is closed without an answer, says nothing any more, and is opened by hand or by the client', async () => {
    const door = await aWaitingClient();
    const { desk } = door;
    expect(await parsed(ask(door, post('close')))).toMatchObject({
      status: 'closed',
      waiting_since: null,
      priority: null,
      upcoming: null,
    });
    await deliverOutbound(desk.deliver, SIGNAL);
    await answerConversation(desk.answer, SIGNAL);
    expect(desk.sender.sent).toEqual([]);
    expect((await parsed(ask(door, list({ status: 'closed' })))).items).toHaveLength(1);
    expect((await parsed(ask(door, list()))).items).toHaveLength(0);
    expect((await ask(door, post('close'))).statusCode).toBe(200);
    expect(await parsed(ask(door, post('reopen')))).toMatchObject({ status: 'open', handler: 'bot' });
    await ask(door, post('close'));
    desk.clock.advance(HOUR);
    await writes(desk, 'Здравствуйте');
    expect(await parsed(ask(door, one()))).toMatchObject({ status: 'open', unread: 2 });
  });

  it('is not closed while a message is just coming in that nobody can have read', async () => {
    const door = await aWaitingClient();
    const { desk } = door;
    const { putMessage } = desk.conversations;
    desk.conversations.putMessage = async () => Promise.reject(new Error('it died'));
    await writes(desk, 'Ещё').catch(() => undefined);
    desk.conversations.putMessage = putMessage;
    expect(verdictOf(await ask(door, post('close')))).toEqual({ status: 503, code: 'conversation.busy' });
    desk.clock.advance(2 * MINUTE);
    expect((await ask(door, post('close'))).statusCode).toBe(200);
  });

  it('is read as far as it was seen', async () => {
    const door = await aWaitingClient();
    const { version } = await parsed(ask(door, one()));
    door.desk.clock.advance(MINUTE);
    await writes(door.desk, 'Ау');
    expect(await parsed(ask(door, post('read', { seen_version: version })))).toMatchObject({ unread: 2 });
    expect(await parsed(ask(door, post('read')))).toMatchObject({ unread: 0 });
    expect((await parsed(ask(door, list({ unread: 'true' })))).items).toEqual([]);
  });
});

describe('a key', () => {
  it('is good for one thing only', async () => {
    const door = await aWaitingClient();
    for (const verb of ['take', 'note', 'reply', 'assign', 'release', 'hand-back', 'close', 'reopen']) {
      const key = `key-${verb}`;
      await ask(door, post('note', { text: 'first' }, key));
      const body =
        verb === 'note' ? { text: 'other' } : verb === 'assign' ? { operator_id: 'boris' } : bodyFor(verb);
      expect(verdictOf(await ask(door, post(verb, body, key)))).toEqual({
        status: 422,
        code: 'idempotency.key_reused',
      });
    }
  });

  it('of a deed that was done does nothing more, whatever has happened since', async () => {
    const door = await aWaitingClient();
    await ask(door, post('close', undefined, 'k'));
    await ask(door, post('reopen'));
    const again = await ask(door, post('close', undefined, 'k'));
    expect([JSON.parse(again.body).status, again.headers['idempotent-replayed']]).toEqual(['open', 'true']);
  });
});

describe('canned replies', () => {
  it('are none at first; they are kept by id, changed, previewed with what is known of a client, and removed', async () => {
    const door = await aWaitingClient();
    expect(await parsed(ask(door, canned))).toMatchObject({ version: 0, items: [], next: null });
    const text = 'Здравствуйте[, {client_name}]! [Ссылка: {lesson_link}|Ссылка будет позже.]';
    const kept = await parsed(ask(door, put({ title: ' Привет ', text, reason: 'spring', seen_version: 0 })));
    expect(kept).toEqual({ id: 'hello', title: 'Привет', text, version: 1 });
    await ask(door, put({ title: 'Пока', text: 'До свидания!' }, 'bye'));
    const { items, version } = await parsed(ask(door, canned));
    expect([version, items.map(({ id }: { id: string }) => id)]).toEqual([2, ['bye', 'hello']]);
    expect(await parsed(ask(door, preview(text)))).toEqual({
      text: 'Здравствуйте, Ольга! Ссылка будет позже.',
      missing: ['lesson_link'],
    });
    expect((await ask(door, remove())).statusCode).toBe(204);
    expect((await parsed(ask(door, canned))).items).toHaveLength(1);
  });

  it('that cannot be said are not kept', async () => {
    const door = await aWaitingClient();
    const refused = await ask(door, put({ title: 'x', text: 'Занятие {date}' }));
    expect(JSON.parse(refused.body).errors).toMatchObject([{ path: 'text' }]);
    expect(verdictOf(await ask(door, put(undefined, 'Плохо'))).code).toBe('request.invalid');
  });

  it('that somebody else changes all the time are told to have changed', async () => {
    const door = await aWaitingClient();
    await ask(door, put());
    door.door.documents.publish = async () => 'conflict';
    for (const request of [put({ title: 'a', text: 'b' }), remove()])
      expect(verdictOf(await ask(door, request))).toEqual({ status: 409, code: 'canned_replies.changed' });
  });
});

it('a conversation that somebody changes all the time is busy', async () => {
  const door = await aWaitingClient();
  for (const verb of ['take', 'assign', 'close', 'reopen', 'release', 'hand-back', 'reply']) {
    const busy = await aWaitingClient();
    if (['release', 'hand-back', 'reply'].includes(verb)) await take(busy);
    if (verb === 'reopen') await ask(busy, post('close'));
    const stores = busy.desk.conversations;
    const conflict = async () => 'conflict' as const;
    const methods = { take: conflict, handBack: conflict, release: conflict, closeByHand: conflict };
    Object.assign(stores, { ...methods, reopen: conflict, reply: conflict });
    const body = verb === 'assign' ? { operator_id: 'boris' } : bodyFor(verb);
    expect(verdictOf(await ask(busy, post(verb, body)))).toEqual({ status: 503, code: 'conversation.busy' });
  }
  expect(door.desk.journal.of('conversation.closed')).toEqual([]);
});

it('what another operator has is not released, handed back or closed by somebody who is no admin', async () => {
  const door = await aWaitingClient();
  await take(door);
  const zoe = await askedBy('zoe', door);
  for (const verb of ['release', 'hand-back', 'close', 'reply'])
    expect(verdictOf(await ask(zoe, post(verb, bodyFor(verb))))).toEqual({
      status: 409,
      code: 'conversation.not_held',
    });
  expect(verdictOf(await ask(zoe, post('assign', { operator_id: 'boris' })))).toEqual({
    status: 409,
    code: 'conversation.taken',
  });
  // What is with the bot, and not in the queue, is nobody's to put back.
  await ask(door, reply());
  await ask(door, post('hand-back'));
  expect(verdictOf(await ask(door, post('release'))).code).toBe('conversation.not_held');
});

it('an operator keeps no replies ready for the desk', async () => {
  const zoe = await askedBy('zoe', await aWaitingClient());
  for (const request of [put(), remove()])
    expect(verdictOf(await ask(zoe, request))).toEqual({ status: 403, code: 'auth.forbidden' });
  expect((await ask(zoe, canned)).statusCode).toBe(200);
});

it('no word of anybody is ever logged', async () => {
  const door = await aWaitingClient();
  await take(door);
  await ask(door, reply({ text: 'CANARY' }));
  await ask(door, note({ text: 'CANARY' }));
  await ask(door, put({ title: 'CANARY', text: 'CANARY' }));
  await ask(door, list({ q: 'CANARY' }));
  expect(JSON.stringify(door.desk.journal.lines)).not.toContain('CANARY');
});

it('a text is called by an id of its conversation, made when it was asked for', async () => {
  const door = await aWaitingClient();
  await take(door);
  const { message_id } = await parsed(ask(door, reply()));
  expect(timeOf(message_id)).toBe(door.desk.clock.business());
});

itRefusesStrangers(book, [
  list(),
  one(),
  timeline(),
  ...verbs.map((verb) => post(verb, bodyFor(verb))),
  canned,
  put(),
  remove(),
  preview(),
]);

describe('what is wrong with a request', () => {
  const padding = 'x'.repeat(256 * 1024 + 1);
  const bodies: [(body: string) => Request, bad: Request][] = [
    [reply, reply({ text: '  ' })],
    [note, note({})],
    [(body) => post('take', body), post('take', { force: 1 })],
    [(body) => post('assign', body), post('assign', {})],
    [(body) => post('close', body), post('close', { seen_version: -1 })],
    [(body) => post('read', body), post('read', { seen_version: 'x' })],
    [put, put({ title: 'x' })],
    [(body) => ({ ...preview(), body }), preview('x', 'nobody')],
  ];
  const long = 'k'.repeat(256);

  it.each<[Request, FaultCode]>([
    ...bodies.flatMap(([of, bad]): [Request, FaultCode][] => [
      [of(padding), 'body.too_large'],
      [{ ...of('{}'), headers: { 'content-type': 'text/plain' } }, 'body.not_json'],
      [of('{'), 'body.malformed'],
      [bad, 'request.invalid'],
    ]),
    [list({ limit: '34' }), 'request.invalid'],
    [list({ status: 'lost' }), 'request.invalid'],
    [list({ cursor: 'x' }), 'request.invalid'],
    [timeline({ limit: '0' }), 'request.invalid'],
    [post('release', undefined, long), 'request.invalid'],
    [post('hand-back', undefined, long), 'request.invalid'],
    [post('reopen', undefined, long), 'request.invalid'],
    [put({ title: 'x', text: 'y', seen_version: 7 }), 'canned_replies.changed'],
    [remove('none'), 'canned_reply.unknown'],
    [preview('x', NOBODY), 'conversation.unknown'],
    ...[NOBODY, 'nobody'].flatMap((id): [Request, FaultCode][] => [
      [one(`/api/conversations/${id}`), 'conversation.unknown'],
      [timeline({}, `/api/conversations/${id}`), 'conversation.unknown'],
      ...verbs.map((verb): [Request, FaultCode] => [
        post(
          verb,
          verb === 'assign' ? { operator_id: 'boris' } : bodyFor(verb),
          undefined,
          `/api/conversations/${id}`,
        ),
        'conversation.unknown',
      ]),
    ]),
  ])('is said as described (%#): $1', async (request, code) => {
    expect(verdictOf(await ask(await aWaitingClient(), request)).code).toBe(code);
  });
});

it('every answer that is described was given', () => {
  book.expectAll((operation) => operation.tags.includes('inbox'));
});
