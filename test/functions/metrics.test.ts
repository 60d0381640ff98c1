import { expect, it } from 'vitest';
import { keys } from '../../shared/adapters/dynamo/access-patterns.ts';
import { SCRAPED } from '../../shared/domain/desk-figures.ts';
import { hashKey } from '../../shared/edge/partner-key.ts';
import { httpEvent, sqsEvent } from '../builders.ts';
import { asAdmin, deployFunctions, withKey } from './harness.ts';

const functions = deployFunctions();
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
  await functions.ingest(httpEvent('POST', '/api/messages', { headers: withKey, body }));
  const [signal] = functions.queued();
  if (!signal) throw new Error('nobody was told of it');
  await functions.classify(sqsEvent(signal.signal));
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
