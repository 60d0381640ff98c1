import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { httpServer } from '../http/local-servers.ts';

/** A question as the server received it. */
export interface Asked {
  path: string;
  headers: IncomingHttpHeaders;
  raw: string;
  body: {
    model: string;
    messages: { role: string; content: string }[];
    [field: string]: unknown;
  };
}

/** How a model answers. */
export type Play = (response: ServerResponse, asked: Asked) => void;

export interface StandIn {
  base: string;
  /** Everything it was asked, in order. */
  asked: Asked[];
  /** How many there were. */
  connections(): number;
  /** From here on; one after the other, the last one for good. */
  plays(...plays: Play[]): void;
}

/** Stands in for an OpenAI-compatible server: a real socket, and behind it whatever model a test plays. Ends with `cleanUp`. */
export async function startStandIn(): Promise<StandIn> {
  const asked: Asked[] = [];
  let script: Play[] = [];
  const { port, connections } = await httpServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const raw = Buffer.concat(chunks).toString();
    const one = { path: request.url ?? '', headers: request.headers, raw, body: JSON.parse(raw) };
    asked.push(one);
    const play = script.length > 1 ? script.shift() : script[0];
    if (!play) throw new Error('nothing is played');
    play(response, one);
  });
  return {
    base: `http://127.0.0.1:${port}/v1`,
    asked,
    connections,
    plays(...plays) {
      script = plays;
    },
  };
}

const USAGE = { prompt_tokens: 900, completion_tokens: 20, total_tokens: 920 };

/** A whole answer, as servers give it. */
export const completion = (content: unknown, over: object = {}): string =>
  JSON.stringify({
    id: 'chatcmpl-1',
    object: 'chat.completion',
    choices: [{ index: 0, message: { role: 'assistant', content, refusal: null }, finish_reason: 'stop' }],
    usage: USAGE,
    ...over,
  });

/** Sends this body as it is. */
export const sends =
  (body: string, status = 200, headers: Record<string, string> = {}): Play =>
  (response) =>
    void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);

/** A model that says these words. */
export const says = (content: unknown): Play => sends(completion(content));

/** A model that does as it is told. */
export const names = (scenario: string, confidence: number): Play =>
  says(JSON.stringify({ scenario, confidence }));

export const fails = (status: number, headers: Record<string, string> = {}): Play =>
  sends('{"error":{"message":"CANARY"}}', status, headers);

export const hangsUp: Play = (response) => void response.socket?.destroy();

/** Never answers, and says when it was asked. */
export const hangs =
  (then: () => void = () => undefined): Play =>
  () =>
    then();
