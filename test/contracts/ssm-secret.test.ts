import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { answerSsm } from '../../local/gateway-ssm.ts';
import { openTwinStore, type TwinStore } from '../../local/persistence.ts';
import { openParameters } from '../../shared/adapters/aws/ssm-parameters.ts';
import { SsmSecret } from '../../shared/adapters/aws/ssm-secret.ts';
import { MINUTE, NOW } from '../builders.ts';
import { FixedClock } from '../usecases/desk.ts';

const NAME = '/firstline/test/llm/api-key';

let server: Server;
let store: TwinStore;
const asked: string[] = [];

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    asked.push(operation);
    const body = Buffer.concat(chunks).toString();
    const answer = answerSsm({ store, clock: { now: () => NOW } }, operation, body);
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
beforeEach(() => {
  store = openTwinStore();
  vi.stubEnv('AWS_ENDPOINT_URL_SSM', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  vi.stubEnv('AWS_REGION', 'eu-central-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'local');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

describe('a secret in Parameter Store', () => {
  it('is read once in five minutes of wall time', async () => {
    const clock = new FixedClock();
    const secret = new SsmSecret(NAME, clock);
    await openParameters().put(NAME, 'sk-first');
    expect(await secret.read()).toBe('sk-first');
    await openParameters().put(NAME, 'sk-second');
    asked.splice(0);
    clock.advanceBusiness(60 * MINUTE);
    clock.advanceWall(5 * MINUTE - 1);
    expect(await secret.read()).toBe('sk-first');
    expect(asked).toEqual([]);
    clock.advanceWall(1);
    expect(await secret.read()).toBe('sk-second');
    expect(asked).toEqual(['GetParameter']);
  });

  it('that is missing is an error, and asked for again', async () => {
    const secret = new SsmSecret(NAME, new FixedClock());
    await expect(secret.read()).rejects.toMatchObject({ code: 'dependency.unavailable' });
    await openParameters().put(NAME, 'sk-late');
    expect(await secret.read()).toBe('sk-late');
  });
});
