import { vi } from 'vitest';
import { type Play, type StandIn, sends, startStandIn } from './stand-in.ts';

/** Stands in for Bedrock where the SDK looks for it, until the variables are unstubbed and `cleanUp` ends it. */
export async function startBedrock(): Promise<StandIn> {
  const server = await startStandIn();
  vi.stubEnv('AWS_ENDPOINT_URL_BEDROCK_RUNTIME', new URL(server.base).origin);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'CANARY-secret');
  vi.stubEnv('AWS_REGION', 'eu-central-1');
  return server;
}

/** A whole answer, as Converse gives it. */
export const conversation = (content: unknown, over: object = {}): string =>
  JSON.stringify({
    metrics: { latencyMs: 400 },
    output: { message: { role: 'assistant', content } },
    stopReason: 'tool_use',
    usage: { inputTokens: 900, outputTokens: 20, totalTokens: 920 },
    ...over,
  });

export const toolUse = (input: unknown, name = 'opinion') => ({
  toolUse: { toolUseId: 'tooluse_1', name, input },
});

/** A model that answers by these blocks. */
export const shows = (...blocks: unknown[]): Play => sends(conversation(blocks));

/** A model that does as it is told. */
export const decides = (scenario: string, confidence: number): Play =>
  shows(toolUse({ scenario, confidence }));

/** Refuses as AWS does: the kind of error in a header, and words about it that nobody may keep. */
export const refuses = (status: number, kind: string, headers: Record<string, string> = {}): Play =>
  sends('{"message":"CANARY"}', status, { 'x-amzn-errortype': kind, ...headers });
