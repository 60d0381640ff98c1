import type { Bot } from '../domain/bot.ts';
import { Fault } from '../domain/errors.ts';
import { LIMITS } from '../domain/limits.ts';
import type {
  BotApi,
  BotApiAnswer,
  BotApiRefusal,
  BotRows,
  BotTokenStore,
  Clock,
  Journal,
} from '../ports.ts';

export interface BotPorts {
  bots: BotRows;
  tokens: BotTokenStore;
  botApi: BotApi;
  clock: Pick<Clock, 'business'>;
  journal: Journal;
}

const TRY_AGAIN_S = 1;

/** What came of a question to the Bot API. */
export type Asked =
  | { kind: 'answered'; value: unknown }
  | { kind: 'refused'; refusal: BotApiRefusal }
  /** Nothing came that says yes or no: unless it never left, it may have been done or not. */
  | { kind: 'unanswered'; why: string; unsent: boolean; retryAfterS: number };

export async function askBotApi(
  botApi: BotApi,
  token: string,
  method: string,
  parameters: Record<string, unknown> = {},
): Promise<Asked> {
  return readAnswer(await botApi.call(token, method, parameters));
}

function readAnswer({ result, answer, unsent: neverLeft }: BotApiAnswer): Asked {
  const unsent = neverLeft === true;
  if (answer?.ok) return { kind: 'answered', value: answer.value };
  if (answer && isVerdict(answer.code)) return { kind: 'refused', refusal: answer };
  const retryAfterS = Math.max(TRY_AGAIN_S, answer?.retry_after ?? TRY_AGAIN_S);
  if (answer) return { kind: 'unanswered', why: sentenceOf(answer), unsent, retryAfterS };
  const why = result.kind === 'error' ? result.error : `an answer with status ${result.status}`;
  return { kind: 'unanswered', why, unsent, retryAfterS };
}

/** Too many questions and trouble at Telegram say nothing of this one. */
function isVerdict(code: number): boolean {
  return code !== 429 && code < 500;
}

/** Why it was refused, in the Bot API's words. */
export function sentenceOf({ code, description }: BotApiRefusal): string {
  return `${code} ${description}`;
}

/** The fault of a refusal or of no answer; `asked` is what was asked for. */
export function faultOf(asked: Exclude<Asked, { kind: 'answered' }>): Fault {
  if (asked.kind === 'refused')
    return new Fault('bot.api_refused', `the Bot API has refused it: ${sentenceOf(asked.refusal)}`);
  const { why, retryAfterS } = asked;
  return new Fault('dependency.unavailable', `the Bot API does not answer: ${why}`, { retryAfterS });
}

export function unknownBot(): Fault {
  return new Fault('bot.unknown', 'there is no bot with this id');
}

/** @throws Fault bot.unknown */
export async function knownBot({ bots }: { bots: Pick<BotRows, 'bot'> }, id: string): Promise<Bot> {
  const bot = await bots.bot(id);
  if (!bot) throw unknownBot();
  return bot;
}

/**
 * Changes a bot's row, decided anew if somebody else changed it meanwhile. The row as it then is.
 * @throws Fault bot.unknown, dependency.unavailable if it changes again and again
 */
export async function changeBot(bots: BotRows, id: string, change: (bot: Bot) => Bot): Promise<Bot> {
  for (let round = 0; round < LIMITS.rounds; round++) {
    const seen = await knownBot({ bots }, id);
    const next = change(seen);
    if (next === seen) return seen;
    if ((await bots.saveBot(seen, next)) === 'written') return { ...next, revision: seen.revision + 1 };
  }
  throw busyBot();
}

export function busyBot(): Fault {
  return new Fault('dependency.unavailable', 'the bot is being changed by others; try again', {
    retryAfterS: TRY_AGAIN_S,
  });
}
