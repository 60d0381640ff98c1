import { describe, expect, it, onTestFinished } from 'vitest';
import { startTwin, type Twin } from '../../local/twin.ts';
import { crmInbox, postMessage, verified } from '../twin/crm.ts';

const MESSAGES = 300;
const KILLS = 12;
/** A killed delivery comes back when its visibility time-out ends: six times the function's 20 s, and once more if it was killed again. */
const PATIENCE_MS = 270_000;
const STAGES = ['ingest', 'classify', 'deliver'] as const;

/** A generator by its seed, so that a failing run can be had again. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

/** Posts until the door has taken the message: a caller that gets no answer asks again under the same key. */
async function postUntilAccepted(twin: Twin, client: string, content: string): Promise<string> {
  for (;;) {
    const answer = await postMessage(
      twin.url,
      { client_id: client, content },
      { 'Idempotency-Key': `key-${client}` },
    );
    if (answer.status === 202) return ((await answer.json()) as { message_id: string }).message_id;
    expect(answer.status).toBeGreaterThanOrEqual(500);
    await answer.arrayBuffer();
  }
}

/** Kills one process of the stage that is there at the moment; how many it killed. */
function killOne(twin: Twin, stage: string): number {
  const pid = twin.functions()[stage]?.pids.at(-1);
  if (pid === undefined) return 0;
  try {
    process.kill(pid, 'SIGKILL');
    return 1;
  } catch {
    // It ended by itself in between.
    return 0;
  }
}

describe('function processes are killed while messages pass', () => {
  it(`answers each of ${MESSAGES} messages once, though ${KILLS} processes are killed`, {
    timeout: PATIENCE_MS + 60_000,
  }, async () => {
    const twin = await startTwin({ port: 0, pace: 'immediate', limits: 'off', log: () => undefined });
    onTestFinished(() => twin.close());
    const chance = random(20_261_124);
    const killAt = new Set(Array.from({ length: KILLS }, () => 10 + Math.floor(chance() * (MESSAGES - 20))));
    let killed = 0;

    const accepted = new Map<string, string>();
    const lane = async (from: number) => {
      for (let n = from; n < MESSAGES; n += 6) {
        if (killAt.has(n)) killed += killOne(twin, STAGES[Math.floor(chance() * 3)] ?? 'deliver');
        accepted.set(
          `client-${n}`,
          await postUntilAccepted(twin, `client-${n}`, `Здравствуйте, это сообщение ${n}`),
        );
      }
    };
    await Promise.all([0, 1, 2, 3, 4, 5].map(lane));
    expect(killed).toBeGreaterThan(KILLS / 2);

    const answered = async () =>
      new Set((await crmInbox(twin.url)).map((post) => verified(post).in_reply_to));
    await expect
      .poll(async () => (await answered()).size, { timeout: PATIENCE_MS, interval: 1000 })
      .toBe(MESSAGES);
    expect(await answered()).toEqual(new Set(accepted.values()));

    const posts = await crmInbox(twin.url);
    const repeated = posts.length - new Set(posts.map((post) => post.headers['webhook-id'])).size;
    const replies = new Set(posts.map((post) => verified(post).message_id));
    expect(replies.size).toBe(MESSAGES);
    expect(repeated).toBeLessThanOrEqual(killed);
  });
});
