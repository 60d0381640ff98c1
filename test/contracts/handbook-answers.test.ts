import { describe, expect, it } from 'vitest';
import type { FaultCode } from '../../shared/domain/errors.ts';
import { SHIPPED_POLICY } from '../../shared/domain/shipped-policy.ts';
import { SHIPPED_TEXTS, TEMPLATE_KEYS } from '../../shared/domain/texts.ts';
import type { HttpResponse } from '../../shared/edge/responses.ts';
import { acceptMessage } from '../../shared/usecases/accept-message.ts';
import { answerConversation } from '../../shared/usecases/answer-conversation.ts';
import { CLIENT, CONVERSATION, MINUTE, NOW, PARTNER, SECOND } from '../builders.ts';
import { anOperatorsDesk } from '../usecases/deaths.ts';
import { incoming, SIGNAL } from '../usecases/desk.ts';
import { PlayedWakeUps } from '../usecases/handbook-desk.ts';
import { headIn, keepSilent } from '../usecases/silent-client.ts';
import { AnswerBook } from './answer-book.ts';
import { ADMIN, type OpenOperatorDoor, openOperatorDoor } from './operator-door.ts';
import { itRefusesStrangers } from './operator-refusals.ts';
import { type Request, verdictOf } from './partner-door.ts';

const book = new AnswerBook();
const ask = (door: OpenOperatorDoor, request: Request) => book.ask(door, request);
const parsed = async (asked: Promise<HttpResponse>) => JSON.parse((await asked).body);

const get = (path: string, query?: Record<string, string>): Request => ({
  method: 'GET',
  path,
  ...(query && { query }),
});
const policy = get('/api/policy');
const putPolicy = (body: unknown = { changes: {} }): Request => ({
  method: 'PUT',
  path: '/api/policy',
  body,
});
const policyVersions = (query?: Record<string, string>) => get('/api/policy/versions', query);
const backPolicy = (body: unknown = { version: 0 }): Request => ({ path: '/api/policy/rollback', body });
const dryRun = (body: unknown = { changes: {} }): Request => ({ path: '/api/policy/dry-run', body });
const templates = get('/api/templates');
const template = (name = 'GREETING') => get(`/api/templates/${name}`);
const putTemplate = (body: unknown = { texts: { ru: 'Да' } }, name = 'GREETING'): Request => ({
  method: 'PUT',
  path: `/api/templates/${name}`,
  body,
});
const preview = (over: object | string = {}): Request => ({
  path: '/api/templates/preview',
  body: typeof over === 'string' ? over : { scenario: 'GREETING', language: 'ru', text: 'Да', ...over },
});
const templateVersions = (query: Record<string, string> = { scenario: 'GREETING' }) =>
  get('/api/templates/versions', query);
const backTemplate = (over: object | string = {}): Request => ({
  path: '/api/templates/rollback',
  body: typeof over === 'string' ? over : { scenario: 'GREETING', version: 0, ...over },
});
const diff = (over: Record<string, string> = {}) =>
  get('/api/templates/diff', { scenario: 'GREETING', from: '0', to: '0', ...over });
const reminders = (query?: Record<string, string>) => get('/api/reminders', query);
const cancel = (id = 'rem_0'): Request => ({ path: `/api/reminders/${id}/cancel` });
const send = (id = 'rem_0'): Request => ({ path: `/api/reminders/${id}/send` });

const AT = '2026-11-24T12:00:00.000Z';

describe('the policy', () => {
  it('is the shipped one at first', async () => {
    const door = await openOperatorDoor();
    expect(await parsed(ask(door, policy))).toEqual({
      version: 0,
      published_at: null,
      published_by: null,
      reason: null,
      policy: SHIPPED_POLICY,
      changes: {},
      issues: [],
    });
    expect(await parsed(ask(door, policyVersions()))).toEqual({ items: [], next: null });
  });

  it('is changed, listed page by page, and rolled back', async () => {
    const door = await openOperatorDoor();
    const four = { escalation: { requests: { count: 4 } } };
    const made = await parsed(ask(door, putPolicy({ changes: four, seen_version: 0, reason: 'sale' })));
    expect(made).toMatchObject({
      version: 1,
      published_at: AT,
      published_by: ADMIN,
      reason: 'sale',
      changes: four,
    });
    expect(await parsed(ask(door, policy))).toEqual(made);
    await ask(door, putPolicy({ changes: { doubt: 'ask' } }));
    const back = await parsed(ask(door, backPolicy({ version: 1, reason: 'oops' })));
    expect(back).toMatchObject({ version: 3, changes: four, reason: 'oops' });
    const first = await parsed(ask(door, policyVersions({ limit: '2' })));
    const second = await parsed(ask(door, policyVersions({ limit: '2', cursor: first.next })));
    expect([...first.items, ...second.items]).toEqual([
      { version: 3, at: AT, by: ADMIN, reason: 'oops', restores: 1, changes: four },
      { version: 2, at: AT, by: ADMIN, reason: null, restores: null, changes: { doubt: 'ask' } },
      { version: 1, at: AT, by: ADMIN, reason: 'sale', restores: null, changes: four },
    ]);
    expect(second.next).toBeNull();
  });

  it('says why a stored one is not in force', async () => {
    const door = await openOperatorDoor();
    await door.door.documents.publish({ name: 'policy', version: 1, body: { gone: 1 }, at: NOW, by: 'x' });
    const { issues, policy: inForce } = await parsed(ask(door, policy));
    expect([issues.length, inForce]).toEqual([1, SHIPPED_POLICY]);
  });
});

describe('a dry run of a policy', () => {
  const four = { escalation: { requests: { count: 4 } } };

  /** A door to a desk whose client has asked three times. */
  async function asked(armedWakeUps = new PlayedWakeUps()) {
    const desk = anOperatorsDesk();
    desk.classifier.usual = { scenario: 'REVIEW_BONUS' };
    for (const text of ['CANARY', 'CANARY?', 'CANARY!']) {
      await acceptMessage(desk.accept, incoming({ text }));
      desk.clock.advance(3 * SECOND);
      await answerConversation(desk.answer, SIGNAL);
    }
    armedWakeUps.all.push(...[1, 2].map((at) => ({ conversation_id: CONVERSATION, at })));
    return openOperatorDoor({ armedWakeUps }, desk);
  }

  it('tells what would be decided otherwise, of one client and of all, and not a word that was said', async () => {
    const door = await asked();
    const response = await ask(door, dryRun({ changes: four, partner: PARTNER, client_id: CLIENT }));
    const one = JSON.parse(response.body);
    expect(one).toMatchObject({ conversations: 1, turns: 3, changed: 1, next: null });
    expect(one.reasons).toEqual({
      none: { before: 2, after: 3 },
      repeated_requests: { before: 1, after: 0 },
    });
    const both = { scenario: 'REVIEW_BONUS', band: 'answer', said: 'answered', template: 'REVIEW_BONUS' };
    expect(one.items).toEqual([
      {
        conversation_id: CONVERSATION,
        partner: PARTNER,
        client_id: CLIENT,
        message_id: expect.stringMatching(/^msg_/),
        decided_at: expect.stringMatching(/^2026-11-24T12:00:/),
        before: {
          ...both,
          reason: 'repeated_requests',
          priority: 'high',
          escalated: true,
          then: 'resolved',
        },
        after: { ...both, reason: null, priority: 'low', escalated: false, then: 'awaits_client' },
      },
    ]);
    expect(response.body).not.toContain('CANARY');
    expect(JSON.stringify(door.desk.journal.lines)).not.toContain('CANARY');
    const all = await parsed(ask(door, dryRun({ changes: four, limit: 1 })));
    expect(all).toEqual({ ...one, next: expect.any(String) });
    const rest = await parsed(ask(door, dryRun({ changes: four, limit: 1, cursor: all.next })));
    expect(rest).toMatchObject({ conversations: 0, next: null });
  });

  it('publishes nothing', async () => {
    const door = await asked();
    await ask(door, dryRun({ changes: four }));
    expect(await door.door.documents.all()).toEqual([]);
  });
});

describe('templates', () => {
  it('are listed with what is said, and what may stand in them', async () => {
    const door = await openOperatorDoor();
    await ask(door, putTemplate({ texts: { ru: 'Привет!' }, reason: 'short' }));
    const { items } = await parsed(ask(door, templates));
    expect(items.map(({ scenario }: { scenario: string }) => scenario)).toEqual(TEMPLATE_KEYS);
    const [greeting, reminder] = ['GREETING', 'FOLLOW_UP_REMINDER_1'].map((name) =>
      items.find(({ scenario }: { scenario: string }) => scenario === name),
    );
    expect(greeting).toMatchObject({
      version: 1,
      published: true,
      published_by: ADMIN,
      reason: 'short',
      languages: {
        ru: { text: 'Привет!', shipped: false },
        en: { text: SHIPPED_TEXTS.GREETING.en, shipped: true },
      },
    });
    expect(greeting.parameters).toContain('date');
    expect(reminder).toMatchObject({ version: 0, published: false });
    expect(reminder.parameters).not.toContain('date');
  });

  it('are shown one by one, with what is shipped', async () => {
    const door = await openOperatorDoor();
    const made = await parsed(ask(door, putTemplate({ texts: { en: 'Hi!' } })));
    expect(await parsed(ask(door, template()))).toEqual(made);
    expect(made.shipped).toEqual(SHIPPED_TEXTS.GREETING);
    expect(made.parameters).toContainEqual({
      name: 'client_name',
      from: 'client',
      may_be_missing: true,
      missing: null,
      sample: { ru: 'Ольга', en: 'Olga' },
    });
    expect(made.parameters).toContainEqual(
      expect.objectContaining({ name: 'desk_name', may_be_missing: false }),
    );
    expect(made.parameters).toContainEqual(
      expect.objectContaining({
        name: 'lesson_link',
        missing: expect.objectContaining({ en: expect.any(String) }),
      }),
    );
  });

  it('are previewed, compared, listed by version and rolled back', async () => {
    const door = await openOperatorDoor();
    const said = preview({
      text: 'Да[, {client_name}][ в {time}]!',
      parameters: { time: '9:00' },
      without: ['client_name'],
    });
    expect(await parsed(ask(door, said))).toEqual({ text: 'Да в 9:00!', missing: ['client_name'] });
    await ask(door, putTemplate({ texts: { ru: 'Здравствуйте! На связи школа.' } }));
    await ask(door, putTemplate({ texts: { ru: null } }));
    const { languages } = await parsed(ask(door, diff({ to: '1' })));
    expect(languages.ru.map(({ kind }: { kind: string }) => kind)).toEqual([
      'same',
      'removed',
      'same',
      'removed',
      'added',
      'same',
    ]);
    const { items, next } = await parsed(ask(door, templateVersions()));
    expect([items.map(({ texts }: { texts: object }) => texts), next]).toEqual([
      [{}, { ru: 'Здравствуйте! На связи школа.' }],
      null,
    ]);
    const back = await parsed(ask(door, backTemplate({ version: 1 })));
    expect(back).toMatchObject({ version: 3, languages: { ru: { text: 'Здравствуйте! На связи школа.' } } });
  });
});

describe('reminders', () => {
  it('are listed, of all and of one, called off, and sent', async () => {
    const armedWakeUps = new PlayedWakeUps();
    const door = await openOperatorDoor({ armedWakeUps });
    const { id } = await keepSilent(door.desk.conversations);
    armedWakeUps.all.push(
      { conversation_id: id, at: NOW + MINUTE },
      { conversation_id: id, at: NOW + 2 * MINUTE },
    );
    const one = await parsed(ask(door, reminders({ partner: 'demo', client_id: 'silent' })));
    expect(one.items[0]).toEqual({
      id: expect.stringMatching(/^rem_.*-0$/),
      conversation_id: id,
      partner: 'demo',
      client_id: 'silent',
      number: 1,
      due_at: '2026-11-24T12:15:00.000Z',
      state: 'planned',
    });
    const all = await parsed(ask(door, reminders({ limit: '1' })));
    expect([all.items, all.next]).toEqual([one.items, expect.any(String)]);
    expect(await parsed(ask(door, reminders({ limit: '1', cursor: all.next })))).toEqual({
      items: [],
      next: null,
    });
    const [first, second] = one.items.map((item: { id: string }) => item.id);
    for (let n = 0; n < 2; n++)
      expect(await parsed(ask(door, cancel(first)))).toEqual({ id: first, state: 'cancelled' });
    for (let n = 0; n < 2; n++)
      expect(await parsed(ask(door, send(second)))).toEqual({ id: second, state: 'sent' });
    const { outbox } = await headIn(door.desk.conversations, id);
    expect(Object.values(outbox)).toMatchObject([{ source: 'reminder' }]);
  });

  it('say as described why they cannot be', async () => {
    const door = await openOperatorDoor();
    const { conversations } = door.desk;
    const { id } = await keepSilent(conversations);
    const [item] = (await parsed(ask(door, reminders({ partner: 'demo', client_id: 'silent' })))).items;
    const { commitFollowUp, moveFollowUp } = conversations;
    conversations.commitFollowUp = async () => 'conflict';
    conversations.moveFollowUp = async () => 'conflict';
    for (const request of [send(item.id), cancel(item.id)])
      expect(verdictOf(await ask(door, request)).code).toBe('conversation.busy');
    Object.assign(conversations, { commitFollowUp, moveFollowUp });
    const take = { operator: 'op', at: NOW, withdrawn: [], owed: [] };
    await conversations.take(await headIn(conversations, id), take);
    expect(verdictOf(await ask(door, send(item.id))).code).toBe('conversation.with_operator');
    expect(verdictOf(await ask(door, cancel(item.id))).code).toBe('reminder.unknown');
  });
});

it('publishers at the same moment are told as described', async () => {
  const door = await openOperatorDoor();
  await ask(door, putPolicy({ changes: { doubt: 'ask' } }));
  await ask(door, putTemplate());
  door.door.documents.publish = async () => 'conflict';
  for (const [request, code] of [
    [putPolicy(), 'policy.changed'],
    [backPolicy(), 'policy.changed'],
    [putTemplate({ texts: { ru: 'Нет' } }), 'template.changed'],
    [backTemplate(), 'template.changed'],
  ] as const)
    expect(verdictOf(await ask(door, request))).toEqual({ status: 409, code });
});

it('what is said is never logged', async () => {
  const door = await openOperatorDoor();
  await ask(door, putPolicy({ changes: { desk: { name: { ru: 'CANARY' } } }, reason: 'CANARY' }));
  await ask(door, putTemplate({ texts: { ru: 'CANARY' }, reason: 'CANARY' }));
  await ask(door, preview({ text: 'CANARY {' }));
  const { lines } = door.desk.journal;
  expect(lines.map(({ event }) => event)).toEqual(
    expect.arrayContaining(['policy.published', 'template.published']),
  );
  expect(JSON.stringify(lines)).not.toContain('CANARY');
});

const REQUESTS = [
  policy,
  putPolicy(),
  policyVersions(),
  backPolicy(),
  dryRun(),
  templates,
  template(),
  putTemplate(),
  preview(),
  templateVersions(),
  backTemplate(),
  diff(),
  reminders(),
  cancel(),
  send(),
];
itRefusesStrangers(book, REQUESTS);

describe('what is wrong with a request', () => {
  const padding = 'x'.repeat(256 * 1024 + 1);
  const bodies: [(body: string) => Request, bad: Request][] = [
    [putPolicy, putPolicy({})],
    [backPolicy, backPolicy({})],
    [dryRun, dryRun({ changes: { doubt: 1 } })],
    [putTemplate, putTemplate({})],
    [preview, preview({ language: 'de' })],
    [backTemplate, backTemplate({ version: -1 })],
  ];

  it.each<[Request, FaultCode]>([
    ...bodies.flatMap(([of, bad]): [Request, FaultCode][] => [
      [of(padding), 'body.too_large'],
      [{ ...of('{}'), headers: { 'content-type': 'text/plain' } }, 'body.not_json'],
      [of('{'), 'body.malformed'],
      [bad, 'request.invalid'],
    ]),
    [policyVersions({ limit: '0' }), 'request.invalid'],
    [templateVersions({}), 'request.invalid'],
    [diff({ from: 'x' }), 'request.invalid'],
    [reminders({ client_id: 'anna' }), 'request.invalid'],
    [backPolicy({ version: 9 }), 'version.unknown'],
    [backTemplate({ version: 9 }), 'version.unknown'],
    [diff({ to: '9' }), 'version.unknown'],
    [template('x'), 'template.unknown'],
    [putTemplate(undefined, 'x'), 'template.unknown'],
    [preview({ scenario: 'x' }), 'template.unknown'],
    [templateVersions({ scenario: 'x' }), 'template.unknown'],
    [backTemplate({ scenario: 'x' }), 'template.unknown'],
    [diff({ scenario: 'x' }), 'template.unknown'],
    [cancel(), 'reminder.unknown'],
    [send(), 'reminder.unknown'],
  ])('is said as described (%#): $1', async (request, code) => {
    expect(verdictOf(await ask(await openOperatorDoor(), request)).code).toBe(code);
  });
});

it('every answer that is described was given', () => {
  book.expectAll((operation) => operation.tags.includes('handbook'));
});
