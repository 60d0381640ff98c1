import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO } from '../../local/seed.ts';
import { startTwin, type Twin } from '../../local/twin.ts';
import { crmInbox, postMessage, verified } from './crm.ts';

let twin: Twin;
beforeAll(async () => {
  twin = await startTwin({ port: 0, adminToken: 'token-of-the-admin', log: () => undefined });
});
afterAll(() => twin.close());

async function ask(method: string, path: string, body?: unknown) {
  const response = await fetch(`${twin.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${twin.adminToken}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, answer: (await response.json()) as Record<string, unknown> };
}

async function advance(seconds: number): Promise<void> {
  const body = JSON.stringify({ seconds });
  expect((await fetch(`${twin.url}/_local/clock/advance`, { method: 'POST', body })).status).toBe(200);
}

/** What this client has been told, in order. */
async function toldTo(client: string): Promise<string[]> {
  const all = (await crmInbox(twin.url)).map(verified) as { client_id?: string; response_text?: string }[];
  return all.filter(({ client_id }) => client_id === client).map(({ response_text = '' }) => response_text);
}

async function write(client_id: string, content: string): Promise<void> {
  await postMessage(twin.url, { client_id, content });
  await advance(30);
}

describe('what an admin publishes', () => {
  it('is in force a minute later: a text, and a threshold', async () => {
    await write('before', 'Не открывается урок, что делать?');
    expect((await toldTo('before')).join()).toContain('Обновите страницу');

    const text = 'Перезагрузите, пожалуйста, компьютер.';
    const published = await ask('PUT', '/api/templates/TECH_SUPPORT_BASIC', {
      texts: { ru: text },
      reason: 'try',
    });
    expect(published).toMatchObject({ status: 200, answer: { version: 1 } });
    await advance(60);
    await write('after', 'Не открывается урок, что делать?');
    expect((await toldTo('after')).join()).toContain(text);

    // Nothing is as sure as that, so whatever comes is answered and handed over.
    const changes = { thresholds: { answer: 1, refuse: 1 } };
    expect((await ask('PUT', '/api/policy', { changes, seen_version: 0 })).status).toBe(200);
    await advance(60);
    await write('unsure', 'Не открывается урок, что делать?');
    expect((await toldTo('unsure')).join()).not.toContain(text);

    expect((await ask('POST', '/api/policy/rollback', { version: 0 })).answer).toMatchObject({ version: 2 });
    expect(
      (await ask('POST', '/api/templates/rollback', { scenario: 'TECH_SUPPORT_BASIC', version: 0 })).status,
    ).toBe(200);
    await advance(60);
    await write('again', 'Не открывается урок, что делать?');
    expect((await toldTo('again')).join()).toContain('Обновите страницу');
  });

  it('can be tried before on what was said', async () => {
    await write('tried', 'Не открывается урок, что делать?');
    const { version } = (await ask('GET', '/api/policy')).answer;
    const changes = { scenarios: { TECH_SUPPORT_BASIC: { enabled: false } } };
    const tried = await ask('POST', '/api/policy/dry-run', { changes, partner: 'demo', client_id: 'tried' });
    expect(tried).toMatchObject({ status: 200, answer: { conversations: 1, turns: 1, changed: 1 } });
    expect(tried.answer['items']).toMatchObject([
      { before: { said: 'answered', reason: null }, after: { reason: 'always_escalates' } },
    ]);
    expect((await ask('GET', '/api/policy')).answer).toMatchObject({ version });
  });

  it('that cannot be is refused, and changes nothing', async () => {
    const { version } = (await ask('GET', '/api/policy')).answer;
    const changes = { escalation: { requests: { count: 0 } } };
    expect(await ask('PUT', '/api/policy', { changes })).toMatchObject({
      status: 422,
      answer: { errors: [{ path: 'policy.escalation.requests.count' }] },
    });
    expect((await ask('GET', '/api/policy')).answer).toMatchObject({ version });
  });
});

describe('a keyword', () => {
  const text = 'Не открывается урок, что делать?';

  /** What the latest message of this client was understood as, and by what. */
  async function understood(client: string): Promise<unknown> {
    const headers = { authorization: `Bearer ${DEMO.key}` };
    const response = await fetch(`${twin.url}/api/messages/${client}/classifications`, { headers });
    const [latest] = (await response.json()) as { scenario: string; reasoning: string }[];
    return { scenario: latest?.scenario, reasoning: latest?.reasoning };
  }

  it('decides a minute after it was added, and no more a minute after it was removed', async () => {
    const added = await ask('POST', '/api/keywords', { scenario: 'LESSON_LINK', keyword: 'открыва* урок' });
    expect(added).toMatchObject({ status: 201, answer: { priority: 5, version: 1 } });
    await advance(60);
    await write('with', text);
    const byKeyword = { scenario: 'LESSON_LINK', reasoning: 'ключевое слово: открыва* урок' };
    expect(await understood('with')).toEqual(byKeyword);
    const { id } = added.answer;
    const whose = { partner: 'demo', client_id: 'with' };
    const preview = await ask('POST', '/api/keywords/preview', { remove: [id], text, ...whose });
    expect(preview.answer).toMatchObject({
      changed: 1,
      decides: null,
      items: [{ before: { scenario: 'LESSON_LINK' }, after: { scenario: 'TECH_SUPPORT_BASIC' } }],
    });
    const removed = await fetch(`${twin.url}/api/keywords/${id}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${twin.adminToken}` },
    });
    expect([removed.status, await removed.text()]).toEqual([204, '']);
    await advance(60);
    await write('without', text);
    // So many have reported this here that it may be an outage by now; by the keyword it is decided no more.
    expect(await understood('without')).toMatchObject({
      scenario: expect.stringMatching(/^(TECH_SUPPORT_BASIC|MASS_OUTAGE)$/),
      reasoning: expect.not.stringContaining('ключевое слово'),
    });
  });
});

describe('npm run admin', () => {
  const run = promisify(execFile);
  const admin = (...args: string[]) =>
    run(
      process.execPath,
      [join(import.meta.dirname, '../../bin/admin.ts'), ...args, '--url', `${twin.url}/`],
      {
        env: { ...process.env, FIRSTLINE_ADMIN_TOKEN: twin.adminToken },
      },
    );

  it('asks the running desk', async () => {
    const { stdout } = await admin('templates', 'set', 'FAREWELL', '--en', 'Bye!', '--reason', 'shorter');
    expect(stdout).toContain('en:\nBye!\n');
    expect(JSON.parse((await admin('templates', 'history', 'FAREWELL', '--json')).stdout).items).toHaveLength(
      1,
    );
  });

  it('tells why it was refused, place by place, and ends with 1', async () => {
    const refused = admin('policy', 'set', 'escalation.requests.count=0');
    await expect(refused).rejects.toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(
        /\(request\.invalid\)\n {2}policy\.escalation\.requests\.count: must be /,
      ),
    });
    await expect(admin('policy', 'show', '--token', 'nope')).rejects.toMatchObject({ code: 1 });
    await expect(admin('policy')).rejects.toMatchObject({ code: 2 });
  });
});

describe('the door to it', () => {
  it.each([
    ['GET', '/api/policy'],
    ['PUT', '/api/policy'],
    ['GET', '/api/policy/versions'],
    ['POST', '/api/policy/rollback'],
    ['POST', '/api/policy/dry-run'],
    ['GET', '/api/templates'],
    ['POST', '/api/templates/preview'],
    ['GET', '/api/templates/versions'],
    ['POST', '/api/templates/rollback'],
    ['GET', '/api/templates/diff'],
    ['GET', '/api/templates/GREETING'],
    ['PUT', '/api/templates/GREETING'],
    ['GET', '/api/keywords'],
    ['POST', '/api/keywords'],
    ['POST', '/api/keywords/preview'],
    ['GET', '/api/keywords/versions'],
    ['POST', '/api/keywords/rollback'],
    ['DELETE', '/api/keywords/kwd_0'],
    ['GET', '/api/reminders'],
    ['POST', '/api/reminders/rem_0/cancel'],
    ['POST', '/api/reminders/rem_0/send'],
  ])('stays shut to a partner: %s %s', async (method, path) => {
    const knock = async (key: string, at: string) =>
      (await fetch(`${twin.url}${at}`, { method, headers: { authorization: `Bearer ${key}` } })).status;
    expect(await knock(DEMO.key, path)).toBe(403);
    expect(await knock(DEMO.key, `${path}/`)).toBe(403);
    expect(await knock('nope', path)).toBe(401);
  });
});

describe('reminders', () => {
  interface Reminder {
    id: string;
    client_id: string;
    number: number;
  }
  const listed = async (query = ''): Promise<Reminder[]> =>
    (await ask('GET', `/api/reminders${query}`)).answer['items'] as Reminder[];

  it('are seen before they come, called off, and sent', async () => {
    // No trouble: so many report some here that it is an outage by now.
    await write('quiet', 'Как отменить урок?');
    await advance(30);
    const mine = await listed('?partner=demo&client_id=quiet');
    expect(mine.map(({ number }) => number)).toEqual([1, 2, 3]);
    expect((await listed()).map(({ client_id }) => client_id)).toContain('quiet');
    const [first, second] = mine.map(({ id }) => id);
    expect((await ask('POST', `/api/reminders/${first}/cancel`)).status).toBe(200);
    const before = (await toldTo('quiet')).length;
    expect((await ask('POST', `/api/reminders/${second}/send`)).status).toBe(200);
    await advance(10);
    expect(await toldTo('quiet')).toHaveLength(before + 1);
    expect((await listed('?partner=demo&client_id=quiet')).map(({ number }) => number)).toEqual([3]);
  });
});
