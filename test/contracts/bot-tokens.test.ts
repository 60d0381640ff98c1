import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { answerSsm } from '../../local/gateway-ssm.ts';
import { openTwinStore, type TwinStore } from '../../local/persistence.ts';
import { SsmBotTokens } from '../../shared/adapters/aws/ssm-bot-tokens.ts';
import { MemoryBotTokens } from '../../shared/adapters/memory/bot-tokens.ts';
import type { BotTokenStore } from '../../shared/ports.ts';
import { MINUTE, NOW } from '../builders.ts';
import { FixedClock } from '../usecases/desk.ts';

/** What every store of tokens must do; each test begins with an empty one. */
function describeTokens(make: () => BotTokenStore): void {
  it('keeps a token until another one is put, or it is removed', async () => {
    const tokens = make();
    expect(await tokens.token('school')).toBeUndefined();
    await tokens.putToken('school', '1:first');
    expect(await tokens.token('school')).toBe('1:first');
    await tokens.putToken('school', '1:second');
    expect(await tokens.token('school')).toBe('1:second');
    await tokens.removeToken('school');
    expect(await tokens.token('school')).toBeUndefined();
  });

  it('tells tokens of different bots apart', async () => {
    const tokens = make();
    await tokens.putToken('a', '1:a');
    await tokens.putToken('a-b', '2:b');
    await tokens.removeToken('a');
    expect([await tokens.token('a'), await tokens.token('a-b')]).toEqual([undefined, '2:b']);
  });

  it('removes none without a word', async () => {
    await make().removeToken('nobody');
  });
}

describe('tokens in memory', () => {
  describeTokens(() => new MemoryBotTokens());
});

describe('tokens in Parameter Store', () => {
  let server: Server;
  let store: TwinStore;
  const asked: string[] = [];

  beforeAll(async () => {
    server = createServer(async (request, response) => {
      const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const body = Buffer.concat(chunks).toString();
      asked.push(`${operation} ${JSON.parse(body).Name}`);
      const answer = answerSsm({ store, clock: { now: () => NOW } }, operation, body);
      response.writeHead(answer.status, answer.headers).end(answer.body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  beforeEach(() => {
    store = openTwinStore();
    asked.splice(0);
    vi.stubEnv('AWS_ENDPOINT_URL_SSM', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    vi.stubEnv('AWS_REGION', 'eu-central-1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'local');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const open = (clock = new FixedClock()) => new SsmBotTokens('/firstline/test/bots', clock);

  describeTokens(() => open());

  it('are encrypted parameters under the path of the stage', async () => {
    await open().putToken('school', '1:secret');
    expect(store.list('parameter')).toMatchObject([
      { id: '/firstline/test/bots/school/token', value: { type: 'SecureString', value: '1:secret' } },
    ]);
  });

  it('are read once in five minutes of wall time, and by several instances each', async () => {
    const clock = new FixedClock();
    const [writer, reader] = [open(), open(clock)];
    await writer.putToken('school', '1:first');
    await reader.token('school');
    await writer.putToken('school', '1:second');
    clock.advanceBusiness(60 * MINUTE);
    clock.advanceWall(5 * MINUTE - 1);
    expect(await reader.token('school')).toBe('1:first');
    clock.advanceWall(1);
    expect(await reader.token('school')).toBe('1:second');
    expect(asked.filter((one) => one.startsWith('GetParameter'))).toHaveLength(2);
  });

  it('are read again for whoever was refused with the one that is remembered', async () => {
    const [writer, reader] = [open(), open()];
    await writer.putToken('school', '1:first');
    await reader.token('school');
    await writer.putToken('school', '1:second');
    expect(await reader.token('school', '1:other')).toBe('1:first');
    expect(await reader.token('school', '1:first')).toBe('1:second');
    expect(await reader.token('school')).toBe('1:second');
  });

  it('that are missing are asked for again each time', async () => {
    const tokens = open();
    for (let n = 0; n < 3; n++) expect(await tokens.token('school')).toBeUndefined();
    expect(asked).toEqual(Array(3).fill('GetParameter /firstline/test/bots/school/token'));
  });

  it('that cannot be read are an error, not none', async () => {
    store.close();
    vi.stubEnv('AWS_MAX_ATTEMPTS', '1');
    vi.stubEnv('AWS_ENDPOINT_URL_SSM', 'http://127.0.0.1:1');
    await expect(open().token('school')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});
