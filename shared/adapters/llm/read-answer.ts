import * as z from 'zod/mini';
import { type Advice, CHOICES } from '../../domain/advice.ts';
import type { TokenUsage } from '../../domain/token-prices.ts';
import { OPINION } from './prompt.ts';

/** More than any model reads or writes at once. */
const TOKENS_MOST = 10_000_000;
const Tokens = z.int().check(z.nonnegative(), z.maximum(TOKENS_MOST));

const Completion = z.object({
  choices: z.tuple([z.object({ message: z.object({ content: z.string() }) })], z.unknown()),
});
const Bill = z.object({ usage: z.object({ prompt_tokens: Tokens, completion_tokens: Tokens }) });
/** What else there may be, such as a model's thoughts, is nothing that was asked for. */
const Blocks = z.array(
  z.object({
    text: z.optional(z.string()),
    toolUse: z.optional(z.object({ name: z.string(), input: z.unknown() })),
  }),
);
const Conversation = z.object({ output: z.object({ message: z.object({ content: Blocks }) }) });
const ConverseBill = z.object({ usage: z.object({ inputTokens: Tokens, outputTokens: Tokens }) });
const Opinion = z.object({
  scenario: z.enum(CHOICES),
  confidence: z.number().check(z.gte(0), z.lte(1)),
});

/** What a server's answer says; whatever is no opinion in the form that was asked for is malformed. */
export type ReadAnswer = { usage?: TokenUsage | undefined } & (
  | { kind: 'answered'; opinion: Omit<Advice, 'model'> }
  | { kind: 'malformed' }
);

/** Reads the body of a chat completion. Here alone a model's words become values; nothing throws. */
export function readCompletion(body: string): ReadAnswer {
  const answer = parsed(body);
  const completion = Completion.safeParse(answer).data;
  const bill = Bill.safeParse(answer).data?.usage;
  return opinionIn(
    parsed(completion?.choices[0].message.content ?? ''),
    bill && { in: bill.prompt_tokens, out: bill.completion_tokens },
  );
}

/** The same of what Converse answers: the input of the tool, or from a model without tools the text. */
export function readConversation(answer: unknown): ReadAnswer {
  const conversation = Conversation.safeParse(answer).data;
  const bill = ConverseBill.safeParse(answer).data?.usage;
  return opinionIn(
    saidIn(conversation?.output.message.content ?? []),
    bill && { in: bill.inputTokens, out: bill.outputTokens },
  );
}

function saidIn(blocks: z.infer<typeof Blocks>): unknown {
  const [use, ...others] = blocks.flatMap(({ toolUse }) => toolUse ?? []);
  if (!use) return parsed(blocks.map(({ text }) => text ?? '').join(''));
  return others.length === 0 && use.name === OPINION.name ? use.input : undefined;
}

function opinionIn(said: unknown, usage: TokenUsage | undefined): ReadAnswer {
  const { success, data } = Opinion.safeParse(said);
  if (!success) return { kind: 'malformed', usage };
  // Four digits are enough, and numbers of any size are not what a table takes.
  const confidence = Math.round(data.confidence * 10_000) / 10_000;
  return { kind: 'answered', opinion: { scenario: data.scenario, confidence }, usage };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
