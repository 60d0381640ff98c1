import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startTwin, type Twin } from '../../local/twin.ts';
import { cleanUp } from '../adapters/http/local-servers.ts';
import { fails, names, type StandIn, says, startStandIn } from '../adapters/llm/stand-in.ts';
import { type Doubt, findDoubts, told, understood } from './doubts.ts';

const KEY = 'sk-of-the-stand-in';

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

/** How often a figure was written, in whichever instance. */
const figures = (name: string) => lines.filter((line) => line.includes(`"${name}":1`)).length;

describe('a twin that is told of a language model', () => {
  it('asks it in doubt, and answers as the opinion has it', async () => {
    const [doubt] = doubts;
    server.plays(names(doubt!.named, 0.9));
    expect(await understood(twin, 'asked', doubt!.text)).toMatchObject(told(doubt!.advised));
    expect(server.asked).toHaveLength(1);
    const [{ headers, body } = { headers: {}, body: undefined }] = server.asked;
    expect([headers.authorization, body?.model]).toEqual([`Bearer ${KEY}`, 'stand-in']);
    expect(JSON.parse(body?.messages[1]?.content ?? '')).toEqual({ message: doubt!.text });
    await expect.poll(() => figures('LlmAnswered')).toBe(1);
  });

  it('has the same words cost nothing for another client', async () => {
    const [doubt] = doubts;
    expect(await understood(twin, 'cached', ` ${doubt!.text}  `)).toMatchObject(told(doubt!.advised));
    expect(server.asked).toHaveLength(1);
  });

  it('does not ask where it is sure', async () => {
    const before = server.asked.length;
    expect(await understood(twin, 'sure', 'Не открывается урок, что делать?')).toMatchObject({
      band: 'answer',
    });
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
    expect(await understood(twin, `client-of-${name}`, doubt!.text)).toMatchObject(told(doubt!.alone));
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
