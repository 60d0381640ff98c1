import { isObject, type Json } from './json-shape.ts';
import { badRequest, done, type MethodAnswer, refused, tooManyRequests } from './telegram-answer.ts';
import { userOf } from './telegram-bots.ts';
import { nextMessageId, type PlayedChat } from './telegram-chats.ts';
import type { MethodCall } from './telegram-methods.ts';
import { integerParameter, jsonParameter, textParameter } from './telegram-parameters.ts';

const LONGEST_TEXT = 4_096;
const LONGEST_DATA_BYTES = 64;
const ACTIONS = [
  'typing',
  'upload_photo',
  'record_video',
  'upload_video',
  'record_voice',
  'upload_voice',
  'upload_document',
  'choose_sticker',
  'find_location',
  'record_video_note',
  'upload_video_note',
];

export function sendMessage(call: MethodCall): MethodAnswer {
  const { bot, parameters, play } = call;
  const held = play.limits ? bot.limits.held() : undefined;
  if (held !== undefined) return tooManyRequests(held);
  const text = textParameter(parameters, 'text');
  if (!text.isWellFormed()) return badRequest('strings must be encoded in UTF-8');
  if (text.trim() === '') return badRequest('message text is empty');
  const reply_markup = jsonParameter(parameters, 'reply_markup');
  const wrong = markupProblem(reply_markup);
  if (wrong !== undefined) return badRequest(wrong);
  const chat = openChat(call);
  if ('ok' in chat) return chat;
  if (text.length > LONGEST_TEXT) return badRequest('message is too long');
  const wait = play.limits ? bot.limits.admit(chat.id) : undefined;
  if (wait === undefined) return done(sent(call, chat, text, reply_markup));
  bot.limits.hold(wait);
  return tooManyRequests(wait);
}

export function sendChatAction(call: MethodCall): MethodAnswer {
  const { bot, parameters, play } = call;
  const action = textParameter(parameters, 'action');
  if (!ACTIONS.includes(action)) return badRequest('wrong parameter action in request');
  const chat = openChat(call);
  if ('ok' in chat) return chat;
  play.actions.add(chat.id, { at: play.at(), method: 'sendChatAction', bot: bot.username, action });
  return done(true);
}

function sent(
  { bot, parameters, play }: MethodCall,
  chat: PlayedChat,
  text: string,
  reply_markup: unknown,
): Json {
  const message_id = nextMessageId(bot.chats, chat);
  const at = play.at();
  const said = { message_id, text, ...(reply_markup !== undefined && { reply_markup }) };
  const item = { at, method: 'sendMessage', bot: bot.username, chat_id: chat.id, ...said };
  play.sent.add(chat.id, { ...parameters, ...item });
  play.counts.sent += 1;
  const shown = isObject(reply_markup) && 'inline_keyboard' in reply_markup;
  return {
    message_id,
    from: userOf(bot),
    chat: chat.chat,
    date: Math.floor(Date.parse(at) / 1_000),
    text,
    ...(shown && { reply_markup }),
  };
}

/** The chat that is asked for, if the bot may write there; else what it is refused with. */
function openChat({ bot, parameters }: MethodCall): PlayedChat | MethodAnswer {
  if (textParameter(parameters, 'chat_id') === '') return badRequest('chat_id is empty');
  const id = integerParameter(parameters, 'chat_id');
  const chat = id === undefined ? undefined : bot.chats.get(id);
  if (!chat) return badRequest('chat not found');
  if (chat.movedTo !== undefined)
    return badRequest('group chat was upgraded to a supergroup chat', { migrate_to_chat_id: chat.movedTo });
  return chat.closed === undefined ? chat : refused(403, `Forbidden: ${chat.closed}`);
}

/** What is wrong with quick replies or buttons, of those the desk may send. */
function markupProblem(markup: unknown): string | undefined {
  if (markup === undefined || markup === '') return undefined;
  if (!isObject(markup)) return 'object expected as reply markup';
  const rows = markup['inline_keyboard'] ?? markup['keyboard'] ?? [];
  if (!Array.isArray(rows) || !rows.every(Array.isArray))
    return "can't parse reply keyboard markup JSON object";
  const wrong = rows.flat().find((button) => !isButton(button, 'inline_keyboard' in markup));
  return wrong === undefined ? undefined : 'BUTTON_DATA_INVALID';
}

function isButton(button: unknown, inline: boolean): boolean {
  if (!inline && typeof button === 'string') return button !== '';
  if (!isObject(button) || typeof button['text'] !== 'string' || button['text'] === '') return false;
  const { url, callback_data: data } = button;
  if (!inline || typeof url === 'string') return true;
  return typeof data === 'string' && data !== '' && Buffer.byteLength(data) <= LONGEST_DATA_BYTES;
}
