import { expect, it } from 'vitest';
import { httpEvent, sqsEvent } from '../builders.ts';
import { asAdmin, bodyOf, captureLog, deployFunctions, withKey } from './harness.ts';

const functions = deployFunctions();

const ask = (path: string, query: Record<string, string> = {}) =>
  functions.operatorApi(httpEvent('GET', path, { headers: asAdmin, query }));

async function said(client_id: string, content: string): Promise<void> {
  const posted = await functions.ingest(
    httpEvent('POST', '/api/messages', { headers: withKey, body: { client_id, content } }),
  );
  expect(posted.statusCode).toBe(202);
  const [signal] = functions.queued();
  functions.sqs.resetHistory();
  if (!signal) throw new Error('nobody was told of it');
  await functions.classify(sqsEvent(signal.signal));
  functions.sqs.resetHistory();
}

it('what was said is found, exported and reported from the table, and no search is logged', async () => {
  const log = captureLog();
  await said('pupil-1', 'Здравствуйте, у нас не открывается урок CANARY');
  await said('parent-1', 'Верните деньги, мы недовольны занятиями!');

  const page = bodyOf(await ask('/api/search/messages', { q: 'canary ОТКРЫВАЕТСЯ' }));
  expect(page).toMatchObject({
    items: [{ client_id: 'pupil-1', source: 'client', scenario: 'TECH_SUPPORT_BASIC' }],
    next: null,
  });
  const replies = bodyOf(
    await ask('/api/search/messages', { client: 'parent-1', partner: 'demo', limit: '1' }),
  );
  expect(replies.items).toMatchObject([{ source: 'ai_bot', scenario: 'COMPLAINT', delivery: 'waiting' }]);
  const rest = bodyOf(
    await ask('/api/search/messages', { client: 'parent-1', partner: 'demo', cursor: replies.next }),
  );
  expect(rest).toMatchObject({ items: [{ source: 'client' }], next: null });

  expect(bodyOf(await ask('/api/search/clients', { q: 'p' })).items).toMatchObject([
    { client_id: 'parent-1', conversation_id: rest.items[0].conversation_id },
    { client_id: 'pupil-1' },
  ]);
  expect(bodyOf(await ask('/api/search/conversations', { q: 'canary' })).items).toMatchObject([
    { client_id: 'pupil-1' },
  ]);
  const csv = await ask(`/api/export/conversation/${page.items[0].conversation_id}`);
  expect(csv.body.split('\r\n')).toHaveLength(4);
  expect((await ask('/api/export/results')).body.split('\r\n')).toHaveLength(6);
  expect(bodyOf(await ask('/api/export/report', { format: 'json' }))).toMatchObject([
    { scenario: 'COMPLAINT', turns: 1, escalated: 1 },
    { scenario: 'TECH_SUPPORT_BASIC', turns: 1, answered_alone: 1 },
  ]);
  const tomorrow = new Date(Date.now() + 60_000).toISOString();
  expect(bodyOf(await ask('/api/search/messages', { from: tomorrow }))).toEqual({ items: [], next: null });
  expect(log().toLowerCase()).not.toContain('canary');
});
