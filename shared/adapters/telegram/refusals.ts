import type { ChatRefusal } from '../../domain/delivery.ts';
import type { BotApiRefusal } from '../../ports.ts';

/** The client, or its group, wants no more of the bot: descriptions of 403. */
const BLOCKED =
  /bot was blocked by the user|user is deactivated|bot was kicked|bot can't initiate conversation|bot can't send messages to bots|bot is not a (?:member|participant)/i;
/** There is no such chat for the bot, now or any more. */
const NO_CHAT =
  /chat not found|chat_id is empty|chat_id_invalid|peer_id_invalid|user not found|(?:group )?chat (?:was|is) (?:deleted|deactivated|upgraded)|group is deactivated/i;
/** It was in the chat, or may have come there: the server gave up while it was about it. */
const AMBIGUOUS = /message was immediately deleted|request aborted/i;

/** What a refused send means beyond its text. */
export function refusalReason({ code, description }: BotApiRefusal): ChatRefusal {
  if (code === 429) return 'flood';
  if (code === 401 || (code === 404 && !NO_CHAT.test(description))) return 'token';
  if (code === 403 && BLOCKED.test(description)) return 'blocked';
  return (code === 400 || code === 403 || code === 404) && NO_CHAT.test(description) ? 'no_chat' : 'other';
}

/**
 * Whether nothing of it is in the chat. Of the codes from 500 on two are the Bot API's own; the others are those of what
 * stands before it, which cannot know.
 */
export function isDefinite({ code, description }: BotApiRefusal): boolean {
  if (code < 500) return true;
  return (code === 500 || code === 503) && !AMBIGUOUS.test(description);
}
