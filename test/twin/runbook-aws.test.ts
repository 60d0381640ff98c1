import {
  ListQueuesCommand,
  ReceiveMessageCommand,
  type ReceiveMessageCommandOutput,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { FailedBatch } from '../../local/stream-failure.ts';
import { cleanUp } from '../adapters/http/local-servers.ts';
import { names, type StandIn, startStandIn } from '../adapters/llm/stand-in.ts';
import { type AlarmRule, alarmRules } from './alarm-rules.ts';
import { crmInbox, postMessage } from './crm.ts';
import { type Doubt, findDoubts, understood } from './doubts.ts';
import { openScreen } from './screen.ts';
import { withShortVisibility } from './short-visibility.ts';
import { startWatchedDesk, type WatchedDesk } from './watched-desk.ts';

const HOUR_S = 3_600;
const DAY_S = 24 * HOUR_S;
/** Of which many at once are no outage. */
const GREETING = 'Здравствуйте!';

let desk: WatchedDesk;
let ruleOf: (section: string) => AlarmRule;
let doubts: Doubt[];
let model: StandIn;
let removeAssembly: () => Promise<void>;

beforeAll(async () => {
  ruleOf = alarmRules();
  doubts = await findDoubts(12);
  model = await startStandIn();
  vi.stubEnv('LLM_BASE_URL', model.base);
  vi.stubEnv('LLM_MODEL', 'stand-in');
  // Room for a question or two.
  vi.stubEnv('LLM_DAILY_USD', '0.014');
  const { dir, remove } = await withShortVisibility();
  removeAssembly = remove;
  desk = await startWatchedDesk({ assemblyDir: dir });
  await desk.twin.quiet();
}, 120_000);
// What one of them has broken must not break the next.
afterEach(async () => {
  await breakAws('concurrency', { most: 1_000 });
  for (const service of ['dynamodb', 'sqs']) await breakAws(`services/${service}`, { status: 200 });
  for (const name of ['classify', 'deliver']) await breakAws(`sources/${name}`, { enabled: true });
});
afterAll(async () => {
  await desk.twin.close();
  await removeAssembly();
  await cleanUp();
});

interface Figures {
  queues: { name: string; visible: number; oldest_s: number | null }[];
  throttles: Record<string, number>;
  schedules_dropped: Record<string, number>;
}

/** What AWS would tell CloudWatch; asked for while work lies, so nobody waits for it to be done. */
async function figures(): Promise<Figures> {
  return (await (await fetch(`${desk.twin.url}/_local/aws`)).json()) as Figures;
}

async function breakAws(what: string, how: object): Promise<void> {
  const response = await fetch(`${desk.twin.url}/_local/aws/${what}`, {
    method: 'PUT',
    body: JSON.stringify(how),
  });
  expect(response.status).toBe(200);
}

async function queueOf(lane: RegExp) {
  const found = (await figures()).queues.find(({ name }) => lane.test(name));
  if (!found) throw new Error(`there is no queue like ${lane}`);
  return found;
}

/** In each of as many periods as its alarm looks at, the figure is above what the alarm bears. */
async function rings(section: string, figure: () => Promise<number>): Promise<void> {
  const { above, periods, periodS } = ruleOf(section);
  for (let period = 0; period < periods; period++) {
    expect(await figure(), `${section}, period ${period + 1}`).toBeGreaterThan(above);
    await desk.advance(periodS);
  }
}

/** Nothing is old in the lane any more. A signal that found its conversation taken comes again two seconds of wall time later. */
async function isOver(section: string, lane: RegExp): Promise<void> {
  const age = async () => (await queueOf(lane)).oldest_s ?? 0;
  await expect.poll(age, { timeout: 10_000 }).toBeLessThan(ruleOf(section).above);
}

async function scraped(name: string): Promise<number> {
  const headers = { authorization: `Bearer ${desk.twin.adminToken}` };
  const text = await (await fetch(`${desk.twin.url}/metrics`, { headers })).text();
  return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1]);
}

const received = async (inbox: string) => (await crmInbox(desk.twin.url, inbox)).length;
const told = (since: number) => desk.lines.slice(since).join('\n');
const messageTo = (inbox: string, client_id: string, headers: Record<string, string> = {}) =>
  postMessage(
    desk.twin.url,
    { client_id, content: GREETING },
    { 'X-Webhook-URL': `${desk.twin.url}/_local/crm/${inbox}`, ...headers },
  );

/** Statuses of so many messages, each of a client of its own, under a key of its own. */
async function knock(inbox: string, from: number, many: number): Promise<number[]> {
  const names = Array.from({ length: many }, (_, n) => `${inbox}-${from + n}`);
  const answers = names.map((name) => messageTo(inbox, name, { 'Idempotency-Key': name }));
  return (await Promise.all(answers)).map(({ status }) => status);
}

describe('an alarm on a figure of AWS rings when what it watches is broken, and is over when its page was followed', () => {
  // The first one: nothing is armed yet that would be throttled, too.
  it('throttles', async () => {
    await breakAws('concurrency', { most: 0 });
    let before = 0;
    await rings('throttles', async () => {
      expect(new Set(await knock('throttled', before, 11))).toEqual(new Set([503]));
      const all = (await figures()).throttles['ingest'] ?? 0;
      const since = all - before;
      before = all;
      return since;
    });

    await breakAws('concurrency', { most: 1_000 });
    expect(await knock('throttled', 0, 1)).toEqual([202]);
    await desk.twin.quiet();
    expect(await received('throttled')).toBe(1);
    expect((await figures()).throttles['ingest']).toBe(before);
  });

  it('request errors', async () => {
    const since = desk.lines.length;
    await breakAws('services/dynamodb', { status: 500, caller: 'ingest' });
    let from = 0;
    await rings('request-errors', async () => {
      const statuses = await knock('unlucky', from, 6);
      from += 6;
      return statuses.filter((status) => status >= 500).length;
    });
    expect(told(since)).toContain('"message":"request.failed"');
    const health = await fetch(`${desk.twin.url}/health/full`);
    expect([health.status, await health.text()]).toEqual([503, expect.stringContaining('"status":"failed"')]);

    await breakAws('services/dynamodb', { status: 200 });
    const statuses = await knock('unlucky', 0, from);
    await desk.twin.quiet();
    expect(new Set(statuses)).toEqual(new Set([202]));
    expect(await received('unlucky')).toBe(from);
  });

  it('oldest unanswered', async () => {
    const since = desk.lines.length;
    await breakAws('sources/classify', { enabled: false });
    await desk.write('unanswered', 3, GREETING);
    await desk.advance(ruleOf('oldest-unanswered').above + 1);
    await rings('oldest-unanswered', async () => (await queueOf(/Inbound/)).oldest_s ?? 0);
    expect(told(since)).not.toContain('"message":"turn.committed"');
    expect(await received('unanswered')).toBe(0);
    expect(await scraped('firstline_oldest_work_seconds')).toBeGreaterThan(ruleOf('oldest-unanswered').above);

    await breakAws('sources/classify', { enabled: true });
    await desk.twin.quiet();
    expect(await received('unanswered')).toBe(3);
    await isOver('oldest-unanswered', /Inbound/);
    expect(await scraped('firstline_oldest_work_seconds')).toBe(0);
  });

  it('oldest unsent', async () => {
    await breakAws('sources/deliver', { enabled: false });
    await desk.write('unsent', 2, GREETING);
    await desk.advance(ruleOf('oldest-unsent').above + 1);
    await rings('oldest-unsent', async () => (await queueOf(/Outbound/)).oldest_s ?? 0);
    expect(await received('unsent')).toBe(0);

    await breakAws('sources/deliver', { enabled: true });
    await desk.twin.quiet();
    expect(await received('unsent')).toBe(2);
    await isOver('oldest-unsent', /Outbound/);
  });

  it('schedules dropped', async () => {
    const since = desk.lines.length;
    const silent = await desk.write('silent', 1, GREETING);
    await desk.ask('PUT', '/_local/crm/parked/behaviour', { status: 503 });
    await desk.write('parked', 1, GREETING);
    await desk.advance(30);
    await breakAws('services/sqs', { status: 403, caller: 'scheduler' });
    await desk.advance(DAY_S + 2 * HOUR_S);
    const dropped = Object.values((await figures()).schedules_dropped);
    expect(dropped).toHaveLength(2);
    for (const one of dropped) expect(one).toBeGreaterThan(ruleOf('schedules-dropped').above);
    expect(await received('silent')).toBe(1);

    await breakAws('services/sqs', { status: 200 });
    await desk.ask('PUT', '/_local/crm/parked/behaviour', { status: 200 });
    const waiting = triedAgain(since).at(-1);
    await desk.ask('POST', `/api/deliveries/${waiting}/retry`, {});
    await desk.advance(60);
    expect((await crmInbox(desk.twin.url, 'parked')).at(-1)).toMatchObject({ status: 200 });

    const path = `/api/reminders?partner=demo&client_id=${silent}`;
    const [due] = (await desk.ask<{ items: { id: string }[] }>('GET', path)).items;
    await desk.ask('POST', `/api/reminders/${encodeURIComponent(due?.id ?? '')}/send`, {});
    await messageTo('silent', silent);
    await desk.advance(DAY_S);
    const sources = (await crmInbox(desk.twin.url, 'silent')).map(({ body }) => JSON.parse(body).source);
    expect(sources.slice(0, 4)).toEqual(['ai_bot', 'reminder', 'ai_bot', 'reminder']);
  }, 60_000);

  it('records left behind, of messages', async () => {
    const since = desk.lines.length;
    await breakAws('services/sqs', { status: 500, caller: 'ingest' });
    await breakAws('services/dynamodb', { status: 500, caller: 'recover' });
    expect((await messageTo('unsignalled', 'unsignalled')).status).toBeGreaterThanOrEqual(500);
    await desk.advance(60);
    expect((await queueOf(/StreamReaderFailures/)).visible).toBeGreaterThan(
      ruleOf('records-left-behind').above,
    );
    expect(told(since)).toContain('recover | {"level":"ERROR","message":"record.failed"');
    const letter = await letterIn(/StreamReaderFailures/);
    expect(letter.DDBStreamBatchInfo).toMatchObject({
      shardId: expect.stringMatching(/./),
      startSequenceNumber: expect.stringMatching(/./),
    });

    await breakAws('services/sqs', { status: 200 });
    await breakAws('services/dynamodb', { status: 200 });
    await desk.advance(60);
    expect(await received('unsignalled')).toBe(0);
    expect((await messageTo('unsignalled', 'unsignalled')).status).toBe(202);
    await desk.twin.quiet();
    expect(await received('unsignalled')).toBe(1);
  });

  it('records left behind, of screens', async () => {
    const since = desk.lines.length;
    const signedIn = await desk.ask<{ access_token: string }>('POST', '/api/auth/login', {
      operator_id: 'admin_001',
      password: 'firstline-demo',
    });
    const given = await fetch(`${desk.twin.url}/api/auth/ws-ticket`, {
      method: 'POST',
      headers: { authorization: `Bearer ${signedIn.access_token}` },
    });
    const screen = await openScreen(desk.twin.url, ((await given.json()) as { ticket: string }).ticket);
    await breakAws('services/dynamodb', { status: 500, caller: 'project' });
    await messageTo('unseen', 'unseen');
    await expect.poll(() => told(since), { timeout: 10_000 }).toContain('"message":"records.left_behind"');
    expect(told(since)).toContain('project | {"level":"ERROR","message":"record.failed"');

    await breakAws('services/dynamodb', { status: 200 });
    expect(await screen.next('resync')).toMatchObject({ data: { reason: 'left_behind' } });
    await desk.twin.quiet();
    expect((await queueOf(/ScreenReaderFailures/)).visible).toBe(0);
    screen.close();
  });

  it('model capped', async () => {
    const since = desk.lines.length;
    model.plays(names('COMPLAINT', 0.9));
    let capped = '';
    for (const [n, { text }] of doubts.entries()) {
      if (told(since).includes('"message":"adviser.capped"')) break;
      await understood(desk.twin, `costly-${n}`, text);
      capped = text;
    }
    const { above } = ruleOf('model-capped');
    await expect.poll(() => desk.figure('LlmCapped', since).sum).toBeGreaterThan(above);
    expect(told(since)).toContain('"message":"adviser.capped"');
    const asked = model.asked.length;
    expect(asked).toBeGreaterThan(0);
    await understood(desk.twin, 'too-late', capped);
    expect(model.asked.length).toBe(asked);

    await desk.advance(DAY_S);
    const tomorrow = desk.lines.length;
    await understood(desk.twin, 'next-day', capped);
    expect(model.asked.length).toBe(asked + 1);
    await expect.poll(() => desk.figure('LlmAnswered', tomorrow).sum).toBe(1);
    expect(desk.figure('LlmCapped', tomorrow).count).toBe(0);
  }, 60_000);
});

/** Texts that are to be tried again, by the lines of their attempts. */
function triedAgain(since: number): string[] {
  const attempts = desk.lines.slice(since).filter((line) => line.includes('"message":"delivery.attempt"'));
  return attempts
    .map((line) => JSON.parse(line.slice(line.indexOf('{'))) as { message_id: string; outcome: string })
    .flatMap(({ message_id, outcome }) => (outcome === 'retry' ? [message_id] : []));
}

/** What lies in a queue that nobody collects from. */
async function letterIn(lane: RegExp): Promise<FailedBatch> {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const sqs = new SQSClient({ endpoint: desk.twin.awsUrl, region: 'eu-central-1', credentials });
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
  const QueueUrl = QueueUrls.find((url) => lane.test(url));
  const { Messages: [letter] = [] }: ReceiveMessageCommandOutput = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl }),
  );
  sqs.destroy();
  return JSON.parse(letter?.Body ?? '') as FailedBatch;
}
