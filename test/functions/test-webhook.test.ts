import { createPublicKey, verify } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage, RequestListener } from 'node:http';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DynamoDirectory } from '../../shared/adapters/dynamo/directory-store.ts';
import { DynamoWebhookKeys } from '../../shared/adapters/dynamo/webhook-key-store.ts';
import { MAX_BODY_KEPT } from '../../shared/adapters/http/response-body.ts';
import { hashKey } from '../../shared/edge/partner-key.ts';
import { cleanUp, httpServer, tcpServer } from '../adapters/http/local-servers.ts';
import { aPartner, aSecret, aWebhookKey, DAY, httpEvent } from '../builders.ts';
import { bodyOf, breakTable, captureLog, deployFunctions, sdkError, withKey } from './harness.ts';

// A test pings faster than any partner may.
const functions = deployFunctions({ LIMITS: 'key=100000/1;ping=100000/1' });
const [SECRET = aSecret()] = aPartner().webhook_secrets;

afterEach(cleanUp);

interface Received {
  headers: IncomingHttpHeaders;
  body: string;
}

let received: Received[];
beforeEach(() => {
  received = [];
});

/** An endpoint of a partner on loopback that answers like this, and keeps what came. */
async function endpoint(answer: RequestListener): Promise<string> {
  const server = await httpServer(async (request: IncomingMessage, response) => {
    const chunks: Buffer[] = await request.toArray();
    received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
    answer(request, response);
  });
  return `http://127.0.0.1:${server.port}/hook?x=1`;
}

const ping = (url: unknown, headers: Record<string, string> = withKey) =>
  functions.ingest(httpEvent('POST', '/api/webhooks/test', { headers, body: { url } }));

describe('a test ping', () => {
  it('arrives signed like every webhook, and what came back is told', async () => {
    const url = await endpoint((_, response) =>
      response.writeHead(202, { 'retry-after': '7' }).end('спасибо'),
    );
    const answer = await ping(url);
    expect(answer.statusCode).toBe(200);
    expect(bodyOf(answer)).toEqual({
      webhook_id: expect.stringMatching(/^ping_[0-9A-Z]{20}$/),
      delivered: true,
      rule: 'http.2xx',
      signatures: 1,
      status: 202,
      retry_after: '7',
      response_body: 'спасибо',
      address: '127.0.0.1',
      timing: {
        connect_ms: expect.any(Number),
        first_byte_ms: expect.any(Number),
        total_ms: expect.any(Number),
      },
    });
    const [{ headers, body }] = received as [Received];
    expect(new Webhook(SECRET.secret).verify(body, headers as Record<string, string>)).toEqual({
      type: 'webhook.test',
      message_id: bodyOf(answer).webhook_id,
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    });
    expect(headers).toMatchObject({
      'webhook-id': bodyOf(answer).webhook_id,
      'content-type': 'application/json',
      'user-agent': expect.stringMatching(/^Firstline\/\d/),
    });
    expect(functions.queued()).toEqual([]);
  });

  it('is stamped with wall time, whatever business time is', async () => {
    const url = await endpoint((_, response) => response.end());
    const host = Symbol.for('firstline.host');
    const time = { businessBaseMs: Date.now() + 30 * DAY, wallBaseMs: Date.now(), speed: 1 };
    vi.stubGlobal(host as never, { loopbackWebhooks: true, time });
    await ping(url);
    vi.unstubAllGlobals();
    const [{ headers, body }] = received as [Received];
    expect(() => new Webhook(SECRET.secret).verify(body, headers as Record<string, string>)).not.toThrow();
    expect(Math.abs(Date.now() / 1000 - Number(headers['webhook-timestamp']))).toBeLessThan(60);
    expect(Date.parse(JSON.parse(body).created_at)).toBeGreaterThan(Date.now() + 29 * DAY);
  });

  it('carries both signatures while a secret is being replaced', async () => {
    const secrets = [
      aSecret({ secret: `whsec_${Buffer.alloc(32, 7).toString('base64')}`, created_at: Date.now() }),
      { ...SECRET, valid_until: Date.now() + DAY },
    ];
    const directory = new DynamoDirectory(functions.real().table);
    await directory.putPartner(aPartner({ id: 'rotating', webhook_secrets: secrets }));
    await directory.putPartnerKey(hashKey('key-of-rotating'), 'rotating');
    const url = await endpoint((_, response) => response.end());
    const answer = await ping(url, { authorization: 'Bearer key-of-rotating' });
    expect(bodyOf(answer)).toMatchObject({ delivered: true, signatures: 2 });
    const [{ headers, body }] = received as [Received];
    for (const { secret } of secrets)
      expect(() => new Webhook(secret).verify(body, headers as Record<string, string>)).not.toThrow();
  });

  it('carries a signature of the desk’s key behind it for a partner that chose so', async () => {
    const { table } = functions.real();
    await new DynamoWebhookKeys(table).replaceKeys([], [aWebhookKey()]);
    const directory = new DynamoDirectory(table);
    await directory.putPartner(aPartner({ id: 'asymmetric', asymmetric: true }));
    await directory.putPartnerKey(hashKey('key-of-asymmetric'), 'asymmetric');
    const url = await endpoint((_, response) => response.end());
    const answer = await ping(url, { authorization: 'Bearer key-of-asymmetric' });
    expect(bodyOf(answer)).toMatchObject({ delivered: true, signatures: 2 });
    const [{ headers, body }] = received as [Received];
    expect(() => new Webhook(SECRET.secret).verify(body, headers as Record<string, string>)).not.toThrow();

    const jwks = bodyOf(await functions.ingest(httpEvent('GET', '/.well-known/jwks.json')));
    const key = createPublicKey({ key: jwks.keys[0], format: 'jwk' });
    const content = Buffer.from(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`);
    const signature = String(headers['webhook-signature']).split(' v1a,')[1] ?? '';
    expect(verify(null, content, key, Buffer.from(signature, 'base64'))).toBe(true);
  });

  it.each([
    [302, 'http.3xx'],
    [404, 'http.4xx'],
    [410, 'http.410'],
    [500, 'http.5xx'],
  ])('that is answered with %i was not delivered', async (status, rule) => {
    const url = await endpoint((_, response) => response.writeHead(status, { location: '/other' }).end());
    expect(bodyOf(await ping(url))).toMatchObject({ delivered: false, rule, status });
    expect(received).toHaveLength(1);
  });

  it('tells no more than 4 KiB of a long answer', async () => {
    const url = await endpoint((_, response) => response.end('я'.repeat(100_000)));
    const { response_body } = bodyOf(await ping(url));
    expect(Buffer.byteLength(response_body)).toBeLessThanOrEqual(MAX_BODY_KEPT);
    expect(response_body).toMatch(/^я+ … \[cut\]$/);
  });

  it('to an endpoint that refuses the connection, or hangs up, tells why', async () => {
    const gone = await httpServer(() => undefined);
    await cleanUp();
    expect(bodyOf(await ping(`http://127.0.0.1:${gone.port}/`))).toMatchObject({
      delivered: false,
      rule: 'error.connect.refused',
      error: 'connect.refused',
    });
    const rude = await tcpServer((socket) => socket.end());
    expect(bodyOf(await ping(`http://127.0.0.1:${rude.port}/`))).toMatchObject({
      delivered: false,
      error: expect.stringMatching(/^request\./),
    });
  });

  it.each(['http://127.0.0.2:80/', 'http://[::1]:80/', 'https://127.0.0.1/', 'https://169.254.169.254/'])(
    'to %s is refused even where the twin allows loopback',
    async (url) => {
      const answer = await ping(url);
      expect([answer.statusCode, bodyOf(answer).code]).toEqual([422, 'webhook_url.refused']);
      expect(bodyOf(answer).errors).toMatchObject([{ path: 'url' }]);
    },
  );

  it('without a URL asks for one', async () => {
    const answer = await ping(undefined);
    expect([answer.statusCode, bodyOf(answer).errors]).toEqual([
      422,
      [{ path: 'url', message: 'give the URL to send the ping to' }],
    ]);
  });

  it('changes nothing: a table that takes no write does not stop it', async () => {
    const url = await endpoint((_, response) => response.end());
    const writes = [
      'PutCommand',
      'UpdateCommand',
      'DeleteCommand',
      'BatchWriteCommand',
      'TransactWriteCommand',
    ];
    breakTable(sdkError('ThrottlingException'), ...writes);
    expect((await ping(url)).statusCode).toBe(200);
  });

  it('leaves its outcome in the log, and neither URL, answer nor secret', async () => {
    const url = await endpoint((_, response) => response.end('CANARY'));
    const log = captureLog();
    await ping(`${url}&token=CANARY`);
    expect(log()).toContain('"webhook.tested"');
    expect(log()).not.toMatch(/CANARY|whsec_|127\.0\.0\.1/);
  });
});
