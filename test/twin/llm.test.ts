import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startTwin, type Twin } from '../../local/twin.ts';
import { BuiltInClassifier } from '../../shared/adapters/built-in-classifier.ts';
import { findPhones } from '../../shared/adapters/phone-numbers.ts';
import { advisedBy } from '../../shared/domain/advice.ts';
import { classifiedBy, readWords } from '../../shared/domain/burst.ts';
import type { Band, Classification } from '../../shared/domain/classification.ts';
import { SHIPPED_HANDBOOK } from '../../shared/domain/handbook.ts';
import type { Scenario } from '../../shared/domain/scenario.ts';
import { mask } from '../../shared/domain/understanding/masking.ts';
import { cleanUp } from '../adapters/http/local-servers.ts';
import { fails, names, type StandIn, says, startStandIn } from '../adapters/llm/stand-in.ts';
import { aMessage } from '../builders.ts';
import { postMessage } from './crm.ts';

const CLASSIFICATION = join(import.meta.dirname, '../../shared/classification');
const KEY = 'sk-of-the-stand-in';

/** A message that leaves the shipped model in doubt, and what becomes of it if the second likeliest scenario is named. */
interface Doubt {
  text: string;
  alone: Classification;
  named: Scenario;
  advised: Classification;
}

let doubts: Doubt[];
let server: StandIn;
let twin: Twin;
const lines: string[] = [];

beforeAll(async () => {
  doubts = await findDoubts(4);
  server = await startStandIn();
  vi.stubEnv('LLM_BASE_URL', server.base);
  vi.stubEnv('LLM_MODEL', 'stand-in');
  vi.stubEnv('LLM_API_KEY', KEY);
  twin = await startTwin({ port: 0, pace: 'immediate', verbose: true, log: (line) => lines.push(line) });
});
afterAll(async () => {
  await twin.close();
  await cleanUp();
});

/** What the shipped model has learned it is sure of, so one half of a message is taken from here and one from there. */
async function findDoubts(count: number): Promise<Doubt[]> {
  const model = new BuiltInClassifier(join(CLASSIFICATION, 'model'));
  const corpus = readFileSync(join(CLASSIFICATION, 'corpus/messages.jsonl'), 'utf8').trim().split('\n');
  const texts = corpus.map((line) => (JSON.parse(line) as { text: string }).text);
  const found: Doubt[] = [];
  for (let at = 0; found.length < count && at < texts.length / 2; at++) {
    const text = `${texts[at]}. ${texts.at(-1 - at)}`;
    const words = readWords([aMessage({ text })]);
    if (words.human || mask(text, { phones: findPhones(text), names: [] }) !== text) continue;
    const judgement = await model.classify(text);
    const alone = classifiedBy(judgement.classification, words, SHIPPED_HANDBOOK);
    const named = judgement.likeliest[1]?.scenario ?? 'UNKNOWN';
    const advised = advisedBy(judgement, { scenario: named, confidence: 0.9, model: 'stand-in' });
    if (alone.band === 'doubt' && advised.band === 'answer') found.push({ text, alone, named, advised });
  }
  return found;
}

interface Told {
  scenario: Scenario;
  confidence: number;
  band: Band;
}

/** What the desk makes of a message of a new client. */
async function understood(client_id: string, content: string): Promise<Told | undefined> {
  const headers = { Prefer: 'wait=20' };
  expect((await postMessage(twin.url, { client_id, content }, headers)).status).toBe(201);
  const answer = await fetch(`${twin.url}/api/messages/${client_id}/classifications`, {
    headers: { Authorization: 'Bearer fl_local_demo_key' },
  });
  return ((await answer.json()) as Told[])[0];
}

const told = ({ scenario, confidence, band }: Classification): Told => ({ scenario, confidence, band });
/** How often a figure was written, in whichever instance. */
const figures = (name: string) => lines.filter((line) => line.includes(`"${name}":1`)).length;

describe('a twin that is told of a language model', () => {
  it('asks it in doubt, and answers as the opinion has it', async () => {
    const [doubt] = doubts;
    server.plays(names(doubt!.named, 0.9));
    expect(await understood('asked', doubt!.text)).toMatchObject(told(doubt!.advised));
    expect(server.asked).toHaveLength(1);
    const [{ headers, body } = { headers: {}, body: undefined }] = server.asked;
    expect([headers.authorization, body?.model]).toEqual([`Bearer ${KEY}`, 'stand-in']);
    expect(JSON.parse(body?.messages[1]?.content ?? '')).toEqual({ message: doubt!.text });
    await expect.poll(() => figures('LlmAnswered')).toBe(1);
  });

  it('has the same words cost nothing for another client', async () => {
    const [doubt] = doubts;
    expect(await understood('cached', ` ${doubt!.text}  `)).toMatchObject(told(doubt!.advised));
    expect(server.asked).toHaveLength(1);
  });

  it('does not ask where it is sure', async () => {
    const before = server.asked.length;
    expect(await understood('sure', 'Не открывается урок, что делать?')).toMatchObject({ band: 'answer' });
    expect(server.asked).toHaveLength(before);
  });

  it.each([
    ['broken', fails(500), 1],
    ['lying', says('{"scenario":"MASS_OUTAGE","confidence":7}'), 2],
    ['talkative', says('Sure! I think it is a COMPLAINT.'), 3],
  ])('keeps to its own answer where the model is %s', async (name, play, at) => {
    const doubt = doubts[at];
    server.plays(play);
    const before = server.asked.length;
    expect(await understood(`client-of-${name}`, doubt!.text)).toMatchObject(told(doubt!.alone));
    expect(server.asked).toHaveLength(before + 2);
  });

  it('writes down what became of it, and neither words nor key', async () => {
    await expect.poll(() => figures('LlmFailed')).toBeGreaterThan(0);
    await expect.poll(() => figures('LlmMalformed')).toBeGreaterThan(0);
    const all = lines.join('\n');
    expect(all).toContain('adviser.failed');
    expect(all).not.toContain(KEY);
    for (const { text } of doubts) expect(all).not.toContain(text);
  });
});

describe('a twin that is told half of it', () => {
  it('says so instead of starting', async () => {
    vi.stubEnv('LLM_BASE_URL', 'localhost:11434');
    vi.stubEnv('LLM_MODEL', 'tiny');
    const refusal = 'LLM_BASE_URL must be an http or https URL without a name or password in it.';
    await expect(startTwin({ port: 0, log: () => undefined })).rejects.toThrow(refusal);
  });
});
