import { beforeEach, describe, expect, it, vi } from 'vitest';
import { DynamoDirectory } from '../../shared/adapters/dynamo/directory-store.ts';
import { DynamoWebhookKeys } from '../../shared/adapters/dynamo/webhook-key-store.ts';
import { freshEndpoint } from '../../shared/domain/endpoint.ts';
import { conversationOf } from '../../shared/domain/ids.ts';
import { aPartner, httpEvent, sqsRecord } from '../builders.ts';
import { OPERATORS } from '../contracts/bad-input-operators.ts';
import { bothStores } from '../contracts/both-stores.ts';
import { eventOf, verdictOf } from '../contracts/partner-door.ts';
import { giveUp, hold, keepEndpoint, textOf } from '../usecases/deaths.ts';
import { asAdmin, bodyOf, breakTable, captureLog, deployFunctions, sdkError, withKey } from './harness.ts';

const JOBS = 'arn:aws:sqs:eu-central-1:000000000000:Jobs';
const functions = deployFunctions();
const { queued } = functions;

const stores = () => {
  const { conversations, outbox } = functions.stores();
  return bothStores(conversations, outbox);
};

const ask = (method: string, path: string, more: { body?: unknown; query?: Record<string, string> } = {}) =>
  functions.operatorApi(httpEvent(method, path, { headers: asAdmin, ...more }));

/** Works off what the jobs' lane carries until it carries nothing more; waits pass at once. */
async function workOff(): Promise<void> {
  for (let step = 0; step < 20; step++) {
    const signals = queued().filter(({ queue }) => queue === 'Jobs');
    functions.sqs.resetHistory();
    if (signals.length === 0) return;
    const now = Date.now() + Math.max(...signals.map(({ delayS }) => delayS)) * 1000;
    vi.spyOn(Date, 'now').mockReturnValue(now);
    const records = signals.map(({ signal }) => sqsRecord(JSON.stringify(signal), { eventSourceARN: JOBS }));
    expect(await functions.redrive({ Records: records })).toEqual({ batchItemFailures: [] });
  }
}

describe('deaths', () => {
  it('are listed, replayed one by one, and in bulk', async () => {
    const at = Date.now() - 60_000;
    for (const n of [1, 2, 3]) await giveUp(stores(), { n, partner: 'bulk', at: at + n });
    const listed = bodyOf(await ask('GET', '/api/deliveries', { query: { partner: 'bulk' } }));
    const texts = [1, 2, 3].map((n) => textOf({ n, partner: 'bulk' }));
    expect(listed.items.map(({ message_id }: { message_id: string }) => message_id)).toEqual(
      texts.toReversed(),
    );

    const one = await ask('POST', `/api/deliveries/${texts[0]}/retry`);
    expect([one.statusCode, bodyOf(one).status]).toEqual([202, 'scheduled']);
    const twice = await ask('POST', `/api/deliveries/${texts[0]}/retry`);
    expect([twice.statusCode, bodyOf(twice).status]).toEqual([202, 'already_scheduled']);
    const conversation_id = conversationOf(texts[0] ?? '');
    const sent = { queue: 'Outbound', signal: { conversation_id } };
    expect(queued()).toEqual([10, 0, 0].map((delayS) => ({ ...sent, delayS })));
    functions.sqs.resetHistory();

    const body = { filter: { partner: 'bulk' } };
    const counted = await ask('POST', '/api/deliveries/redrive', { body: { ...body, dry_run: true } });
    expect(bodyOf(counted)).toMatchObject({ matched: 2, complete: true });
    const { id } = bodyOf(await ask('POST', '/api/deliveries/redrive', { body }));
    await workOff();
    expect(bodyOf(await ask('GET', `/api/deliveries/redrive/${id}`))).toMatchObject({
      state: 'done',
      matched: 2,
      replayed: 2,
    });
    expect(bodyOf(await ask('GET', '/api/deliveries', { query: { partner: 'bulk' } })).items).toEqual([]);
  });
});

describe('an endpoint', () => {
  it('is disabled and enabled by hand, and drained', async () => {
    const endpoint = freshEndpoint('demo', 'https://crm.example.com/drained');
    const { endpoints } = functions.stores();
    await keepEndpoint(endpoints, { name: 'closed' }, endpoint);
    const path = `/api/endpoints/${endpoint.id}`;
    const disabled = await ask('POST', `${path}/disable`, { body: { reason: 'asked to' } });
    expect(bodyOf(disabled).state).toMatchObject({ name: 'disabled', by: 'root', reason: 'asked to' });
    const { text_id } = await hold(
      { conversations: stores(), endpoints },
      { n: 77, endpoint_id: endpoint.id, at: Date.now() },
    );
    const held = bodyOf(await ask('GET', '/api/deliveries', { query: { state: 'held' } }));
    expect(held.items).toMatchObject([
      { message_id: text_id, endpoint_id: endpoint.id, rule: 'endpoint.by_hand' },
    ]);
    const enabled = bodyOf(await ask('POST', `${path}/enable`));
    expect(enabled).toMatchObject({ endpoint: { state: { name: 'ramping' }, held: { count: 1 } } });
    const listed = bodyOf(await ask('GET', '/api/endpoints', { query: { partner: 'demo' } }));
    expect(listed.items).toMatchObject([{ id: endpoint.id, state: { name: 'ramping' } }]);
    await workOff();
    expect(bodyOf(await ask('GET', path)).held).toEqual({ count: 0, complete: true });
    const job = bodyOf(await ask('GET', `/api/deliveries/redrive/${enabled.drain.id}`));
    expect(job).toMatchObject({ kind: 'drain', state: 'done', replayed: 1 });
  });
});

describe('the secrets of a partner', () => {
  const path = '/api/admin/partners/demo/webhook-secrets';

  it('are rotated and listed, and the log holds none of them', async () => {
    const log = captureLog();
    const made = await ask('POST', `${path}/rotate`);
    const { rotated, secrets } = bodyOf(made);
    expect([made.statusCode, rotated, secrets.length]).toEqual([200, true, 2]);
    const { secret, ...newest } = secrets[0];
    expect(bodyOf(await ask('GET', path))).toEqual({ partner: 'demo', secrets: [newest, secrets[1]] });
    expect(log()).toMatch(/webhook_secret\.rotated.*"partner":"demo","by":"root"/);
    expect(log()).not.toContain('whsec_');

    const leaked = await ask('POST', `${path}/rotate`, { body: { overlap_seconds: 0 } });
    expect(bodyOf(leaked).secrets).toEqual([
      expect.objectContaining({ secret: expect.stringMatching(/^whsec_/), valid_until: null }),
    ]);
    expect(leaked.body).not.toContain(secret);
  });

  it.each(['nobody', 'x'.repeat(3000)])('are not those of a partner that is unknown (%#)', async (id) => {
    for (const [method, verb] of [
      ['GET', ''],
      ['POST', '/rotate'],
    ] as const) {
      const response = await ask(method, `/api/admin/partners/${id}/webhook-secrets${verb}`);
      expect([response.statusCode, bodyOf(response).code]).toEqual([404, 'partner.unknown']);
    }
  });
});

describe('the desk’s key', () => {
  const JWKS = '/.well-known/jwks.json';
  const published = async () => bodyOf(await functions.ingest(httpEvent('GET', JWKS))).keys;

  it('is made by the first choice, published, rotated, and neither told nor logged', async () => {
    const log = captureLog();
    expect(await published()).toEqual([]);
    const path = '/api/admin/partners/demo/webhook-signatures';
    const chosen = await ask('PUT', path, { body: { asymmetric: true } });
    expect([chosen.statusCode, bodyOf(chosen)]).toEqual([200, { partner: 'demo', asymmetric: true }]);
    expect(bodyOf(await ask('GET', path))).toEqual({ partner: 'demo', asymmetric: true });
    const { keys } = bodyOf(await ask('GET', '/api/admin/webhook-keys'));
    expect(await published()).toMatchObject([{ kid: keys[0].kid, kty: 'OKP' }]);

    const rotated = await ask('POST', '/api/admin/webhook-keys/rotate');
    expect(bodyOf(rotated)).toMatchObject({ rotated: true, keys: [{}, { kid: keys[0].kid }] });
    const again = bodyOf(await ask('POST', '/api/admin/webhook-keys/rotate'));
    expect(again).toEqual({ ...bodyOf(rotated), rotated: false });
    expect(log()).toMatch(/webhook_signatures\.chosen.*"partner":"demo","by":"root"/);
    expect(log()).toMatch(/webhook_key\.rotated.*"by":"root"/);
    const secret = await new DynamoWebhookKeys(functions.real().table).keys();
    for (const { d } of secret) expect(`${rotated.body}${log()}`).not.toContain(d);
    expect(secret).toHaveLength(2);
  });

  it('is not made for a partner that is unknown', async () => {
    const path = '/api/admin/partners/nobody/webhook-signatures';
    const response = await ask('PUT', path, { body: { asymmetric: true } });
    expect([response.statusCode, bodyOf(response).code]).toEqual([404, 'partner.unknown']);
  });
});

describe('whatever is wrong, the table is asked nothing that it refuses', () => {
  const cases = Object.entries(OPERATORS).flatMap(([table, rows]) => rows.map((row) => ({ table, ...row })));

  // Rows that are taken may rotate its secrets, of which there are so many at a time.
  beforeEach(() => new DynamoDirectory(functions.real().table).putPartner(aPartner()));

  it.each(cases)('$table, $name: $status $code', async ({ request, status, code }) => {
    const headers = { authorization: undefined, ...request.headers };
    const response = await functions.operatorApi(eventOf({ body: '', ...request, headers }));
    expect(verdictOf(response)).toEqual({ status, code });
  });

  it('behind the last text of an endpoint nothing is held, whatever the cursor says it is', async () => {
    const endpoint = freshEndpoint('odd', 'https://crm.example.com/odd');
    await keepEndpoint(functions.stores().endpoints, { name: 'closed' }, endpoint);
    const place = { partner: 'odd', id: endpoint.id, text_id: '~' };
    const cursor = Buffer.from(JSON.stringify(place)).toString('base64url');
    for (const filter of [{}, { partner: 'odd' }, { endpoint: endpoint.id }]) {
      const response = await ask('GET', '/api/deliveries', { query: { ...filter, state: 'held', cursor } });
      expect([response.statusCode, bodyOf(response)]).toEqual([200, { items: [], next: null }]);
    }
  });
});

describe('the door', () => {
  it('is closed to partners, and to whoever has no key', async () => {
    const partner = await functions.operatorApi(httpEvent('GET', '/api/endpoints', { headers: withKey }));
    expect([partner.statusCode, bodyOf(partner).code]).toEqual([403, 'auth.forbidden']);
    const nobody = await functions.operatorApi(httpEvent('GET', '/api/endpoints'));
    expect([nobody.statusCode, bodyOf(nobody).code]).toEqual([401, 'auth.missing']);
  });

  it('says that a part does not answer, and nothing of why', async () => {
    const log = captureLog();
    await ask('GET', '/api/endpoints');
    breakTable(sdkError('ThrottlingException'), 'QueryCommand');
    const response = await ask('GET', '/api/endpoints');
    expect([response.statusCode, bodyOf(response).code]).toEqual([503, 'dependency.unavailable']);
    expect(`${response.body}${log()}`).not.toContain('CANARY');
  });
});

describe('at the partners’ door', () => {
  it.each([
    ['/api/deliveries/', { state: 'held' }, '/api/deliveries?state=held'],
    ['/api/endpoints/', undefined, '/api/endpoints'],
    ['/api/deliveries/redrive/job_1/', undefined, '/api/deliveries/redrive/job_1'],
    ['/api/endpoints/end_1/enable/', undefined, '/api/endpoints/end_1/enable'],
    ['/api/admin/partners/p/webhook-secrets/', undefined, '/api/admin/partners/p/webhook-secrets'],
    ['/api/admin/webhook-keys/', undefined, '/api/admin/webhook-keys'],
    ['/api/admin/webhook-keys/rotate/', undefined, '/api/admin/webhook-keys/rotate'],
    ['/api/admin/bots/', undefined, '/api/admin/bots'],
    ['/api/admin/parked-updates/', undefined, '/api/admin/parked-updates'],
    ['/api/files/msg_1/0/', undefined, '/api/files/msg_1/0'],
    ['/api/admin/bots/school/webhook/', undefined, '/api/admin/bots/school/webhook'],
  ])('%s is sent on to where API Gateway knows it', async (path, query, location) => {
    const event = httpEvent('GET', path, { headers: asAdmin, ...(query && { query }) });
    const { statusCode, headers } = await functions.ingest(event);
    expect([statusCode, headers['location']]).toEqual([308, location]);
    expect((await functions.ingest(httpEvent('GET', path))).statusCode).toBe(401);
  });

  it.each([
    ['GET', '/api/nothing', 404],
    ['GET', '/api/endpoints//', 404],
    ['POST', '/api/messages', 403],
    ['GET', '/api/messages/anna', 403],
    ['PUT', '/api/clients/anna', 403],
    ['DELETE', '/api/messages', 405],
    ['GET', '/api/deliveries/msg_0', 404],
  ])('an admin who asks %s %s is answered %i', async (method, path, status) => {
    expect((await functions.ingest(httpEvent(method, path, { headers: asAdmin }))).statusCode).toBe(status);
  });
});

describe('redrive', () => {
  const jobs = (body: string, queue: 'Jobs' | 'DeadLetters') =>
    functions.redrive({
      Records: [sqsRecord(body, { eventSourceARN: queue === 'Jobs' ? JOBS : `${JOBS}Dead` })],
    });
  const job_id = 'job_01KAV6ZJ400000000000';

  it('gives back a signal of a job that cannot be read, and does nothing for a job that nobody knows', async () => {
    for (const body of ['', '{}', '{"job_id":"x"}', '{"conversation_id":"cnv_1"}'])
      expect((await jobs(body, 'Jobs'))?.batchItemFailures).toHaveLength(1);
    expect(await jobs(JSON.stringify({ job_id }), 'Jobs')).toEqual({ batchItemFailures: [] });
    expect(queued()).toEqual([]);
  });

  it('tries a job that crashed it once more, and then shows it', async () => {
    const log = captureLog();
    await jobs(JSON.stringify({ job_id }), 'DeadLetters');
    expect(queued()).toEqual([{ queue: 'Jobs', signal: { job_id, redriven: true }, delayS: 0 }]);
    functions.sqs.resetHistory();
    await jobs(JSON.stringify({ job_id, redriven: true }), 'DeadLetters');
    await jobs('CANARY', 'DeadLetters');
    expect(queued()).toEqual([]);
    expect(log()).toMatch(/job\.stuck/);
    expect(log()).toMatch(/signal\.unreadable/);
    expect(log()).not.toContain('CANARY');
  });
});
