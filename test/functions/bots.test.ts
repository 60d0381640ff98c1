import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { freshEndpoint } from '../../shared/domain/endpoint.ts';
import { httpEvent, NOW } from '../builders.ts';
import { playParameterStore } from '../played-parameter-store.ts';
import { PlayedBotApi } from '../usecases/played-bot-api.ts';
import { asAdmin, bodyOf, breakTable, captureLog, deployFunctions, sdkError } from './harness.ts';

const TOKEN = `42:${'CANARY-'.repeat(5)}`;
const botApi = new PlayedBotApi();
botApi.knows(TOKEN, { id: 42, username: 'school_bot' });

const server = createServer(async (request, response) => {
  const [, token = '', method = ''] = /^\/bot([^/]+)\/(\w+)$/.exec(request.url ?? '') ?? [];
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const { result, answer } = await botApi.call(token, method, JSON.parse(Buffer.concat(chunks).toString()));
  const body = answer?.ok
    ? { ok: true, result: answer.value }
    : { ok: false, error_code: answer?.code, description: answer?.description };
  response.writeHead(result.kind === 'response' ? result.status : 500, {
    'content-type': 'application/json',
  });
  response.end(JSON.stringify(body));
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

const { port } = server.address() as AddressInfo;
const played = await playParameterStore();
const functions = deployFunctions({
  TELEGRAM_API_URL: `http://127.0.0.1:${port}`,
  AWS_ENDPOINT_URL_SSM: played.url,
});

beforeEach(() => played.empty());
afterAll(() => {
  played.close();
  server.closeAllConnections();
  server.close();
});

const ask = (method: string, path: string, body?: unknown) =>
  functions.operatorApi(
    httpEvent(method, `/api/admin/bots${path}`, { headers: asAdmin, ...(body ? { body } : {}) }),
  );

it('a bot is added, told where updates go, shown and removed, and nobody is shown token or secret', async () => {
  const log = captureLog();
  const made = await ask('POST', '', { id: 'school', token: TOKEN });
  expect([made.statusCode, bodyOf(made)]).toMatchObject([201, { telegram_id: 42, username: 'school_bot' }]);
  expect(played.parameters()).toMatchObject([
    { id: '/firstline/test/bots/school/token', value: { type: 'SecureString', value: TOKEN } },
  ]);
  const set = await ask('POST', '/school/webhook', { max_connections: 5 });
  const url = 'https://desk.example.com/api/telegram/school/webhook';
  expect([set.statusCode, bodyOf(set)]).toMatchObject([200, { webhook: { url, max_connections: 5 } }]);
  const shown = await ask('GET', '/school');
  expect(bodyOf(shown)).toEqual(bodyOf(set));
  const listed = await ask('GET', '');
  expect(bodyOf(listed)).toEqual({ items: [bodyOf(shown)] });
  const removed = await ask('DELETE', '/school');
  expect([removed.statusCode, played.parameters().length, (await ask('GET', '/school')).statusCode]).toEqual([
    200, 0, 404,
  ]);
  const [{ secret_token = '' } = {}] = botApi.of('setWebhook');
  const told = JSON.stringify([made, set, shown, listed, removed, log()]);
  expect(told).not.toContain('CANARY');
  expect(told).not.toContain(secret_token);
  expect(log()).toMatch(/bot\.webhook_set.*"bot":"school","by":"root"/);
});

it('a bot that was disabled for want of a token is enabled by one, and what was held is let go', async () => {
  const endpoint = freshEndpoint('telegram.school', 'telegram:school');
  const state = { name: 'disabled', at: NOW, rule: 'telegram.token' } as const;
  await functions.stores().endpoints.save(undefined, { ...endpoint, state });
  expect((await ask('POST', '', { id: 'school', token: TOKEN })).statusCode).toBe(201);
  expect((await functions.stores().endpoints.endpoint(endpoint.id))?.state.name).toBe('ramping');
  expect(functions.queued().map(({ queue }) => queue)).toEqual(['Jobs']);
  await ask('DELETE', '/school');
});

it('a token that is nobody’s, or that the secret store refuses, is repeated nowhere', async () => {
  const log = captureLog();
  const wrong = await ask('POST', '', { id: 'wrong', token: `7:${'CANARY-'.repeat(5)}` });
  expect([wrong.statusCode, bodyOf(wrong).code]).toEqual([422, 'bot.token_refused']);
  played.refuses('ValidationException');
  const failed = await ask('POST', '', { id: 'school', token: TOKEN });
  expect([failed.statusCode, bodyOf(failed).code]).toEqual([500, 'internal']);
  played.refuses('ThrottlingException');
  expect((await ask('POST', '', { id: 'school', token: TOKEN })).statusCode).toBe(503);
  expect(JSON.stringify([wrong, failed, log()])).not.toContain('CANARY');
});

it('a table that does not answer is a 503, and changes no token', async () => {
  breakTable(sdkError('ThrottlingException'), 'QueryCommand');
  expect((await ask('POST', '', { id: 'school', token: TOKEN })).statusCode).toBe(503);
  expect(played.parameters()).toEqual([]);
});

it('the probe tells of a bot whose webhook is not set, and of no token', async () => {
  await ask('POST', '', { id: 'school', token: TOKEN });
  const log = captureLog();
  await functions.probe();
  expect(log()).toMatch(/"message":"bot\.unwell".*"bot":"school","why":"it has no webhook"/);
  expect(log()).toMatch(/"service":"probe","stage":"test","BotsUnwell":1/);
  await ask('POST', '/school/webhook');
  await functions.probe();
  expect(log()).toContain('"BotsUnwell":0');
  expect(log()).not.toContain('CANARY');
});
