import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type AttributeValue, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { conversationId } from '../../shared/domain/ids.ts';
import { httpEvent, sqsEvent } from '../builders.ts';
import { asAdmin, bodyOf, deployFunctions, withKey } from './harness.ts';

/** Rows of a desk, and when they were written. */
interface Recorded {
  at: number;
  rows: Record<string, AttributeValue>[];
}

const STORED = join(import.meta.dirname, 'stored');
const functions = deployFunctions();
/** Nobody listens there: what goes there is tried again. */
const NOWHERE = 'http://127.0.0.1:1/hook';

let server: Server;
let hook: string;
beforeAll(async () => {
  server = createServer((request, response) =>
    request.resume().on('end', () => response.writeHead(204).end()),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  hook = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
});
afterAll(() => server.close());

/** What a client of this desk says; the answer of the door. */
function say(client: string, content: string, url: string, key = `key-of-${client}`) {
  const headers = { ...withKey, 'x-webhook-url': url, 'x-platform': 'amo', 'idempotency-key': key };
  const context = { child_name: 'Миша' };
  return functions.ingest(
    httpEvent('POST', '/api/messages', {
      headers,
      body: { client_id: client, content, client_name: 'Анна', context },
    }),
  );
}

async function answer(client: string): Promise<void> {
  const signal = sqsEvent({ conversation_id: conversationId('demo', client) });
  for (const work of [functions.classify, functions.deliver])
    expect(await work(signal)).toEqual({ batchItemFailures: [] });
}

const FIRST = 'У меня не открывается урок';

/** A desk with one client told, one whose webhook failed, one handed over, and one not answered yet. */
async function writeDesk(release: string): Promise<Recorded> {
  const at = Date.now();
  await say(`told-${release}`, FIRST, hook);
  await answer(`told-${release}`);
  await say(`retried-${release}`, 'Как отменить урок?', NOWHERE);
  await answer(`retried-${release}`);
  await say(`handed-${release}`, 'Это безобразие, я буду жаловаться!', hook);
  await answer(`handed-${release}`);
  await say(`pending-${release}`, FIRST, NOWHERE);
  const { client, name: TableName } = functions.real();
  const { Items: rows = [] } = await client.send(new ScanCommand({ TableName }));
  return { at, rows };
}

/** The table as that release left it, two seconds later. */
async function load({ at, rows }: Recorded): Promise<void> {
  const { client, name: TableName } = functions.real();
  for (const Item of rows) await client.send(new PutItemCommand({ TableName, Item }));
  const time = { businessBaseMs: at + 2_000, wallBaseMs: Date.now(), speed: 1 };
  Object.assign(globalThis, { [Symbol.for('firstline.host')]: { loopbackWebhooks: true, time } });
}

const headOf = (client: string) => functions.stores().conversations.head(conversationId('demo', client));

async function asked(path: string) {
  const response = await functions.operatorApi(httpEvent('GET', path, { headers: asAdmin }));
  expect(response.statusCode).toBe(200);
  return bodyOf(response);
}

/** The time on the first line, a row on each of the others. */
function readRecord(release: string): Recorded {
  const [head, ...rows] = readFileSync(join(STORED, `${release}.jsonl`), 'utf8')
    .trimEnd()
    .split('\n');
  return { ...JSON.parse(head ?? ''), rows: rows.map((row) => JSON.parse(row)) };
}

function writeRecord(release: string, { at, rows }: Recorded): void {
  const lines = [{ at }, ...rows].map((line) => `${JSON.stringify(line)}\n`);
  writeFileSync(join(STORED, `${release}.jsonl`), lines.join(''));
}

const files = globSync('*.jsonl', { cwd: STORED }).toSorted();

describe('rows that were stored', () => {
  it('are recorded for the first release', () => expect(files).toContain('0.1.0.jsonl'));

  it.each(['today', ...files.map((file) => file.replace('.jsonl', ''))])(
    'by %s are read by today’s code',
    async (release) => {
      const recording = process.env['RECORD_ROWS'];
      const recorded: Recorded =
        release === 'today' ? await writeDesk(recording ?? release) : readRecord(release);
      if (release === 'today' && recording) {
        writeRecord(recording, recorded);
      }
      await load(recorded);
      const of = (name: string): string =>
        `${name}-${release === 'today' ? (recording ?? release) : release}`;

      // The partner: history, and a repeat under the key of then.
      const history = bodyOf(
        await functions.ingest(httpEvent('GET', `/api/messages/${of('told')}`, { headers: withKey })),
      );
      expect(JSON.stringify(history)).toContain(FIRST);
      expect(JSON.stringify(history)).toContain('Здравствуйте');
      const repeat = await say(of('told'), FIRST, hook);
      expect([repeat.statusCode, repeat.headers?.['idempotent-replayed']]).toEqual([202, 'true']);

      // What was left undone is done: a message that waits, and a text that is to be tried again.
      expect((await headOf(of('pending')))?.pending).toHaveLength(1);
      await answer(of('pending'));
      expect(await headOf(of('pending'))).toMatchObject({ pending: [], greeted: true, sequence: 1 });
      expect(Object.values((await headOf(of('retried')))?.outbox ?? {})).toHaveLength(1);

      // A client who was greeted is not greeted again.
      expect((await say(of('told'), 'А как отменить урок?', hook, `next-${release}`)).statusCode).toBe(202);
      await answer(of('told'));
      const [latest] = bodyOf(
        await functions.ingest(httpEvent('GET', `/api/messages/${of('told')}`, { headers: withKey })),
      );
      expect(JSON.stringify(latest)).not.toContain('Здравствуйте');

      // Operators: the queue with its reason, and the conversation with all that was said.
      const { items } = await asked('/api/conversations');
      const handed = items.find((one: { client_id: string }) => one.client_id === of('handed'));
      expect(handed).toMatchObject({ status: 'escalated', escalation_reason: 'complaint' });
      const { items: talk } = await asked(`/api/conversations/${handed.id}/messages`);
      expect(JSON.stringify(talk)).toContain('безобразие');
      expect(JSON.stringify(talk)).toContain('delivered');
    },
  );
});
