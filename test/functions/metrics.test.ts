import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { keys } from '../../shared/adapters/dynamo/access-patterns.ts';
import { DynamoSpending } from '../../shared/adapters/dynamo/spending-store.ts';
import { hostClock } from '../../shared/adapters/host-clock.ts';
import { SCRAPED } from '../../shared/domain/desk-figures.ts';
import { hashKey } from '../../shared/edge/partner-key.ts';
import { DAY, httpEvent, sqsEvent } from '../builders.ts';
import { bothStores } from '../contracts/both-stores.ts';
import { giveUp } from '../usecases/deaths.ts';
import { asAdmin, deployFunctions, withKey } from './harness.ts';

const functions = deployFunctions();
const { version } = JSON.parse(readFileSync('shared/classification/model/model.json', 'utf8')) as {
  version: string;
};
const MACHINE = { authorization: 'Bearer key-of-prometheus' };

const scrape = (headers: Record<string, string>, path = '/metrics') =>
  functions.operatorApi(httpEvent('GET', path, { headers }));

const admitMachine = () =>
  functions.real().table.put({ ...keys.callerKey(hashKey('key-of-prometheus')), metrics: 'prometheus' });

/** A line of the format, or an error that says which is none. */
function read(line: string): { name: string; labels: string; value: number } {
  const [, name = '', labels = '', value] = /^(\w+)(?:\{(.*)\})? (-?[\d.]+)$/.exec(line) ?? [];
  if (value === undefined) throw new Error(`no sample: ${line}`);
  return { name, labels, value: Number(value) };
}

it('the figures of the desk are told as Prometheus reads them, each with help and type', async () => {
  const body = { client_id: 'pupil-9', content: 'Верните деньги, мы недовольны занятиями!' };
  const nobody = { ...withKey, 'x-webhook-url': 'http://localhost:1/nobody' };
  await functions.ingest(httpEvent('POST', '/api/messages', { headers: nobody, body }));
  const [signal] = functions.queued();
  if (!signal) throw new Error('nobody was told of it');
  await functions.classify(sqsEvent(signal.signal));
  const reply = functions.queued().at(-1);
  if (!reply) throw new Error('nothing was answered');
  await functions.deliver(sqsEvent(reply.signal));
  const { table } = functions.real();
  const day = new Date().toISOString().slice(0, 10);
  const spending = new DynamoSpending(table, hostClock);
  await spending.reserve(day, 1_500_000, 2_000_000);
  await spending.correct(day, -250_000);
  const { conversations, outbox } = functions.stores();
  const stores = bothStores(conversations, outbox);
  await giveUp(stores, { n: 1, at: Date.now() - DAY, rule: 'http.410' });
  await giveUp(stores, { n: 2, at: Date.now() - 9 * DAY, rule: 'http.410' });
  await outbox.putStuck({ lane: 'inbound', conversation_id: 'cnv_1', at: Date.now() - DAY });
  await outbox.putStuck({ letter: 'no-signal', at: Date.now() - DAY });
  const { statusCode, headers, body: text } = await scrape(asAdmin);
  expect([statusCode, headers['content-type']]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
  const samples = text
    .trimEnd()
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .map(read);
  const of = (name: string, labels = '') =>
    samples.find((one) => one.name === name && one.labels.includes(labels))?.value;
  expect(of('firstline_messages_total')).toBe(1);
  expect(of('firstline_turns_total', 'COMPLAINT')).toBe(1);
  expect(of('firstline_escalations_total', 'reason="complaint"')).toBe(1);
  expect(of('firstline_texts', 'source="ai_bot",state="waiting"')).toBe(1);
  expect(of('firstline_waiting_conversations', 'priority="high"')).toBe(1);
  expect(of('firstline_classifications_total', `model="${version}",band="answer"`)).toBe(1);
  expect(of('firstline_tries_total', 'rule="error.connect.refused"')).toBe(1);
  expect(of('firstline_late_seconds_count', 'source="ai_bot"')).toBe(1);
  expect(of('firstline_dead_deliveries', 'rule="http.410"')).toBe(1);
  expect(of('firstline_stuck_signals', 'lane="inbound"')).toBe(1);
  expect(of('firstline_stuck_signals', 'lane="none"')).toBe(1);
  expect(of('firstline_oldest_work_seconds')).toBe(0);
  expect(of('firstline_llm_requests_total')).toBe(1);
  expect(of('firstline_llm_spend_dollars')).toBe(1.25);
  expect(of('firstline_figures_partial')).toBe(0);
  for (const name of new Set(samples.map((one) => one.name.replace(/_(sum|count)$/, '')))) {
    expect(SCRAPED).toHaveProperty(name);
    expect(text).toContain(`# TYPE ${name} `);
  }
});

it('the key of a machine reads figures, and opens nothing else at any door', async () => {
  await admitMachine();
  expect((await scrape(MACHINE)).statusCode).toBe(200);
  expect((await scrape(MACHINE, '/api/conversations')).statusCode).toBe(403);
  const asked = httpEvent('GET', '/api/deliveries/msg_1', { headers: MACHINE });
  expect((await functions.ingest(asked)).statusCode).toBe(403);
});

it.each([
  ['nobody', {}, 401],
  ['a partner', withKey, 403],
])('%s reads none', async (_who, headers, status) => {
  expect((await scrape(headers)).statusCode).toBe(status);
});
