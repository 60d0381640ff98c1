import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { freePort } from '../../local/free-port.ts';
import { temporaryDir } from './assembly.ts';
import { answersTo, crmInbox, postMessage, verified } from './crm.ts';
import { descendants, npmStart, runningOf } from './npm-start.ts';

/** Starts twice, and work that was under way when the twin was killed waits for its lease to end. */
const RESTART_LIMIT_MS = 120_000;
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Runs the twin with a command line that it must refuse. */
async function refused(...flags: string[]) {
  const twin = spawn(process.execPath, ['local/main.ts', ...flags], { cwd: ROOT });
  const errors = twin.stderr.setEncoding('utf8').toArray();
  const code = await new Promise((resolve) => twin.once('close', resolve));
  return { code, sentence: (await errors).join('').trim() };
}

async function functionsOf(url: string) {
  const answer = await fetch(`${url}/_local/functions`);
  return (await answer.json()) as Record<string, { pids: number[]; invocations: number; peakRssMb: number }>;
}

describe('npm start', () => {
  it('does the main job: a customer writes, and the signed answer is at the CRM', async () => {
    const twin = await npmStart('--pace', 'immediate');
    expect(twin.startedInMs).toBeLessThan(20_000);

    const accepted = await postMessage(twin.url, { client_id: 'anna', content: 'Здравствуйте!' });

    expect(accepted.status).toBe(202);
    const { message_id, ...rest } = (await accepted.json()) as { message_id: string };
    expect(rest).toMatchObject({ status: 'accepted', client_id: 'anna' });
    const [answer, ...others] = await answersTo(twin.url, 'anna', 10_000);
    expect(others).toEqual([]);
    expect(answer).toMatchObject({
      type: 'message.reply',
      client_id: 'anna',
      in_reply_to: message_id,
      source: 'ai_bot',
    });
    expect(answer!.response_text).toMatch(/^Здравствуйте/);
    const [post] = await crmInbox(twin.url);
    expect(post!.headers['webhook-id']).toBe(answer!.message_id);
    expect(() => verified({ ...post!, body: `${post!.body} ` })).toThrow();
    // The answer is there before the function that sent it has written that down.
    await fetch(`${twin.url}/_local/clock/advance`, { method: 'POST', body: '{"seconds":0}' });
    const functions = await functionsOf(twin.url);
    for (const stage of ['ingest', 'classify', 'deliver']) {
      expect(functions[stage]!.invocations).toBeGreaterThan(0);
      expect(functions[stage]!.peakRssMb).toBeGreaterThan(10);
    }

    const processes = await descendants(twin.pid);
    expect(processes.length).toBeGreaterThan(3);
    const code = await twin.end('SIGINT');

    expect(code).toBe(0);
    expect(await runningOf([...processes, twin.pid])).toEqual([]);
    expect(twin.output()).toContain('fl_local_demo_key');
  });

  it('with --data answers after a kill what was accepted before it, once', {
    timeout: RESTART_LIMIT_MS,
  }, async () => {
    const flags = ['--data', await temporaryDir(), '--port', String(await freePort())];
    const first = await npmStart(...flags);
    const accepted = await postMessage(first.url, { client_id: 'boris', content: 'Здравствуйте!' });
    expect(accepted.status).toBe(202);
    const processes = await descendants(first.pid);

    await first.end('SIGKILL');
    await expect.poll(() => runningOf(processes)).toEqual([]);
    const second = await npmStart(...flags);

    const answers = await answersTo(second.url, 'boris', 60_000);
    expect(answers.map(({ in_reply_to }) => in_reply_to)).toEqual([
      ((await accepted.json()) as { message_id: string }).message_id,
    ]);
    expect(await second.end('SIGTERM')).toBe(0);
  });
});

describe('a twin that cannot start says why in one sentence', () => {
  it('for a flag it cannot follow', async () => {
    expect(await refused('--pace', 'slow')).toEqual({
      code: 2,
      sentence: '--pace must be natural or immediate, not "slow".',
    });
  });

  it('for a port in use', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void taken.close());
    const { port } = taken.address() as { port: number };

    expect(await refused('--port', String(port))).toEqual({
      code: 1,
      sentence: `Port ${port} is in use: stop what listens there, or choose another with --port.`,
    });
  });
});
