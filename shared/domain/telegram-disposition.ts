import { NO_TOKEN_RULE } from './bot.ts';
import type { ChatRefusal, ChatResult, SendResult } from './delivery.ts';
import {
  AGAIN_MS,
  type Disposition,
  type DispositionContext,
  dispose,
  type EndpointNote,
  ERROR_TABLE,
  failedTooLong,
  retryOrDie,
} from './disposition.ts';
import { LIMITS } from './limits.ts';

const SECOND = 1_000;
/** A text that found no room is tried again between the first and both of these later, so that not all come at once; the more often that was in vain, the more time. */
const PACED_MS = 2 * SECOND;
const PACED_SPREAD_MS = 8 * SECOND;
const PACED_DOUBLINGS = 5;

/**
 * Decides what follows an attempt to send to a chat; the bot is its endpoint. Nothing tells a chat that a text is the
 * same once more, so only what surely is not there is sent again. A result without a chat is judged as a webhook's.
 */
export function disposeChat(result: SendResult, context: DispositionContext): Disposition {
  const { chat } = result;
  if (!chat) return dispose(result, context);
  switch (chat.verdict) {
    case 'taken':
      return { next: 'delivered', rule: 'telegram.ok', endpoint: noted(context, 'delivered') };
    case 'refused':
      return refused[chat.reason ?? 'other'](result, chat, context);
    case 'unsent':
      return chat.paced ? paced(context) : unsent(result, context);
    case 'unknown':
      return unknown(result, context);
  }
}

type Judge = (result: SendResult, chat: ChatResult, context: DispositionContext) => Disposition;

const refused: Readonly<Record<ChatRefusal, Judge>> = {
  blocked: (_result, _chat, context) => dead('telegram.blocked', context),
  no_chat: (_result, _chat, context) => dead('telegram.no_chat', context),
  // The text waits for the bot, which sends nothing until a person has given it a new token.
  token: (_result, _chat, context) => ({
    ...again(NO_TOKEN_RULE, context.now + AGAIN_MS),
    endpoint: noted(context, 'failed', { disable: NO_TOKEN_RULE }),
  }),
  // It says how much the bot has sent, and nothing of this text.
  flood(_result, { retry_after }, context) {
    const not_before = context.now + floodWait(retry_after);
    const endpoint = noted(context, 'refused', { not_before });
    return { ...againFor('telegram.429', not_before, context), endpoint };
  },
  other(result, _chat, context) {
    const status = statusOf(result);
    const rule = `telegram.${status}`;
    const failed = typeof status === 'number' && status >= 500;
    return failed
      ? retryOrDie(rule, 'ladder', failure(context), context)
      : retryOrDie(rule, 'brief', noted(context, 'refused'), context);
  },
};

function dead(rule: string, context: DispositionContext): Disposition {
  return { next: 'dead', rule, endpoint: noted(context, 'refused') };
}

function paced(context: DispositionContext): Disposition {
  const spread = PACED_SPREAD_MS * 2 ** Math.min(context.uncounted, PACED_DOUBLINGS);
  const at = context.now + PACED_MS + Math.floor(spread * context.jitter);
  return { ...againFor('telegram.paced', at, context), endpoint: noted(context, 'ours') };
}

/** Nothing has left, whatever it failed by; where we send to is ours, so not even a wrong address is the text's fault. */
function unsent(result: SendResult, context: DispositionContext): Disposition {
  if (result.kind === 'response') return paced(context);
  if (ERROR_TABLE[result.error].policy === 'again') return dispose(result, context);
  return retryOrDie(`error.${result.error}`, 'ladder', failure(context), context);
}

function unknown(result: SendResult, context: DispositionContext): Disposition {
  return { next: 'unknown', rule: `telegram.unknown.${statusOf(result)}`, endpoint: failure(context) };
}

/** A retry that costs the text no try, however often. */
function again(rule: string, at: number) {
  return { next: 'retry', at, uncounted: true, rule } as const;
}

/** The same for some days: a text that was told to wait all the time ends in sight. */
function againFor(rule: string, at: number, { now, first_attempt_at }: DispositionContext) {
  if (now - first_attempt_at < LIMITS.pacedMost) return again(rule, at);
  return { next: 'dead', rule: `${rule}.expired` } as const;
}

/** How long a bot keeps silent that was told to, ms. */
export function floodWait(seconds: number | undefined): number {
  if (seconds === undefined) return LIMITS.floodWait;
  return Math.min(Math.max(seconds, 1) * SECOND, LIMITS.floodWaitMost);
}

function statusOf(result: SendResult): number | string {
  return result.kind === 'response' ? result.status : result.error;
}

function failure(context: DispositionContext): EndpointNote {
  const disable = failedTooLong('failed', context.endpoint, context.now);
  return noted(context, 'failed', disable === undefined ? {} : { disable });
}

function noted(
  { endpoint: { id } }: DispositionContext,
  verdict: EndpointNote['verdict'],
  more: Pick<EndpointNote, 'not_before' | 'disable'> = {},
): EndpointNote {
  return { id, verdict, ...more };
}
