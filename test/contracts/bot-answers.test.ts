import { describe, expect, it } from 'vitest';
import { freshEndpoint } from '../../shared/domain/endpoint.ts';
import type { FaultCode } from '../../shared/domain/errors.ts';
import type { HttpResponse } from '../../shared/edge/responses.ts';
import { NOW } from '../builders.ts';
import { answerOf, LOST, refusal } from '../usecases/played-bot-api.ts';
import { AnswerBook } from './answer-book.ts';
import { ADMIN, type OpenOperatorDoor, openOperatorDoor } from './operator-door.ts';
import { itRefusesStrangers } from './operator-refusals.ts';
import { type Request, verdictOf } from './partner-door.ts';

const book = new AnswerBook();
const ask = (door: OpenOperatorDoor, request: Request) => book.ask(door, request);
const parsed = async (asked: Promise<HttpResponse>) => JSON.parse((await asked).body);

const BOTS = '/api/admin/bots';
const TOKEN = `42:${'CANARY'.repeat(6)}`;
const list: Request = { method: 'GET', path: BOTS };
const add = (body: unknown = { id: 'school', token: TOKEN }): Request => ({ path: BOTS, body });
const bot = (id = 'school'): Request => ({ method: 'GET', path: `${BOTS}/${id}` });
const remove = (id = 'school'): Request => ({ method: 'DELETE', path: `${BOTS}/${id}` });
const webhook = (body?: unknown, id = 'school'): Request => ({
  path: `${BOTS}/${id}/webhook`,
  ...(body !== undefined && { body }),
});

/** A door whose Bot API knows the bot of the token. */
async function withTelegram(): Promise<OpenOperatorDoor> {
  const door = await openOperatorDoor();
  door.botApi.knows(TOKEN, { id: 42, username: 'school_bot' });
  return door;
}

async function withBot(): Promise<OpenOperatorDoor> {
  const door = await withTelegram();
  await ask(door, add());
  return door;
}

const SCHOOL = {
  id: 'school',
  telegram_id: 42,
  username: 'school_bot',
  created_at: new Date(NOW).toISOString(),
};
const UNSET = {
  url: '',
  pending_update_count: 0,
  last_error_at: null,
  last_error_message: null,
  max_connections: null,
  allowed_updates: [],
};

describe('POST /api/admin/bots', () => {
  it('answers the bot, then that it was there, and never the token', async () => {
    const door = await withTelegram();
    const made = await ask(door, add());
    expect([made.statusCode, JSON.parse(made.body)]).toEqual([201, SCHOOL]);
    const again = await ask(door, add());
    expect([again.statusCode, JSON.parse(again.body)]).toEqual([200, SCHOOL]);
    expect(door.desk.journal.of('bot.added')).toMatchObject([{ by: ADMIN, added: true }, { added: false }]);
    const told = JSON.stringify([made, again, door.desk.journal.lines]);
    expect(told).not.toContain('CANARY');
  });

  it.each([
    [{}, ['id', 'token']],
    [{ id: 'School', token: TOKEN }, ['id']],
    [{ id: 'a.b', token: TOKEN }, ['id']],
    [{ id: '', token: TOKEN }, ['id']],
    [{ id: 'x'.repeat(33), token: TOKEN }, ['id']],
    [{ id: 1, token: TOKEN }, ['id']],
    [{ id: 'school', token: null }, ['token']],
    [{ id: 'school', token: '' }, ['token']],
    [{ id: 'school', token: 'CANARY' }, ['token']],
    [{ id: 'school', token: `${TOKEN} ` }, ['token']],
    [{ id: 'school', token: `${TOKEN}\n` }, ['token']],
    [{ id: 'school', token: `42:${'CANARY/..'.repeat(5)}` }, ['token']],
    [{ id: 'school', token: `42:${'CANARY'.repeat(50)}` }, ['token']],
    [{ id: 'school', token: TOKEN, secret: 'x' }, ['']],
    [[], ['']],
    [null, ['']],
  ])('refuses %j by its places, before Telegram is asked', async (body, at) => {
    const door = await withTelegram();
    const { statusCode, body: answer } = await ask(door, add(body));
    const { code, errors } = JSON.parse(answer);
    expect([statusCode, code]).toEqual([422, 'request.invalid']);
    expect(errors.map(({ path }: { path: string }) => path)).toEqual(at);
    expect(`${answer}${JSON.stringify(door.desk.journal.lines)}`).not.toContain('CANARY');
    expect(door.botApi.asked).toEqual([]);
  });

  it('says as described that the token is nobody’s, or the bot is there', async () => {
    const door = await withBot();
    const wrong = await ask(door, add({ id: 'other', token: `99:${'CANARY'.repeat(6)}` }));
    expect(verdictOf(wrong)).toEqual({ status: 422, code: 'bot.token_refused' });
    expect(JSON.parse(wrong.body).errors).toMatchObject([{ path: 'token' }]);
    expect(wrong.body).not.toContain('CANARY');
    const twice = await ask(door, add({ id: 'other', token: TOKEN }));
    expect(verdictOf(twice)).toEqual({ status: 409, code: 'bot.exists' });
  });
});

describe('POST /api/admin/bots for a bot that was disabled for want of a token', () => {
  async function disabled(): Promise<OpenOperatorDoor> {
    const door = await withTelegram();
    const endpoint = freshEndpoint('telegram.school', 'telegram:school');
    const state = { name: 'disabled', at: NOW, rule: 'telegram.token' } as const;
    await door.desk.endpoints.save(undefined, { ...endpoint, state });
    return door;
  }

  it('enables it as the operators’ switch does', async () => {
    const door = await disabled();
    await ask(door, add());
    const [endpoint] = await door.desk.endpoints.list({ limit: 1 });
    expect(endpoint?.state.name).toBe('ramping');
    expect(door.desk.journal.of('endpoint.enabled')).toMatchObject([{ by: ADMIN }]);
    expect(door.desk.jobLane.take()).toHaveLength(1);
  });

  it('says as described that its endpoint, or the job for it, changes too fast', async () => {
    const door = await disabled();
    const { endpoints, jobs } = door.desk;
    const { save } = endpoints;
    endpoints.save = async () => 'conflict';
    expect(verdictOf(await ask(door, add()))).toEqual({ status: 503, code: 'endpoint.busy' });
    endpoints.save = save;
    jobs.start = async () => 'conflict';
    expect(verdictOf(await ask(door, add()))).toEqual({ status: 503, code: 'job.busy' });
  });
});

describe('GET /api/admin/bots and /api/admin/bots/{bot}', () => {
  it('answer each bot with its webhook', async () => {
    const door = await withTelegram();
    expect(await parsed(ask(door, list))).toEqual({ items: [] });
    await ask(door, add());
    const state = { ...SCHOOL, webhook: UNSET, error: null };
    expect(await parsed(ask(door, list))).toEqual({ items: [state] });
    expect(await parsed(ask(door, bot()))).toEqual(state);
  });

  it('answer what went wrong last', async () => {
    const door = await withBot();
    const last_error_date = NOW / 1000;
    const last_error_message = 'Connection timed out';
    door.botApi.answerWith('getWebhookInfo', answerOf({ url: 'x', last_error_date, last_error_message }));
    expect((await parsed(ask(door, bot()))).webhook).toMatchObject({
      last_error_at: SCHOOL.created_at,
      last_error_message,
    });
  });

  it('answer why nothing is known of the webhook', async () => {
    const door = await withBot();
    door.botApi.answerWith('getWebhookInfo', LOST);
    const state = { ...SCHOOL, webhook: null, error: 'response.timeout' };
    expect(await parsed(ask(door, bot()))).toEqual(state);
    expect(await parsed(ask(door, list))).toEqual({ items: [state] });
  });
});

describe('POST /api/admin/bots/{bot}/webhook', () => {
  it('answers the bot as it then stands, and never the secret', async () => {
    const door = await withBot();
    const set = await ask(door, webhook());
    expect(JSON.parse(set.body)).toEqual({
      ...SCHOOL,
      webhook: {
        ...UNSET,
        url: 'https://desk.example.com/api/telegram/school/webhook',
        max_connections: 40,
        allowed_updates: ['message', 'edited_message', 'callback_query', 'my_chat_member'],
      },
      error: null,
    });
    const [{ secret_token } = {}] = door.botApi.of('setWebhook');
    expect(JSON.stringify([set, door.desk.journal.lines])).not.toContain(secret_token);
    const other = { url: 'https://other.example.com:88/x', max_connections: 100 };
    expect((await parsed(ask(door, webhook(other)))).webhook).toMatchObject(other);
    await ask(door, webhook({ url: null, max_connections: null }));
    expect(door.botApi.of('setWebhook')[2]).toMatchObject({ max_connections: 40 });
  });

  it.each([
    [{ url: 1 }, ['url']],
    [{ url: 'http://desk.example.com' }, ['url']],
    [{ url: `https://desk.example.com/${'x'.repeat(2048)}` }, ['url']],
    [{ max_connections: 0 }, ['max_connections']],
    [{ max_connections: 101 }, ['max_connections']],
    [{ max_connections: 1.5 }, ['max_connections']],
    [{ max_connections: '40' }, ['max_connections']],
    [{ drop_pending_updates: true }, ['']],
    [[], ['']],
  ])('refuses %j by its places, before Telegram is asked', async (body, at) => {
    const door = await withBot();
    const { errors } = await parsed(ask(door, webhook(body)));
    expect(errors.map(({ path }: { path: string }) => path)).toEqual(at);
    expect(door.botApi.of('setWebhook')).toEqual([]);
  });

  it('says in Telegram’s words why it was refused', async () => {
    const door = await withBot();
    door.botApi.answerWith('setWebhook', refusal(400, 'Bad Request: bad webhook: IP address is reserved'));
    const refused = await ask(door, webhook());
    expect(verdictOf(refused)).toEqual({ status: 422, code: 'bot.api_refused' });
    expect(JSON.parse(refused.body).detail).toContain('IP address is reserved');
    door.botApi.answerWith('setWebhook', refusal(429, 'Too Many Requests: retry after 5', 5));
    const later = await ask(door, webhook());
    expect(verdictOf(later)).toEqual({ status: 503, code: 'dependency.unavailable' });
    expect(later.headers['retry-after']).toBe('5');
  });
});

describe('DELETE /api/admin/bots/{bot}', () => {
  it('answers whether Telegram has removed the webhook, and the bot is gone', async () => {
    const door = await withBot();
    expect(await parsed(ask(door, remove()))).toEqual({ id: 'school', webhook_removed: true });
    expect(await door.botTokens.token('school')).toBeUndefined();
    expect(verdictOf(await ask(door, bot()))).toEqual({ status: 404, code: 'bot.unknown' });
    expect(door.desk.journal.of('bot.removed')).toMatchObject([{ bot: 'school', by: ADMIN }]);
  });
});

itRefusesStrangers(book, [list, add(), bot(), remove(), webhook()]);

describe('what is wrong with a request', () => {
  const padding = 'x'.repeat(256 * 1024 + 1);

  it.each<[Request, FaultCode]>([
    ...[add, webhook].flatMap((of): [Request, FaultCode][] => [
      [of(padding), 'body.too_large'],
      [{ ...of('{}'), headers: { 'content-type': 'text/plain' } }, 'body.not_json'],
      [of('{'), 'body.malformed'],
    ]),
    ...['nobody', 'School', 'x'.repeat(3000), '__proto__', '%00', 'a%2Fb'].flatMap(
      (id): [Request, FaultCode][] => [
        [bot(id), 'bot.unknown'],
        [remove(id), 'bot.unknown'],
        [webhook({}, id), 'bot.unknown'],
      ],
    ),
  ])('is said as described (%#): $1', async (request, code) => {
    expect(verdictOf(await ask(await withBot(), request)).code).toBe(code);
  });
});

it('every answer that is described was given', () => {
  book.expectAll((operation) => operation.tags.includes('bots'));
});
