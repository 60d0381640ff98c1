import { setTimeout as wait } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { startTwin, type Twin } from '../../local/twin.ts';
import { crmInbox, postMessage, verified } from './crm.ts';
import { assemblyWithShortVisibility } from './short-visibility.ts';

const MESSAGES = 150;
const VICTIMS = ['ingest', 'classify', 'deliver'];
const TEST_LIMIT_MS = 240_000;

/** Sends until it is accepted, as a partner does that got no answer: with the same key, so that it is one message. */
async function postUntilAccepted(url: string, clientId: string): Promise<string> {
  for (;;) {
    try {
      const message = { client_id: clientId, content: 'Здравствуйте!' };
      const answer = await postMessage(url, message, { 'Idempotency-Key': `key-${clientId}` });
      if (answer.status === 202) return ((await answer.json()) as { message_id: string }).message_id;
      expect(answer.status).toBeGreaterThanOrEqual(500);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
    await wait(200);
  }
}

/** Kills a process of one function after the other, at no particular moment; returns how many until told to stop. */
function startKilling(twin: Twin): () => number {
  let killed = 0;
  const timer = setInterval(() => {
    const pids = twin.functions()[VICTIMS[killed % VICTIMS.length]!]?.pids ?? [];
    const victim = pids[Math.floor(Math.random() * pids.length)];
    if (victim === undefined) return;
    process.kill(victim, 'SIGKILL');
    killed += 1;
  }, 500);
  onTestFinished(() => clearInterval(timer));
  return () => {
    clearInterval(timer);
    return killed;
  };
}

it('loses nothing and doubles nothing while its processes are killed', {
  timeout: TEST_LIMIT_MS,
}, async () => {
  const assemblyDir = await assemblyWithShortVisibility();
  const twin = await startTwin({
    assemblyDir,
    port: 0,
    pace: 'immediate',
    limits: 'off',
    log: () => undefined,
  });
  onTestFinished(twin.close);
  const stopKilling = startKilling(twin);

  const accepted: Promise<string>[] = [];
  for (let index = 0; index < MESSAGES; index += 1) {
    accepted.push(postUntilAccepted(twin.url, `client-${index}`));
    await wait(60);
  }
  const messageIds = await Promise.all(accepted);
  expect(stopKilling()).toBeGreaterThan(10);

  const answered = async () =>
    new Set((await crmInbox(twin.url)).map((post) => verified(post).in_reply_to)).size;
  await expect.poll(answered, { timeout: 90_000, interval: 500 }).toBe(MESSAGES);
  const replies = new Map((await crmInbox(twin.url)).map(verified).map((reply) => [reply.message_id, reply]));
  expect([...replies.values()].map(({ in_reply_to }) => in_reply_to).sort()).toEqual(messageIds.sort());
});
