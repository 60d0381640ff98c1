import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { DEMO_BOT } from '../../local/telegram-demo.ts';
import type { Twin } from '../../local/twin.ts';
import { cleanUp } from '../adapters/http/local-servers.ts';
import { fails, names, type StandIn, startStandIn } from '../adapters/llm/stand-in.ts';
import { crmInbox, postMessage } from './crm.ts';
import { type Doubt, findDoubts, understood } from './doubts.ts';
import { PROBE_S, startWatchedDesk, type WatchedDesk } from './watched-desk.ts';

let desk: WatchedDesk;
let twin: Twin;
let lines: string[];
let doubts: Doubt[];
let model: StandIn;

beforeAll(async () => {
  doubts = await findDoubts(20);
  model = await startStandIn();
  vi.stubEnv('LLM_BASE_URL', model.base);
  vi.stubEnv('LLM_MODEL', 'stand-in');
  desk = await startWatchedDesk();
  ({ twin, lines } = desk);
}, 120_000);
afterAll(async () => {
  await twin.close();
  await cleanUp();
});

const ask: WatchedDesk['ask'] = (...asked) => desk.ask(...asked);
const advance: WatchedDesk['advance'] = (seconds) => desk.advance(seconds);
const figure: WatchedDesk['figure'] = (name, since) => desk.figure(name, since);
const write: WatchedDesk['write'] = (inbox, clients) => desk.write(inbox, clients);
const look: WatchedDesk['look'] = () => desk.look();

interface Items<Item> {
  items: Item[];
}

const endpointOf = async (inbox: string) =>
  (
    await ask<Items<{ id: string; url: string; state: { name: string } }>>('GET', '/api/endpoints')
  ).items.find(({ url }) => url.endsWith(`/${inbox}`));

describe('an alarm rings when what it watches is broken, and is over when its page was followed', () => {
  it('deliveries fail, endpoint failing', async () => {
    const since = lines.length;
    await ask('PUT', '/_local/crm/broken/behaviour', { status: 503 });
    await write('broken', 6);
    await advance(20);
    const [failed, delivered] = [figure('DeliveryFailed', since).sum, figure('DeliveredMs', since).count];
    expect(failed).toBeGreaterThanOrEqual(5);
    expect(failed / (failed + delivered)).toBeGreaterThan(0.2);
    await look();
    expect(figure('EndpointFailing', since).sum).toBeGreaterThan(0);
    const endpoint = await endpointOf('broken');
    expect(endpoint?.state.name).toBe('open');
    expect(lines.slice(since).join('\n')).toContain(`"endpoint_id":"${endpoint?.id}","partner":"demo"`);

    await ask('PUT', '/_local/crm/broken/behaviour', { status: 200 });
    await ask('POST', `/api/endpoints/${endpoint?.id}/enable`, {});
    await advance(2 * PROBE_S);
    const mended = lines.length;
    expect(new Set((await crmInbox(twin.url, 'broken')).map(({ body }) => body)).size).toBeGreaterThanOrEqual(
      6,
    );
    await look();
    expect(figure('EndpointFailing', mended).count).toBe(0);
    expect(figure('DeliveryFailed', mended).count).toBe(0);
  });

  it('dead letters', async () => {
    const since = lines.length;
    await ask('PUT', '/_local/crm/refusing/behaviour', { status: 404 });
    await write('refusing', 1);
    await advance(2 * 3_600);
    await expect.poll(() => lines.slice(since).join('\n')).toContain('"message":"delivery.dead"');
    const dead = async () =>
      (await ask<Items<{ rule: string }>>('GET', '/api/deliveries?state=dead')).items.filter(
        ({ rule }) => rule === 'http.4xx.exhausted',
      );
    expect(await dead()).toHaveLength(1);

    await ask('PUT', '/_local/crm/refusing/behaviour', { status: 200 });
    const received = (await crmInbox(twin.url, 'refusing')).length;
    await ask('POST', '/api/deliveries/redrive', { filter: { rule: 'http.4xx.exhausted' } });
    await advance(60);
    expect((await crmInbox(twin.url, 'refusing')).length).toBeGreaterThan(received);
    expect(await dead()).toEqual([]);
  });

  it('sign-in attack', async () => {
    const since = lines.length;
    const login = (password: string) =>
      ask('POST', '/api/auth/login', { operator_id: 'operator_001', password });
    for (let n = 0; n < 22; n++) await login(`guess ${n}`);
    expect(figure('SignInRefused', since).sum).toBeGreaterThan(20);

    const mended = lines.length;
    const path = '/api/admin/operators/operator_001/reset-password';
    const { initial_password } = await ask<{ initial_password?: string }>('POST', path, {});
    expect(initial_password).toEqual(expect.any(String));
    await ask('POST', '/api/admin/operators/operator_001/end-sessions', {});
    await advance(PROBE_S);
    expect(figure('SignInRefused', mended).count).toBe(0);
  });

  it('bots unwell', async () => {
    await fetch(`${twin.url}/_local/telegram/bot${DEMO_BOT.token}/deleteWebhook`, { method: 'POST' });
    const since = lines.length;
    for (let time = 0; time < 3; time++) await look();
    expect(figure('BotsUnwell', since)).toMatchObject({ last: 1, sum: 3 });
    expect(lines.slice(since).join('\n')).toContain('"message":"bot.unwell"');

    await ask('POST', '/api/admin/bots/demo/webhook', {});
    await look();
    expect(figure('BotsUnwell', since).last).toBe(0);
  });

  it('model breaker open', async () => {
    const since = lines.length;
    model.plays(fails(500));
    for (const [n, { text }] of doubts.slice(0, 12).entries()) await understood(twin, `doubting-${n}`, text);
    expect(figure('LlmFailed', since).sum).toBeGreaterThan(0);
    expect(figure('LlmBreakerOpen', since).sum).toBeGreaterThan(0);

    const [doubt] = doubts.slice(-1);
    model.plays(names(doubt?.named ?? 'UNKNOWN', 0.9));
    await advance(3_600);
    const mended = lines.length;
    await understood(twin, 'sure-again', doubt?.text ?? '');
    await expect.poll(() => figure('LlmAnswered', mended).sum).toBe(1);
    expect(figure('LlmBreakerOpen', mended).count).toBe(0);
  });

  // The last one: poison comes again by wall time, so the twin is not quiet any more.
  it('work failed', async () => {
    const since = lines.length;
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    const sqs = new SQSClient({ endpoint: twin.awsUrl, region: 'eu-central-1', credentials });
    const { queues } = await queuesOf();
    for (let n = 0; n < 11; n++)
      await sqs.send(new SendMessageCommand({ QueueUrl: queues.inbound, MessageBody: `poison ${n}` }));
    await expect.poll(() => figure('WorkFailed', since).sum, { timeout: 10_000 }).toBeGreaterThan(10);
    sqs.destroy();
    expect(lines.slice(since).join('\n')).toContain('"message":"signal.failed"');
    expect(lines.slice(since).join('\n')).not.toContain('poison');

    const headers = { 'X-Webhook-URL': `${twin.url}/_local/crm/unharmed` };
    await postMessage(twin.url, { client_id: 'unharmed', content: 'Не открывается урок' }, headers);
    await expect.poll(() => crmInbox(twin.url, 'unharmed'), { timeout: 15_000 }).toHaveLength(1);
  });
});

async function queuesOf(): Promise<{ queues: { inbound: string } }> {
  const { ListQueuesCommand } = await import('@aws-sdk/client-sqs');
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const sqs = new SQSClient({ endpoint: twin.awsUrl, region: 'eu-central-1', credentials });
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
  sqs.destroy();
  const inbound = QueueUrls.find((url) => /Inbound(?!Dead)/.test(url)) ?? '';
  return { queues: { inbound } };
}
