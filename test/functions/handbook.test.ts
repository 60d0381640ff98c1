import { ListSchedulesCommand } from '@aws-sdk/client-scheduler';
import { describe, expect, it } from 'vitest';
import { httpEvent } from '../builders.ts';
import { HANDBOOK } from '../contracts/bad-input-handbook.ts';
import { bothStores } from '../contracts/both-stores.ts';
import { eventOf, verdictOf } from '../contracts/partner-door.ts';
import { keepSilent } from '../usecases/silent-client.ts';
import { asAdmin, bodyOf, captureLog, deployFunctions } from './harness.ts';

const functions = deployFunctions();
const { queued } = functions;

const ask = (method: string, path: string, more: { body?: unknown; query?: Record<string, string> } = {}) =>
  functions.operatorApi(httpEvent(method, path, { headers: asAdmin, ...more }));
const read = async (path: string, query?: Record<string, string>) =>
  bodyOf(await ask('GET', path, query && { query }));

describe('the policy', () => {
  it('is changed and rolled back in the table, and the log tells who did it and no more', async () => {
    const log = captureLog();
    const changes = { desk: { name: { ru: 'CANARY' } }, follow_ups: { reminders_s: [] } };
    const made = await ask('PUT', '/api/policy', { body: { changes, seen_version: 0, reason: 'CANARY' } });
    expect([made.statusCode, bodyOf(made)]).toMatchObject([200, { version: 1, changes }]);
    expect(await read('/api/policy')).toEqual(bodyOf(made));
    await ask('POST', '/api/policy/rollback', { body: { version: 0 } });
    const { items } = await read('/api/policy/versions');
    expect(items).toMatchObject([
      { version: 2, by: 'root', restores: 0, changes: {} },
      { version: 1, by: 'root', reason: 'CANARY', changes },
    ]);
    expect(log()).toMatch(/policy\.published.*"version":1,"by":"root"/);
    expect(log()).not.toContain('CANARY');
  });

  it('of two that are put at once keeps one', async () => {
    const seen_version = (await read('/api/policy')).version;
    const put = (count: number) =>
      ask('PUT', '/api/policy', { body: { changes: { escalation: { requests: { count } } }, seen_version } });
    const statuses = (await Promise.all([put(5), put(6)])).map(({ statusCode }) => statusCode);
    expect(statuses).toContain(200);
    expect(statuses.filter((status) => status !== 200)).toHaveLength(1);
    expect((await read('/api/policy')).version).toBe(seen_version + 1);
  });
});

describe('a text', () => {
  it('is changed, compared and listed in the table', async () => {
    await ask('PUT', '/api/templates/FAREWELL', { body: { texts: { en: 'Bye!' } } });
    const { items } = await read('/api/templates');
    expect(items.find(({ scenario }: { scenario: string }) => scenario === 'FAREWELL')).toMatchObject({
      version: 1,
      languages: { en: { text: 'Bye!', shipped: false } },
    });
    const { languages } = await read('/api/templates/diff', { scenario: 'FAREWELL', from: '0', to: '1' });
    expect(languages.en).toContainEqual({ kind: 'added', text: 'Bye' });
  });
});

describe('reminders', () => {
  it('are those behind what is armed, and are called off and sent', async () => {
    const { conversations, outbox } = functions.stores();
    const { id } = await keepSilent(bothStores(conversations, outbox), { at: Date.now() });
    functions.scheduler
      .on(ListSchedulesCommand)
      .resolves({ Schedules: [{ Name: `${id}-1` }, { Name: 'other' }] });
    const { items } = await read('/api/reminders');
    expect(items).toMatchObject([1, 2, 3].map((number) => ({ conversation_id: id, number })));
    functions.sqs.resetHistory();
    await ask('POST', `/api/reminders/${items[2].id}/cancel`);
    const sent = await ask('POST', `/api/reminders/${items[0].id}/send`);
    expect([sent.statusCode, bodyOf(sent)]).toEqual([200, { id: items[0].id, state: 'sent' }]);
    expect(queued().map(({ queue }) => queue)).toEqual(['FollowUps', 'Outbound', 'FollowUps']);
    const left = await read('/api/reminders', { partner: 'demo', client_id: 'silent' });
    expect(left.items).toMatchObject([{ number: 2 }]);
  });
});

describe('at the partners’ door', () => {
  it.each([
    ['/api/policy/', '/api/policy'],
    ['/api/policy/versions/', '/api/policy/versions'],
    ['/api/templates/GREETING/', '/api/templates/GREETING'],
    ['/api/reminders/rem_1/send/', '/api/reminders/rem_1/send'],
  ])('%s is sent on to where API Gateway knows it', async (path, location) => {
    const { statusCode, headers } = await functions.ingest(httpEvent('GET', path, { headers: asAdmin }));
    expect([statusCode, headers['location']]).toEqual([308, location]);
  });
});

describe('whatever is wrong, neither table nor Scheduler is asked anything that it refuses', () => {
  // What is taken publishes versions, which other rows count on not to be there.
  const isSteady = (code: string | undefined): boolean =>
    code !== undefined && code !== 'version.unknown' && !code.endsWith('.changed');
  const cases = Object.entries(HANDBOOK).flatMap(([table, rows]) =>
    rows.filter(({ code }) => isSteady(code)).map((row) => ({ table, ...row })),
  );

  it.each(cases)('$table, $name: $status $code', async ({ request, status, code }) => {
    expect(verdictOf(await functions.operatorApi(eventOf({ body: '', ...request })))).toEqual({
      status,
      code,
    });
  });
});
