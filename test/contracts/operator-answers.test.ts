import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { FaultCode } from '../../shared/domain/errors.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import type { HttpResponse } from '../../shared/edge/responses.ts';
import { anEntry, aSecret, DAY, MINUTE, NOW, PARTNER } from '../builders.ts';
import {
  anOperatorsDesk,
  ENDPOINT,
  giveUp,
  hold,
  keepEndpoint,
  type OperatorsDesk,
  textOf,
} from '../usecases/deaths.ts';
import { AnswerBook } from './answer-book.ts';
import { ADMIN, type OpenOperatorDoor, openOperatorDoor } from './operator-door.ts';
import { itRefusesStrangers } from './operator-refusals.ts';
import { type Request, verdictOf } from './partner-door.ts';

const book = new AnswerBook();
const ask = (door: OpenOperatorDoor, request: Request) => book.ask(door, request);

const parsed = async (asked: Promise<HttpResponse>) => JSON.parse((await asked).body);

const GET = { method: 'GET' } as const;
const deliveries = (query: Record<string, string> = {}): Request => ({
  ...GET,
  path: '/api/deliveries',
  query,
});
const retry = (id = 'msg_0'): Request => ({ path: `/api/deliveries/${id}/retry` });
const redrive = (body: unknown = { filter: {} }): Request => ({ path: '/api/deliveries/redrive', body });
const job = (id = 'job_0'): Request => ({ ...GET, path: `/api/deliveries/redrive/${id}` });
const cancel = (id = 'job_0'): Request => ({ path: `/api/deliveries/redrive/${id}/cancel` });
const endpoints = (query: Record<string, string> = {}): Request => ({
  ...GET,
  path: '/api/endpoints',
  query,
});
const endpoint = (id = ENDPOINT.id): Request => ({ ...GET, path: `/api/endpoints/${id}` });
const enable = (id = ENDPOINT.id): Request => ({ path: `/api/endpoints/${id}/enable` });
const disable = (id = ENDPOINT.id, body?: unknown): Request => ({
  path: `/api/endpoints/${id}/disable`,
  ...(body !== undefined && { body }),
});

const secrets = (id = PARTNER): Request => ({
  ...GET,
  path: `/api/admin/partners/${id}/webhook-secrets`,
});
const rotate = (body?: unknown, id = PARTNER): Request => ({
  path: `/api/admin/partners/${id}/webhook-secrets/rotate`,
  ...(body !== undefined && { body }),
});

const SIGNATURES = `/api/admin/partners/${PARTNER}/webhook-signatures`;
const signatures = (path = SIGNATURES): Request => ({ ...GET, path });
const choose = (body: unknown = { asymmetric: true }, path = SIGNATURES): Request => ({
  method: 'PUT',
  path,
  body,
});
const keys = (): Request => ({ ...GET, path: '/api/admin/webhook-keys' });
const rotateKey = (body?: unknown): Request => ({
  path: '/api/admin/webhook-keys/rotate',
  ...(body !== undefined && { body }),
});

/** A desk at which so many texts were given up, one a minute. */
async function withDeaths(many: number): Promise<OperatorsDesk> {
  const desk = anOperatorsDesk();
  for (let n = 0; n < many; n++)
    await giveUp(desk.conversations, {
      n,
      at: NOW - DAY + n * MINUTE,
      partner: n % 2 ? 'other' : 'demo',
      ...(n % 3 === 0 && { endpoint_id: ENDPOINT.id }),
    });
  return desk;
}

describe('GET /api/deliveries', () => {
  it('answers the newest deaths first, page by page', async () => {
    const door = await openOperatorDoor({}, await withDeaths(5));
    const all = await parsed(ask(door, deliveries()));
    expect(all.next).toBeNull();
    expect(all.items[4]).toEqual({
      state: 'dead',
      message_id: textOf({ n: 0 }),
      partner: 'demo',
      client_id: 'client-0',
      conversation_id: expect.stringMatching(/^cnv_/),
      endpoint_id: ENDPOINT.id,
      rule: 'http.5xx.exhausted',
      attempts: 1,
      unknown: false,
      died_at: '2026-11-23T12:00:00.000Z',
    });
    const first = await parsed(ask(door, deliveries({ limit: '3', state: 'dead' })));
    const second = await parsed(ask(door, deliveries({ limit: '3', cursor: first.next })));
    expect([...first.items, ...second.items]).toEqual(all.items);
    expect(second.next).toBeNull();
  });

  it('answers those that a filter means', async () => {
    const door = await openOperatorDoor({}, await withDeaths(6));
    const clients = async (query: Record<string, string>) =>
      (await parsed(ask(door, deliveries(query)))).items.map(
        ({ client_id }: { client_id: string }) => client_id,
      );
    expect(await clients({ partner: 'other' })).toEqual(['client-5', 'client-3', 'client-1']);
    expect(await clients({ endpoint: ENDPOINT.id })).toEqual(['client-3', 'client-0']);
    expect(await clients({ rule: 'http.410' })).toEqual([]);
    const span = { from: '2026-11-23T12:01:00Z', to: '2026-11-23T15:02:00+03:00' };
    expect(await clients(span)).toEqual(['client-2', 'client-1']);
  });

  it('answers what is held for disabled endpoints', async () => {
    const desk = anOperatorsDesk();
    await keepEndpoint(desk.endpoints, { name: 'disabled', at: NOW, rule: 'http.410' });
    for (let n = 0; n < 3; n++) await hold(desk, { n });
    const door = await openOperatorDoor({}, desk);
    const first = await parsed(ask(door, deliveries({ state: 'held', limit: '2' })));
    const second = await parsed(ask(door, deliveries({ state: 'held', limit: '2', cursor: first.next })));
    expect(first.items[0]).toEqual({
      state: 'held',
      message_id: textOf({ n: 0 }),
      partner: 'demo',
      client_id: 'client-0',
      conversation_id: expect.stringMatching(/^cnv_/),
      endpoint_id: ENDPOINT.id,
      rule: 'http.410',
      held_at: '2026-11-23T12:00:00.000Z',
      until: '2026-12-23T12:00:00.000Z',
    });
    expect([first.items.length, second.items.length, second.next]).toEqual([2, 1, null]);
    await keepEndpoint(desk.endpoints, { name: 'closed' });
    const named = await parsed(ask(door, deliveries({ state: 'held', endpoint: ENDPOINT.id })));
    expect(named.items[0].rule).toBeNull();
  });
});

describe('POST /api/deliveries/{message_id}/retry', () => {
  it('answers that it is on its way, or was before', async () => {
    const door = await openOperatorDoor({}, await withDeaths(1));
    const message_id = textOf({ n: 0 });
    expect(await parsed(ask(door, retry(message_id)))).toEqual({ status: 'scheduled', message_id });
    expect(await parsed(ask(door, retry(message_id)))).toEqual({ status: 'already_scheduled', message_id });
    expect(door.desk.journal.of('delivery.replayed')).toEqual([
      { message_id, status: 'scheduled', by: ADMIN },
      { message_id, status: 'already_scheduled', by: ADMIN },
    ]);
  });

  it.each<[FaultCode, (desk: OperatorsDesk) => void]>([
    ['delivery.not_dead', (desk) => desk.conversations.dead.splice(0)],
    ['conversation.with_operator', (desk) => changeHeads(desk, { handler: 'operator' })],
    [
      'conversation.backlog_full',
      (desk) =>
        changeHeads(desk, {
          outbox: Object.fromEntries(Array.from({ length: 100 }, (_, n) => [n, anEntry()])),
        }),
    ],
    [
      'conversation.busy',
      (desk) => {
        let number = 1;
        const { attempts } = desk.conversations;
        desk.conversations.attempts = async (...of) =>
          (await attempts.apply(desk.conversations, of)).map((it) => ({ ...it, number: number++ }));
        desk.conversations.revive = async () => 'conflict';
      },
    ],
  ])('says as described why it cannot be: %s', async (code, change) => {
    const desk = await withDeaths(1);
    change(desk);
    expect(verdictOf(await ask(await openOperatorDoor({}, desk), retry(textOf({ n: 0 })))).code).toBe(code);
    expect(desk.outbound.sent.filter(({ delayS }) => delayS === 0)).toEqual([]);
  });
});

function changeHeads(desk: OperatorsDesk, over: object): void {
  const { head } = desk.conversations;
  desk.conversations.head = async (id) => {
    const found = await head.call(desk.conversations, id);
    return found && { ...found, ...over };
  };
}

describe('POST /api/deliveries/redrive', () => {
  it('counts in a dry run, and starts nothing', async () => {
    const door = await openOperatorDoor({}, await withDeaths(12));
    const counted = await parsed(ask(door, redrive({ filter: {}, dry_run: true })));
    expect(counted).toMatchObject({ matched: 12, complete: true });
    expect(counted.sample.map(({ client_id }: { client_id: string }) => client_id)).toEqual(
      Array.from({ length: 10 }, (_, n) => `client-${n}`),
    );
    const filter = { partner: 'other', rule: null, from: '2026-11-23T12:03:00Z' };
    expect(await parsed(ask(door, redrive({ filter, dry_run: true })))).toMatchObject({ matched: 5 });
    expect(door.desk.jobLane.sent).toEqual([]);
  });

  it('starts a job whose progress can be asked for', async () => {
    const door = await openOperatorDoor({}, await withDeaths(3));
    const filter = { partner: 'demo', from: '2026-11-01T00:00:00Z', to: '2026-11-24T00:00:00Z' };
    const started = await parsed(ask(door, redrive({ filter, dry_run: false })));
    expect(started).toEqual({
      id: expect.stringMatching(/^job_/),
      kind: 'redrive',
      state: 'running',
      filter: { partner: 'demo', from: '2026-11-01T00:00:00.000Z', to: '2026-11-24T00:00:00.000Z' },
      scanned: 0,
      matched: 0,
      replayed: 0,
      skipped: 0,
      failed: 0,
      reached: null,
      started_at: '2026-11-24T12:00:00.000Z',
      started_by: ADMIN,
      ended_at: null,
    });
    expect((await parsed(ask(door, redrive({ filter })))).id).toBe(started.id);
    await door.desk.workOff();
    expect(await parsed(ask(door, job(started.id)))).toMatchObject({
      state: 'done',
      scanned: 3,
      matched: 2,
      replayed: 2,
      reached: expect.stringMatching(/^2026-11-/),
      ended_at: expect.stringMatching(/^2026-11-24/),
    });
    expect(await parsed(ask(door, cancel(started.id)))).toMatchObject({ state: 'done' });
  });

  it('knows a request again by its key', async () => {
    const door = await openOperatorDoor({}, await withDeaths(1));
    const keyed = (key: string): Request => ({ ...redrive(), headers: { 'idempotency-key': key } });
    const { id } = await parsed(ask(door, keyed('one')));
    await door.desk.workOff();
    door.desk.clock.advance(DAY);
    expect((await parsed(ask(door, keyed('one')))).id).toBe(id);
    expect((await parsed(ask(door, keyed('two')))).id).not.toBe(id);
  });

  it('can be cancelled', async () => {
    const door = await openOperatorDoor({}, await withDeaths(1));
    const { id } = await parsed(ask(door, redrive()));
    expect(await parsed(ask(door, cancel(id)))).toMatchObject({ state: 'cancelling' });
  });

  it('says as described that the job changes too fast', async () => {
    const desk = await withDeaths(1);
    const door = await openOperatorDoor({}, desk);
    const { id } = await parsed(ask(door, redrive()));
    desk.jobs.save = async () => 'conflict';
    for (const request of [redrive(), cancel(id)])
      expect(verdictOf(await ask(door, request)).code).toBe('job.busy');
  });
});

describe('GET /api/endpoints', () => {
  it('answers each endpoint with its health, page by page', async () => {
    const desk = anOperatorsDesk();
    await keepEndpoint(desk.endpoints, { name: 'disabled', at: NOW, rule: 'http.410' });
    await keepEndpoint(
      desk.endpoints,
      { name: 'fresh' },
      { id: 'end_00000000000000000000', partner: 'other' },
    );
    await hold(desk, { n: 1 });
    const door = await openOperatorDoor({}, desk);
    const first = await parsed(ask(door, endpoints({ limit: '1' })));
    expect(first.items).toMatchObject([{ id: ENDPOINT.id, held: { count: 1, complete: true } }]);
    const second = await parsed(ask(door, endpoints({ limit: '1', cursor: first.next })));
    expect(second).toMatchObject({ items: [{ partner: 'other', held: null }], next: null });
    expect((await parsed(ask(door, endpoints({ partner: 'other' })))).items).toEqual(second.items);
    expect(await parsed(ask(door, endpoints({ partner: 'nobody' })))).toEqual({ items: [], next: null });
  });
});

describe('GET /api/endpoints/{endpoint_id}', () => {
  it.each([
    [{ name: 'fresh' }, {}],
    [{ name: 'closed' }, { reachable: { yes: true, at: NOW }, used_at: NOW }],
    [
      { name: 'open', probe_at: NOW, openings: 2 },
      { failures: ['a'], failing_since: NOW, slow_until: NOW },
    ],
    [{ name: 'ramping', allowed: 2, left: 1, openings: 1 }, { not_before: NOW }],
    [{ name: 'disabled', at: NOW, rule: 'endpoint.by_hand', by: ADMIN, reason: 'why' }, {}],
  ] as const)('answers as described how it fares: %j', async (state, over) => {
    const desk = anOperatorsDesk();
    await keepEndpoint(desk.endpoints, state, {
      ...over,
      failures: [...('failures' in over ? over.failures : [])],
    });
    const shown = await parsed(ask(await openOperatorDoor({}, desk), endpoint()));
    expect(shown).toMatchObject({
      id: ENDPOINT.id,
      state: { name: state.name },
      held: { count: 0, complete: true },
    });
    expect(shown.failures).toBe('failures' in over ? 1 : 0);
  });

  it('counts what is held no further than it says', async () => {
    const desk = anOperatorsDesk();
    await keepEndpoint(desk.endpoints, { name: 'disabled', at: NOW, rule: 'http.410' });
    for (let n = 0; n < 101; n++) await hold(desk, { n });
    const door = await openOperatorDoor({}, desk);
    const [listed] = (await parsed(ask(door, endpoints()))).items;
    expect(listed.held).toEqual({ count: 100, complete: false });
    expect((await parsed(ask(door, endpoint()))).held).toEqual({ count: 101, complete: true });
  });
});

describe('POST /api/endpoints/{endpoint_id}/disable and /enable', () => {
  it('answer the endpoint as it then is; the latter with the job that drains it', async () => {
    const desk = anOperatorsDesk();
    await keepEndpoint(desk.endpoints, { name: 'closed' });
    const door = await openOperatorDoor({}, desk);
    expect(await parsed(ask(door, enable()))).toMatchObject({ drain: null });
    const reason = { reason: 'asked to by phone' };
    const disabled = {
      name: 'disabled',
      at: '2026-11-24T12:00:00.000Z',
      rule: 'endpoint.by_hand',
      by: ADMIN,
    };
    expect((await parsed(ask(door, disable(ENDPOINT.id, reason)))).state).toEqual({ ...disabled, ...reason });
    expect((await parsed(ask(door, disable()))).state).toEqual({ ...disabled, ...reason });
    await hold(desk, { n: 1 });
    const enabled = await parsed(ask(door, enable()));
    expect(enabled.endpoint.state).toEqual({ name: 'ramping', allowed: 1, openings: 0 });
    expect(enabled.drain).toMatchObject({ kind: 'drain', endpoint_id: ENDPOINT.id, state: 'running' });
    await desk.workOff();
    expect(await parsed(ask(door, job(enabled.drain.id)))).toMatchObject({ state: 'done', replayed: 1 });
  });

  it('log who did it, and not the reason', async () => {
    const desk = anOperatorsDesk();
    await keepEndpoint(desk.endpoints, { name: 'closed' });
    const door = await openOperatorDoor({}, desk);
    await ask(door, disable(ENDPOINT.id, { reason: 'CANARY' }));
    await ask(door, enable());
    expect(desk.journal.of('endpoint.disabled')).toMatchObject([{ by: ADMIN }]);
    expect(desk.journal.of('endpoint.enabled')).toMatchObject([{ by: ADMIN }]);
    expect(JSON.stringify(desk.journal.lines)).not.toContain('CANARY');
  });

  it('say as described that the endpoint, or its job, changes too fast', async () => {
    const desk = anOperatorsDesk();
    await keepEndpoint(desk.endpoints, { name: 'open', probe_at: NOW, openings: 1 });
    const door = await openOperatorDoor({}, desk);
    const { save } = desk.endpoints;
    desk.endpoints.save = async () => 'conflict';
    for (const request of [enable(), disable()])
      expect(verdictOf(await ask(door, request)).code).toBe('endpoint.busy');
    desk.endpoints.save = save;
    desk.jobs.start = async () => 'conflict';
    expect(verdictOf(await ask(door, enable())).code).toBe('job.busy');
  });
});

describe('POST /api/admin/partners/{partner_id}/webhook-secrets/rotate', () => {
  const { secret: OLD } = aSecret();
  const MADE = '2026-11-24T12:00:00.000Z';

  it('answers the new secret in full, once, and of the old one its end', async () => {
    const door = await openOperatorDoor();
    const { body } = await ask(door, rotate());
    const { partner, rotated, secrets: told } = JSON.parse(body);
    const { webhook_secrets } = (await door.door.secrets.directory.partner(PARTNER)) ?? {};
    const secret = webhook_secrets?.[0]?.secret ?? '';
    expect({ partner, rotated, told }).toEqual({
      partner: PARTNER,
      rotated: true,
      told: [
        { secret, fingerprint: fingerprintOf(secret), created_at: MADE, valid_until: null },
        { fingerprint: fingerprintOf(OLD), created_at: MADE, valid_until: '2026-11-25T12:00:00.000Z' },
      ],
    });
    expect(body.split(secret)).toHaveLength(2);
    expect(body).not.toContain(OLD);
  });

  it.each([
    [0, []],
    [3600, ['2026-11-24T13:00:00.000Z']],
    [604_800, ['2026-12-01T12:00:00.000Z']],
    [null, ['2026-11-25T12:00:00.000Z']],
  ])(
    'with an overlap of %j seconds answers these ends of older secrets: %j',
    async (overlap_seconds, ends) => {
      const [, ...older] = (await parsed(ask(await openOperatorDoor(), rotate({ overlap_seconds })))).secrets;
      expect(older.map(({ valid_until }: { valid_until: string }) => valid_until)).toEqual(ends);
    },
  );

  it('answers the secret that came of it if somebody else rotated at the same moment', async () => {
    const door = await openOperatorDoor();
    const [one, other] = await Promise.all([rotate(), rotate()].map((request) => parsed(ask(door, request))));
    expect([one.rotated, other.rotated].toSorted()).toEqual([false, true]);
    expect(other.secrets).toEqual(one.secrets);
  });

  it('says as described that too many secrets sign, and when the next may come', async () => {
    const door = await openOperatorDoor();
    for (let secret = 2; secret <= 3; secret++) await ask(door, rotate({ overlap_seconds: 60 * secret }));
    const refused = await ask(door, rotate());
    expect(verdictOf(refused)).toEqual({ status: 409, code: 'webhook_secret.overlapping' });
    expect(refused.headers['retry-after']).toBe('120');
    expect((await parsed(ask(door, rotate({ overlap_seconds: 0 })))).secrets).toHaveLength(1);
  });

  it('logs for whom and by whom, and no secret', async () => {
    const door = await openOperatorDoor();
    const [{ secret }] = (await parsed(ask(door, rotate()))).secrets;
    expect(door.desk.journal.of('webhook_secret.rotated')).toEqual([
      { partner: PARTNER, by: ADMIN, rotated: true },
    ]);
    const lines = JSON.stringify(door.desk.journal.lines);
    for (const kept of [secret, OLD]) expect(lines).not.toContain(kept.slice('whsec_'.length));
  });
});

describe('GET /api/admin/partners/{partner_id}/webhook-secrets', () => {
  it('answers what signs now, and nothing by which anybody could sign', async () => {
    const door = await openOperatorDoor();
    const { secrets: made } = await parsed(ask(door, rotate({ overlap_seconds: 60 })));
    const { body } = await ask(door, secrets());
    const { secret, ...newest } = made[0];
    expect(JSON.parse(body)).toEqual({ partner: PARTNER, secrets: [newest, made[1]] });
    expect(body).not.toContain('whsec_');
    door.desk.clock.advance(MINUTE);
    expect((await parsed(ask(door, secrets()))).secrets).toEqual([newest]);
    expect(newest.fingerprint).toBe(fingerprintOf(secret));
  });
});

describe('PUT and GET /api/admin/partners/{partner_id}/webhook-signatures', () => {
  it('answer what is chosen, which is nothing at first', async () => {
    const door = await openOperatorDoor();
    const said = (asymmetric: boolean) => ({ partner: PARTNER, asymmetric });
    expect(await parsed(ask(door, signatures()))).toEqual(said(false));
    for (const asymmetric of [true, true, false]) {
      expect(await parsed(ask(door, choose({ asymmetric })))).toEqual(said(asymmetric));
      expect(await parsed(ask(door, signatures()))).toEqual(said(asymmetric));
    }
    expect(door.desk.journal.of('webhook_signatures.chosen')[0]).toEqual({
      partner: PARTNER,
      by: ADMIN,
      asymmetric: true,
    });
  });
});

describe('GET /api/admin/webhook-keys and POST /api/admin/webhook-keys/rotate', () => {
  const noon = (day: string, hour = '12') => `${day}T${hour}:00:00.000Z`;

  it('answer the keys with their times, and nothing that signs', async () => {
    const door = await openOperatorDoor();
    expect(await parsed(ask(door, keys()))).toEqual({ keys: [] });
    await ask(door, choose());
    const { body } = await ask(door, rotateKey());
    const kept = await door.door.signatures.keys.keys();
    const answer = {
      keys: [
        {
          kid: kept[0]?.kid,
          created_at: noon('2026-11-24'),
          signs_from: noon('2026-11-24', '14'),
          published_until: null,
        },
        {
          kid: kept[1]?.kid,
          created_at: noon('2026-11-24'),
          signs_from: noon('2026-11-24'),
          published_until: noon('2026-12-01', '14'),
        },
      ],
    };
    expect(JSON.parse(body)).toEqual({ rotated: true, ...answer });
    expect(await parsed(ask(door, rotateKey()))).toEqual({ rotated: false, ...answer });
    expect(await parsed(ask(door, keys()))).toEqual(answer);
    for (const { d } of kept) expect(`${body}${JSON.stringify(door.desk.journal.lines)}`).not.toContain(d);
    door.desk.clock.advance(8 * DAY);
    expect((await parsed(ask(door, keys()))).keys).toEqual([answer.keys[0]]);
  });

  it('end at once what leaked, and log who said so', async () => {
    const door = await openOperatorDoor();
    await ask(door, rotateKey());
    const { rotated, keys: left } = await parsed(ask(door, rotateKey({ leaked: true })));
    expect([rotated, left.length, left[0].signs_from]).toEqual([true, 1, noon('2026-11-24')]);
    expect(door.desk.journal.of('webhook_key.rotated')[1]).toEqual({
      by: ADMIN,
      rotated: true,
      leaked: true,
      kid: left[0].kid,
    });
  });

  it('say as described that too many are published, and when the oldest ends', async () => {
    const door = await openOperatorDoor();
    for (let n = 0; n < LIMITS.webhookKeys; n++) {
      await ask(door, rotateKey());
      door.desk.clock.advance(LIMITS.webhookKeyLead);
    }
    const refused = await ask(door, rotateKey());
    expect(verdictOf(refused)).toEqual({ status: 409, code: 'webhook_key.overlapping' });
    const { keys: published } = await parsed(ask(door, keys()));
    const end = Date.parse(published.at(-1).published_until);
    expect(Number(refused.headers['retry-after'])).toBe((end - door.desk.clock.business()) / 1000);
  });
});

const fingerprintOf = (secret: string): string =>
  createHash('sha256').update(secret).digest('hex').slice(0, 8);

const REQUESTS = [
  deliveries(),
  retry(),
  redrive(),
  job(),
  cancel(),
  endpoints(),
  endpoint(),
  enable(),
  disable(),
  secrets(),
  rotate(),
  signatures(),
  choose(),
  keys(),
  rotateKey(),
];
itRefusesStrangers(book, REQUESTS);

describe('what is wrong with a request', () => {
  const big = { filter: {}, padding: 'x'.repeat(256 * 1024) };
  const unknown = 'end_00000000000000000000';

  it.each([
    [redrive(big), 'body.too_large'],
    [{ ...redrive(), headers: { 'content-type': 'text/plain' } }, 'body.not_json'],
    [redrive('{'), 'body.malformed'],
    [redrive({}), 'request.invalid'],
    [disable(ENDPOINT.id, big), 'body.too_large'],
    [{ ...disable(ENDPOINT.id, {}), headers: { 'content-type': 'text/plain' } }, 'body.not_json'],
    [disable(ENDPOINT.id, '{'), 'body.malformed'],
    [disable(ENDPOINT.id, { reason: 1 }), 'request.invalid'],
    [rotate(big), 'body.too_large'],
    [{ ...rotate({}), headers: { 'content-type': 'text/plain' } }, 'body.not_json'],
    [rotate('{'), 'body.malformed'],
    [rotate({ overlap_seconds: -1 }), 'request.invalid'],
    [choose(big), 'body.too_large'],
    [{ ...choose(), headers: { 'content-type': 'text/plain' } }, 'body.not_json'],
    [choose('{'), 'body.malformed'],
    [choose({}), 'request.invalid'],
    [rotateKey(big), 'body.too_large'],
    [{ ...rotateKey({}), headers: { 'content-type': 'text/plain' } }, 'body.not_json'],
    [rotateKey('{'), 'body.malformed'],
    [rotateKey({ leaked: 1 }), 'request.invalid'],
    [deliveries({ state: 'waiting' }), 'request.invalid'],
    [endpoints({ limit: '0' }), 'request.invalid'],
    [retry(), 'message.unknown'],
    [job(), 'job.unknown'],
    [cancel(), 'job.unknown'],
    [endpoint(unknown), 'endpoint.unknown'],
    [enable(unknown), 'endpoint.unknown'],
    [disable(unknown), 'endpoint.unknown'],
    [secrets('nobody'), 'partner.unknown'],
    [rotate({}, 'nobody'), 'partner.unknown'],
    [signatures(SIGNATURES.replace(PARTNER, 'nobody')), 'partner.unknown'],
    [choose(undefined, SIGNATURES.replace(PARTNER, 'nobody')), 'partner.unknown'],
  ] as [Request, FaultCode][])('is said as described (%#): $1', async (request, code) => {
    expect(verdictOf(await ask(await openOperatorDoor(), request)).code).toBe(code);
  });
});

it('every answer that is described was given', () => {
  book.expectAll((operation) => operation.tags.includes('operators'));
});
