import { expect, it } from 'vitest';
import { httpEvent, sqsEvent } from '../builders.ts';
import { asAdmin, bodyOf, captureLog, deployFunctions, withKey } from './harness.ts';

const functions = deployFunctions();

const ask = (path: string) => functions.operatorApi(httpEvent('GET', path, { headers: asAdmin }));

it('statistics and feedback are counted from the table, and nothing that was said is logged', async () => {
  const log = captureLog();
  const body = { client_id: 'pupil-1', content: 'Здравствуйте, у нас не открывается урок CANARY' };
  const posted = await functions.ingest(httpEvent('POST', '/api/messages', { headers: withKey, body }));
  const { message_id } = bodyOf(posted);
  const [signal] = functions.queued();
  if (!signal) throw new Error('nobody was told of it');
  await functions.classify(sqsEvent(signal.signal));
  expect(bodyOf(await ask('/api/stats/messages'))).toMatchObject({
    partial: false,
    total: { messages: 1, texts: { ai_bot: 1 } },
  });
  expect(bodyOf(await ask('/api/stats/scenarios')).total.scenarios).toMatchObject([
    { scenario: 'TECH_SUPPORT_BASIC', turns: 1, answered_alone: 1 },
  ]);
  expect(bodyOf(await ask('/api/stats/deliveries')).total.texts).toMatchObject([{ waiting: 1 }]);
  expect(bodyOf(await ask('/api/stats/operators')).total.operators).toEqual([]);

  const said = { message_id, verdict: 'incorrect', scenario: 'LESSON_LINK' };
  await functions.operatorApi(httpEvent('POST', '/api/feedback', { headers: asAdmin, body: said }));
  expect(bodyOf(await ask('/api/feedback/summary'))).toMatchObject({
    incorrect: 1,
    corrections: [{ guess: 'TECH_SUPPORT_BASIC', right: 'LESSON_LINK', count: 1 }],
  });
  expect(bodyOf(await ask('/api/feedback/misclassified')).items).toMatchObject([{ verdict: 'incorrect' }]);
  expect(log().toLowerCase()).not.toContain('canary');
});
