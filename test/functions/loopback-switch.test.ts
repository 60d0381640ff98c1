import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wire } from '../../functions/ingest/wiring.ts';
import { loopbackWebhooksAllowed } from '../../shared/adapters/host-clock.ts';
import { conversationId } from '../../shared/domain/ids.ts';
import { httpEvent, sqsEvent } from '../builders.ts';
import { bodyOf, deployFunctions, withKey } from './harness.ts';

const HOST = Symbol.for('firstline.host');

const WORDS = ['LOOPBACK', 'LOOPBACK_WEBHOOKS', 'LOOPBACK_ALLOWED', 'HOST', 'LOCAL', 'TWIN', 'DEV', 'TEST'];
const BEFORE = ['', 'FIRSTLINE_', 'ALLOW_', 'WEBHOOK_', 'FIRSTLINE_ALLOW_'];
/** Everything that might be read as permission, were the environment asked. */
const TEMPTING = {
  ...Object.fromEntries(BEFORE.flatMap((before) => WORDS.map((word) => [before + word, 'true']))),
  'firstline.host': '{"loopbackWebhooks":true}',
  'Symbol(firstline.host)': '{"loopbackWebhooks":true}',
  NODE_ENV: 'test',
  AWS_SAM_LOCAL: 'true',
  STAGE: 'local',
};

const functions = deployFunctions(TEMPTING);
const onAws = () => void Reflect.deleteProperty(globalThis, HOST);
const inTheTwin = () => void Object.assign(globalThis, { [HOST]: { loopbackWebhooks: true } });

const receiver: { server: Server; port: number; requests: number } = {
  server: createServer((_, response) => {
    receiver.requests++;
    response.end();
  }),
  port: 0,
  requests: 0,
};
beforeAll(async () => {
  await new Promise<void>((resolve) => receiver.server.listen(0, '127.0.0.1', resolve));
  receiver.port = (receiver.server.address() as AddressInfo).port;
});
afterAll(() => {
  receiver.server.closeAllConnections();
  receiver.server.close();
});

const post = (headers: Record<string, string>, body: object | string = {}) =>
  functions.ingest(
    httpEvent('POST', '/api/messages', {
      headers: { ...withKey, ...headers },
      body: typeof body === 'string' ? body : { client_id: 'anna', content: 'Здравствуйте', ...body },
    }),
  );

describe('on AWS, where no host speaks, a webhook to loopback is refused', () => {
  beforeAll(onAws);
  const url = () => `http://127.0.0.1:${receiver.port}/hook`;
  const refused = async (answer: ReturnType<typeof post>) => {
    const response = await answer;
    expect([response.statusCode, bodyOf(response).code]).toEqual([422, 'webhook_url.refused']);
    expect(loopbackWebhooksAllowed()).toBe(false);
    expect(Object.getOwnPropertySymbols(globalThis)).not.toContain(HOST);
  };

  it('whatever the environment holds', () => refused(post({ 'x-webhook-url': url() })));

  it('even if every variable there could be said yes', () => {
    // That of an outside issuer would be no URL: it is refused before anything else.
    const said = (name: string | symbol) => (String(name).startsWith('OIDC_') ? undefined : 'true');
    const yes = new Proxy(process.env, { get: (real, name) => Reflect.get(real, name) ?? said(name) });
    expect(wire(yes).loopbackAllowed()).toBe(false);
  });

  it.each([
    { 'x-firstline-host': '{"loopbackWebhooks":true}' },
    { 'firstline.host': '{"loopbackWebhooks":true}' },
    { 'x-loopback-webhooks': 'true' },
    { loopbackwebhooks: 'true' },
    { host: 'localhost:3000', 'x-forwarded-host': 'localhost' },
    { 'x-forwarded-for': '127.0.0.1', forwarded: 'for=127.0.0.1;host=localhost' },
    { 'x-amzn-trace-id': 'loopbackWebhooks=true' },
    { origin: 'http://localhost:3000', referer: 'http://localhost:3000/_local/' },
  ])('whatever a header says: %j', (headers) => refused(post({ ...headers, 'x-webhook-url': url() })));

  it.each([
    '"loopbackWebhooks":true',
    '"loopback_webhooks":true,"loopbackAllowed":true',
    '"firstline.host":{"loopbackWebhooks":true}',
    '"__proto__":{"loopbackWebhooks":true}',
    '"constructor":{"prototype":{"loopbackWebhooks":true}}',
    '"context":{"__proto__":{"loopbackWebhooks":true}}',
  ])('whatever a body says: %s', (words) =>
    refused(post({ 'x-webhook-url': url() }, `{"client_id":"anna","content":"Здравствуйте",${words}}`)),
  );

  it.each([
    'http://localhost/',
    'http://localhost:3000/_local/crm/demo',
    'http://127.0.0.1/?loopbackWebhooks=true',
    'http://127.0.0.1/#loopbackWebhooks',
    'http://localhost/?firstline.host={"loopbackWebhooks":true}',
  ])('whatever the URL says: %s', (given) => refused(post({ 'x-webhook-url': given })));

  it('and was not once connected to', () => expect(receiver.requests).toBe(0));
});

it('a URL that the twin accepted and AWS was handed with the data is dead there, and never dialled', async () => {
  inTheTwin();
  const given = { 'x-webhook-url': `http://localhost:${receiver.port}/hook` };
  expect((await post(given, { client_id: 'moved' })).statusCode).toBe(202);
  const conversation_id = conversationId('demo', 'moved');
  await functions.classify(sqsEvent({ conversation_id }));
  onAws();
  const outbox = (await functions.stores().conversations.head(conversation_id))?.outbox ?? {};
  await functions.deliver(sqsEvent({ conversation_id }));
  const [id] = Object.keys(outbox);
  const delivery = await functions.ingest(httpEvent('GET', `/api/deliveries/${id}`, { headers: withKey }));
  expect(bodyOf(delivery)).toMatchObject({ state: 'dead', rule: 'error.url.forbidden' });
  expect(receiver.requests).toBe(0);
});
