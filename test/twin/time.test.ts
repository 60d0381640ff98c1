import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { type Synthesised, synthesise } from '../../local/synth.ts';
import { startTwin, type TwinOptions } from '../../local/twin.ts';
import { answersTo, crmInbox, postMessage } from './crm.ts';

let synthesised: Synthesised;
beforeAll(async () => {
  synthesised = await synthesise();
});
afterAll(() => synthesised.remove());

async function started(options: TwinOptions) {
  const twin = await startTwin({ assemblyDir: synthesised.dir, port: 0, log: () => undefined, ...options });
  onTestFinished(twin.close);
  return twin;
}

it('at its natural pace answers only when business time has moved on', async () => {
  const twin = await started({ speed: 0.001 });
  await postMessage(twin.url, { client_id: 'anna', content: 'Здравствуйте!' });
  await twin.quiet();
  expect(await crmInbox(twin.url)).toEqual([]);

  const advanced = await fetch(`${twin.url}/_local/clock/advance`, {
    method: 'POST',
    body: '{"seconds":30}',
  });

  expect(advanced.status).toBe(200);
  expect(await crmInbox(twin.url)).toHaveLength(1);
});

it('at a higher speed waits as much shorter', async () => {
  const twin = await started({ speed: 100 });
  const before = twin.clock.now();

  await postMessage(twin.url, { client_id: 'anna', content: 'Здравствуйте!' });
  const [answer] = await answersTo(twin.url, 'anna', 10_000);

  expect(answer).toMatchObject({ source: 'ai_bot' });
  const [post] = await crmInbox(twin.url);
  // The burst's quiet time alone is two seconds.
  expect(Date.parse(post!.at) - before).toBeGreaterThan(2_000);
});
