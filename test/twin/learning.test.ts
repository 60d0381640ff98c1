import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTwin, type Twin } from '../../local/twin.ts';
import { colours, jsonl } from '../classification/small-models.ts';
import { postMessage } from './crm.ts';

let twin: Twin;
const folder = mkdtempSync(join(tmpdir(), 'firstline-learning-'));
beforeAll(async () => {
  twin = await startTwin({ port: 0, adminToken: 'token-of-the-admin', log: () => undefined });
});
afterAll(async () => {
  await twin.close();
  rmSync(folder, { recursive: true, force: true });
});

function aFile(name: string, examples: readonly { text: string; label: string }[]): string {
  const file = join(folder, name);
  writeFileSync(file, jsonl(examples));
  return file;
}

async function advance(seconds: number): Promise<void> {
  const body = JSON.stringify({ seconds });
  expect((await fetch(`${twin.url}/_local/clock/advance`, { method: 'POST', body })).status).toBe(200);
}

async function read(path: string): Promise<Record<string, string>[]> {
  const headers = { authorization: 'Bearer fl_local_demo_key' };
  return (await (await fetch(`${twin.url}${path}`, { headers })).json()) as Record<string, string>[];
}

/** What a message of this client is taken for, and by which model. */
async function taken(client_id: string, content: string): Promise<Record<string, string>> {
  await postMessage(twin.url, { client_id, content });
  await advance(10);
  const [newest] = await read(`/api/messages/${client_id}/classifications`);
  return newest ?? {};
}

const run = promisify(execFile);
const admin = async (...args: string[]): Promise<string> => {
  const file = join(import.meta.dirname, '../../bin/admin.ts');
  const env = { ...process.env, FIRSTLINE_ADMIN_TOKEN: twin.adminToken };
  return (await run(process.execPath, [file, ...args, '--url', twin.url], { env })).stdout;
};

describe('a correction', () => {
  it('is learned by a model that running functions take up within a minute, and give back as fast', async () => {
    const text = 'краснючий синючий кит';
    const before = await taken('anna', text);
    const corrected = await fetch(`${twin.url}/api/feedback`, {
      method: 'POST',
      headers: { authorization: `Bearer ${twin.adminToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ message_id: before['message_id'], verdict: 'incorrect', scenario: 'FAREWELL' }),
    });
    expect(corrected.status).toBe(201);
    const corpus = aFile('corpus.jsonl', colours('COMPLAINT', 'FAREWELL'));
    const frozen = aFile('frozen.jsonl', [{ text: 'синючий синеет', label: 'FAREWELL' }]);
    const made = JSON.parse(
      await admin('model', 'retrain', '--corpus', corpus, '--frozen', frozen, '--json'),
    );
    expect(made).toMatchObject({ published: true, corrections: 1, learned: { before: 0, after: 1 } });

    await advance(60);
    expect(await taken('boris', text)).toMatchObject({ scenario: 'FAREWELL', model: made.candidate });
    expect(await admin('model', 'rollback', '0')).toContain('the shipped model');
    await advance(60);
    expect(await taken('clara', text)).toMatchObject({
      scenario: before['scenario'],
      model: before['model'],
    });
  });
});
