import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { startTwin, type Twin } from '../../local/twin.ts';
import { cleanUp } from '../adapters/http/local-servers.ts';
import { decides, startBedrock } from '../adapters/llm/converse-stand-in.ts';
import type { StandIn } from '../adapters/llm/stand-in.ts';
import { type Doubt, findDoubts, told, understood } from './doubts.ts';

const TOKEN = 'bedrock-api-key-CANARY';

let doubt: Doubt | undefined;
let server: StandIn;
let twin: Twin;
const lines: string[] = [];

beforeAll(async () => {
  [doubt] = await findDoubts(1);
  server = await startBedrock();
  vi.stubEnv('LLM_PROVIDER', 'bedrock');
  vi.stubEnv('LLM_MODEL', 'eu.amazon.nova-lite-v1:0');
  vi.stubEnv('LLM_REGION', 'eu-north-1');
  vi.stubEnv('AWS_BEARER_TOKEN_BEDROCK', TOKEN);
  twin = await startTwin({ port: 0, pace: 'immediate', verbose: true, log: (line) => lines.push(line) });
});
afterAll(async () => {
  await twin.close();
  vi.unstubAllEnvs();
  await cleanUp();
});

it('a twin that is told of a model on Bedrock asks it in doubt, from the bundle, and answers as the opinion has it', async () => {
  server.plays(decides(doubt!.named, 0.9));
  expect(await understood(twin, 'asked', doubt!.text)).toMatchObject(told(doubt!.advised));
  expect(server.asked).toHaveLength(1);
  const [{ path, headers, raw } = { path: '', headers: {}, raw: '' }] = server.asked;
  expect(path).toBe('/model/eu.amazon.nova-lite-v1%3A0/converse');
  expect(headers.authorization).toBe(`Bearer ${TOKEN}`);
  expect(raw).toContain(JSON.stringify(JSON.stringify({ message: doubt!.text })));
  await expect.poll(() => lines.filter((line) => line.includes('"LlmAnswered":1'))).toHaveLength(1);
  expect(lines.join('\n')).not.toContain(TOKEN);
});
