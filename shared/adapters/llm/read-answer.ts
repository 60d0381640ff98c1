import * as z from 'zod/mini';
import { type Advice, CHOICES } from '../../domain/advice.ts';
import type { TokenUsage } from '../../domain/token-prices.ts';

/** More than any model reads or writes at once. */
const TOKENS_MOST = 10_000_000;
const Tokens = z.int().check(z.nonnegative(), z.maximum(TOKENS_MOST));

const Completion = z.object({
  choices: z.tuple([z.object({ message: z.object({ content: z.string() }) })], z.unknown()),
});
const Bill = z.object({ usage: z.object({ prompt_tokens: Tokens, completion_tokens: Tokens }) });
const Opinion = z.object({
  scenario: z.enum(CHOICES),
  confidence: z.number().check(z.gte(0), z.lte(1)),
});

/** What a server's answer says; whatever is no opinion in the form that was asked for is malformed. */
export type ReadAnswer = { usage?: TokenUsage | undefined } & (
  | { kind: 'answered'; opinion: Omit<Advice, 'model'> }
  | { kind: 'malformed' }
);

/** Reads the body of an answer. It is the only place where a model's words become values, and never throws. */
export function readAnswer(body: string): ReadAnswer {
  const answer = parsed(body);
  const usage = usageIn(answer);
  const completion = Completion.safeParse(answer);
  const content = completion.success ? completion.data.choices[0].message.content : '';
  const { success, data } = Opinion.safeParse(parsed(content));
  if (!success) return { kind: 'malformed', usage };
  // Four digits are enough, and numbers of any size are not what a table takes.
  const confidence = Math.round(data.confidence * 10_000) / 10_000;
  return { kind: 'answered', opinion: { scenario: data.scenario, confidence }, usage };
}

function usageIn(answer: unknown): TokenUsage | undefined {
  const { success, data } = Bill.safeParse(answer);
  return success ? { in: data.usage.prompt_tokens, out: data.usage.completion_tokens } : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
