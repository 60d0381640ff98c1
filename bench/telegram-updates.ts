/** One update of the Bot API with a text in a private chat or, if the chat's number is negative, in a group. */
export interface TextUpdate {
  update_id: number;
  message: Record<string, unknown> & {
    chat: { id: number; type: 'private' | 'group'; title?: string; first_name?: string };
  };
}

const CUSTOMER = { is_bot: false, first_name: 'Анна', language_code: 'ru' };
const SOMEBODY = 5_000_000_001;

/** @param at when it was written, epoch ms. */
export function textUpdate(number: number, chat: number, text: string, at: number): TextUpdate {
  const isGroup = chat < 0;
  return {
    update_id: number,
    message: {
      message_id: number,
      date: Math.floor(at / 1_000),
      from: { id: isGroup ? SOMEBODY : chat, ...CUSTOMER },
      chat: isGroup
        ? { id: chat, type: 'group', title: 'Родители' }
        : { id: chat, type: 'private', first_name: CUSTOMER.first_name },
      text,
      ...(text.startsWith('/') && { entities: [{ type: 'bot_command', offset: 0, length: text.length }] }),
    },
  };
}

const EACH = 5;
/** At once, while the first is under way, just after it, and when it is long done. */
const AGAIN_AFTER_MS = [0, 5, 50, 1_000] as const;

/** How long after its first time an update comes a second time, ms: every fifth does. */
export function comesAgainAfter(n: number): number | undefined {
  return n % EACH === 0 ? AGAIN_AFTER_MS[(n / EACH) % AGAIN_AFTER_MS.length] : undefined;
}
