import {
  BedrockRuntimeClient,
  ConverseCommand,
  type ConverseCommandInput,
} from '@aws-sdk/client-bedrock-runtime';
import { LIMITS } from '../../domain/limits.ts';
import type { TokenUsage } from '../../domain/token-prices.ts';
import type { Clock } from '../../ports.ts';
import { boundedFetch, TooLong, Unreached } from './bounded-fetch.ts';
import type { Chat, ChatAnswer } from './chat.ts';
import { refusalOf } from './http-answer.ts';
import { messageOf, OPINION, SYSTEM } from './prompt.ts';
import { readConversation } from './read-answer.ts';

export interface ConverseClientParts {
  /** Id of a foundation model or inference profile, or an ARN. */
  model: string;
  /** Undefined: the function's own. */
  region?: string | undefined;
  clock: Pick<Clock, 'wall'>;
}

/** The one tool there is: to answer is to use it. */
const TOOL = {
  toolSpec: { name: OPINION.name, description: 'Takes your answer.', inputSchema: { json: OPINION.schema } },
};

/** What Bedrock is asked about these words; without the tool it is asked for bare JSON. */
function converseInput(modelId: string, words: string, withTool = true): ConverseCommandInput {
  return {
    modelId,
    system: [{ text: SYSTEM }],
    messages: [{ role: 'user', content: [{ text: messageOf(words) }] }],
    inferenceConfig: { temperature: 0, maxTokens: LIMITS.llmToolTokens },
    ...(withTool && { toolConfig: { tools: [TOOL], toolChoice: { tool: { name: OPINION.name } } } }),
  };
}

/**
 * Models on Amazon Bedrock, by Converse and in the function's own name: the SDK signs, tries once and reads; it is imported by
 * the first question, as a file of its own. Never throws, and nothing of what was thrown comes back from here.
 */
export class ConverseClient implements Chat {
  readonly origin: string;
  readonly model: string;
  readonly form = JSON.stringify(converseInput('', ''));
  readonly #bedrock: BedrockRuntimeClient;
  readonly #clock: Pick<Clock, 'wall'>;
  /** Until the model is found to know none. */
  #withTool = true;

  constructor({ model, region, clock }: ConverseClientParts) {
    this.origin = `bedrock:${region ?? ''}`;
    this.model = model;
    this.#bedrock = new BedrockRuntimeClient({
      ...(region !== undefined && { region }),
      // Whoever asks repeats, where it pays.
      maxAttempts: 1,
      requestHandler: boundedFetch,
    });
    this.#clock = clock;
  }

  most(words: string): TokenUsage {
    const request = JSON.stringify(converseInput(this.model, words));
    return { in: Buffer.byteLength(request), out: LIMITS.llmToolTokens };
  }

  /** A request that is not valid costs nothing; many models are asked that way who know no tools, or cannot be held to one. */
  async ask(words: string, end: AbortSignal): Promise<ChatAnswer> {
    const answer = await this.#send(converseInput(this.model, words, this.#withTool), end);
    if (!this.#withTool || !isInvalid(answer)) return answer;
    const bare = await this.#send(converseInput(this.model, words, false), end);
    if (bare.kind === 'answered' || bare.kind === 'malformed') this.#withTool = false;
    return bare;
  }

  async #send(input: ConverseCommandInput, end: AbortSignal): Promise<ChatAnswer> {
    try {
      return readConversation(await this.#bedrock.send(new ConverseCommand(input), { abortSignal: end }));
    } catch (error) {
      return end.aborted ? { kind: 'timed_out' } : this.#failed(error);
    }
  }

  #failed(error: unknown): ChatAnswer {
    if (error instanceof TooLong) return { kind: 'malformed' };
    if (error instanceof Unreached) return { kind: 'failed', why: 'network', passing: true, unpaid: false };
    const response = responseOf(error);
    if (response && isSuccess(response.statusCode)) return { kind: 'malformed' };
    if (response) return refusalOf(response.statusCode, response.headers['retry-after'], this.#clock.wall());
    // It never left: there are no credentials, for example.
    return { kind: 'failed', why: 'client', passing: false, unpaid: true };
  }
}

function isInvalid(answer: ChatAnswer): boolean {
  return answer.kind === 'failed' && answer.why === 'http.400';
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

/** The SDK keeps the answer that it made an error of. */
function responseOf(error: unknown): { statusCode: number; headers: Record<string, string> } | undefined {
  return (error as { $response?: { statusCode: number; headers: Record<string, string> } }).$response;
}
