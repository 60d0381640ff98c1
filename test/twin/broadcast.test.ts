import { setTimeout as wait } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { startTwin, type Twin } from '../../local/twin.ts';
import { inParallel } from '../../shared/usecases/in-parallel.ts';
import { crmInbox, postMessage } from './crm.ts';
import { assemblyWithShortVisibility } from './short-visibility.ts';

/** `BROADCAST_CLIENTS=5000 npx vitest run --project twin test/twin/broadcast.test.ts` takes some minutes. */
const CLIENTS = Number(process.env['BROADCAST_CLIENTS'] ?? 100);
const TEST_LIMIT_MS = 180_000 + CLIENTS * 300;
const TEXT = 'В субботу занятий не будет.';

async function ask<T>(twin: Twin, method: 'GET' | 'POST', path: string, body?: object): Promise<T> {
  const response = await fetch(`${twin.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${twin.adminToken}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  expect(response.status).toBeLessThan(300);
  return (await response.json()) as T;
}

it('a broadcast reaches every client once although its processes are killed', {
  timeout: TEST_LIMIT_MS,
}, async () => {
  const twin = await startTwin({
    assemblyDir: await assemblyWithShortVisibility(),
    port: 0,
    pace: 'immediate',
    limits: 'off',
    log: () => undefined,
  });
  onTestFinished(twin.close);
  const numbers = Array.from({ length: CLIENTS }, (_, number) => number);
  await inParallel(numbers, 10, (number) =>
    postMessage(twin.url, { client_id: `client-${number}`, content: 'Спасибо, до свидания!' }),
  );
  await twin.quiet();

  const message = { texts: { ru: TEXT }, channels: ['partner:demo'] };
  const reach = await ask<{ clients: number }>(twin, 'POST', '/api/broadcasts', {
    ...message,
    dry_run: true,
  });
  expect(reach.clients).toBe(CLIENTS);
  const { id } = await ask<{ id: string }>(twin, 'POST', '/api/broadcasts', message);
  let killed = 0;
  const stateOf = () =>
    ask<{ state: string; progress: { told: number } }>(twin, 'GET', `/api/broadcasts/${id}`);
  while ((await stateOf()).state !== 'done') {
    const victim = twin.functions()[killed % 2 === 0 ? 'broadcast' : 'deliver']?.pids[0];
    if (victim !== undefined && killed < 6) {
      process.kill(victim, 'SIGKILL');
      killed += 1;
    }
    await wait(700);
  }
  expect(killed).toBeGreaterThan(3);

  const heard = async () => {
    const posts = (await crmInbox(twin.url)).map(({ body }) => JSON.parse(body));
    return posts.filter(({ source }) => source === 'broadcast');
  };
  const reached = async () => new Set((await heard()).map(({ client_id }) => client_id)).size;
  await expect.poll(reached, { timeout: TEST_LIMIT_MS, interval: 500 }).toBe(CLIENTS);
  // A post that was cut off is sent again under the same id.
  expect(new Set((await heard()).map(({ message_id }) => message_id)).size).toBe(CLIENTS);
  expect((await heard()).every(({ response_text }) => response_text === TEXT)).toBe(true);
  expect((await stateOf()).progress).toMatchObject({ found: CLIENTS, told: CLIENTS, failed: 0 });
});
