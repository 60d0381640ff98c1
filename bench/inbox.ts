import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { FunctionWiring, TableWiring } from '../local/wiring.ts';
import { DynamoDirectory } from '../shared/adapters/dynamo/directory-store.ts';
import { Table } from '../shared/adapters/dynamo/table.ts';
import { placeOf } from '../shared/domain/inbox.ts';
import { hashKey } from '../shared/edge/partner-key.ts';
import { moduleName } from './deployment.ts';
import { type Figure, figure, type Section } from './figures.ts';
import { fillTable, headOf, RARE_WORD } from './inbox-rows.ts';
import { type MeteredTable, startMeteredTable } from './metered-table.ts';
import { percentile } from './percentile.ts';
import { TARGETS } from './targets.ts';

const SIZES = [1_000, 100_000];
const TRIES = 40;
const KEY = 'key-of-the-bench';
const READER = 'operator_19';

type Ask = (path: string, query?: Record<string, string>) => Promise<{ next: string | null }>;

interface Question {
  name: string;
  path: string;
  query?: Record<string, string>;
  /** What the table may be asked, at most. */
  reads?: number;
  p95Ms?: number;
}

/** What the inbox and the searches cost, with few conversations in the table and with very many. */
export async function* measureInbox(
  functions: readonly FunctionWiring[],
  tables: readonly TableWiring[],
): AsyncGenerator<Section> {
  const [wiring] = tables;
  const api = functions.find(({ label }) => label === 'operator-api');
  if (!wiring || !api) throw new Error('The deployment has no table, or no API for operators.');
  await using table = await startMeteredTable(wiring);
  const now = Date.now();
  const ask = await openApi(api, wiring.name, table);
  let filled = 0;
  for (const size of SIZES) {
    const startedAt = performance.now();
    await fillTable({ url: table.plainUrl, table: wiring.name, reader: READER, now }, filled, size);
    filled = size;
    const seconds = (performance.now() - startedAt) / 1_000;
    yield await sectionOf(ask, table, size, now, seconds);
  }
}

/** The function as it is deployed, in this process, on this table. */
async function openApi(api: FunctionWiring, name: string, table: MeteredTable): Promise<Ask> {
  const environment = {
    ...api.environment,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'bench',
    AWS_SECRET_ACCESS_KEY: 'bench',
    AWS_ENDPOINT_URL_DYNAMODB: table.url,
    LIMITS: 'off',
  };
  Object.assign(process.env, environment);
  const client = new DynamoDBClient({ endpoint: table.plainUrl });
  await new DynamoDirectory(new Table(name, client)).putAdminKey(hashKey(KEY), READER);
  client.destroy();
  const { handler } = await import(pathToFileURL(join(api.assetDir, moduleName(api))).href);
  return async (path, query = {}) => {
    const { statusCode, body } = await muted<Answer>(() =>
      handler(eventOf(path, query), { awsRequestId: 'bench' }),
    );
    if (statusCode !== 200) throw new Error(`${path} answers ${statusCode}: ${body}`);
    return JSON.parse(body);
  };
}

interface Answer {
  statusCode: number;
  body: string;
}

/** What the function logs is part of the work, and nothing to read here. */
async function muted<Result>(work: () => Promise<Result>): Promise<Result> {
  const { write } = process.stdout;
  process.stdout.write = () => true;
  try {
    return await work();
  } finally {
    process.stdout.write = write;
  }
}

function eventOf(path: string, query: Record<string, string>) {
  return {
    version: '2.0',
    rawPath: path,
    rawQueryString: new URLSearchParams(query).toString(),
    headers: { authorization: `Bearer ${KEY}` },
    ...(Object.keys(query).length > 0 && { queryStringParameters: query }),
    requestContext: { http: { method: 'GET', path, sourceIp: '127.0.0.1' }, requestId: 'bench' },
    isBase64Encoded: false,
  };
}

async function sectionOf(
  ask: Ask,
  table: MeteredTable,
  size: number,
  now: number,
  seconds: number,
): Promise<Section> {
  const rows: Section['rows'] = {};
  for (const question of questionsOf(size, now)) rows[question.name] = await answer(ask, table, question);
  const peak = process.resourceUsage().maxRSS / 1_024;
  return {
    name: `inbox-${size}`,
    title: `Inbox and search, ${size.toLocaleString('en-GB')} conversations in the table`,
    rows,
    notes: [
      `Filled in ${seconds.toFixed(0)} s. Each was asked ${TRIES} times, one after another. Peak RSS of function and bench ${peak.toFixed(0)} MiB.`,
    ],
  };
}

async function answer(ask: Ask, table: MeteredTable, question: Question): Promise<Record<string, Figure>> {
  const { path, query, reads, p95Ms } = question;
  // Who asks is remembered for a minute.
  await ask(path, query);
  table.spent();
  const times: number[] = [];
  for (let n = 0; n < TRIES; n++) {
    const startedAt = performance.now();
    await ask(path, query);
    times.push(performance.now() - startedAt);
  }
  const { requests, readUnits } = table.spent();
  return {
    requests: figure(requests / TRIES, '', reads),
    'read units': figure(readUnits / TRIES, ''),
    p50: figure(percentile(times, 0.5), 'ms'),
    p95: figure(percentile(times, 0.95), 'ms', p95Ms),
  };
}

function questionsOf(size: number, now: number): Question[] {
  const list = '/api/conversations';
  const { readsOfInbox: reads, searchMs: p95Ms } = TARGETS;
  const one = `${list}/${headOf(0, now).id}`;
  const filtered = (name: string, query: Record<string, string>): Question => ({ name, path: list, query });
  return [
    { name: 'inbox, first page', path: list, reads },
    { name: 'inbox, 33 to a page', path: list, query: { limit: '33' }, reads },
    { name: 'inbox, nine tenths down', path: list, query: { cursor: deepCursor(size, now) }, reads },
    { ...filtered('only critical ones in the queue', { priority: 'critical', assignee: 'none' }), reads },
    { ...filtered('only mine', { assignee: 'me' }), reads },
    { ...filtered('only closed ones', { status: 'closed' }), reads },
    filtered('only unread ones', { unread: 'true' }),
    filtered('only of one platform', { platform: 'whatsapp' }),
    filtered('with a rare word', { q: RARE_WORD }),
    { name: 'one conversation', path: one, reads },
    { name: 'its newest 50 entries', path: `${one}/messages`, reads },
    {
      name: 'search: messages of 30 days, rare word',
      path: '/api/search/messages',
      query: { q: RARE_WORD },
      p95Ms,
    },
    { name: 'search: messages of 30 days, any', path: '/api/search/messages', p95Ms },
    {
      name: 'search: conversations, rare word',
      path: '/api/search/conversations',
      query: { q: RARE_WORD },
      p95Ms,
    },
    { name: 'search: clients', path: '/api/search/clients', query: { q: 'client-0005' }, p95Ms },
  ];
}

/** As a page says where the next one begins. */
function deepCursor(size: number, now: number): string {
  const orders = Array.from({ length: size }, (_, n) => placeOf(headOf(n, now)))
    .filter(({ list }) => list === 'live')
    .map(({ order }) => order)
    .toSorted();
  const after = orders[Math.floor(orders.length * 0.9)];
  return Buffer.from(JSON.stringify({ stretch: 0, after })).toString('base64url');
}
