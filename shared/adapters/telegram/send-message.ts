import type { InlineKeyboardButton, Opts } from 'grammy/types';
import type { DeskText } from '../../domain/desk-text.ts';
import { type Choice, dataOf } from '../../domain/telegram/choices.ts';
import { splitText } from '../../domain/telegram/split-text.ts';

const BUTTONS_A_ROW = 2;

type Part = Omit<Opts<'sendMessage'>, 'chat_id'>;

/** The messages that a text becomes in a chat: plain words, and under the last of them what can be tapped. */
export function messagesOf(text: DeskText): Part[] {
  const choices = text.source === 'ai_bot' ? (text.choices ?? []) : [];
  const parts = splitText(text.text);
  return parts.map((part, at) => ({
    text: part,
    link_preview_options: { is_disabled: true },
    ...(at === parts.length - 1 && choices.length > 0 && { reply_markup: keyboardOf(choices) }),
  }));
}

function keyboardOf(choices: readonly Choice[]): { inline_keyboard: InlineKeyboardButton[][] } {
  const buttons = choices.map((choice) => ({ text: choice.label, callback_data: dataOf(choice) }));
  const rows = Math.ceil(buttons.length / BUTTONS_A_ROW);
  const row = (at: number) => buttons.slice(at * BUTTONS_A_ROW, (at + 1) * BUTTONS_A_ROW);
  return { inline_keyboard: Array.from({ length: rows }, (_, at) => row(at)) };
}
