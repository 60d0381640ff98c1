import { randomInt } from 'node:crypto';
import { isObject, type Json } from './json-shape.ts';
import { type PlayedBot, userOf } from './telegram-bots.ts';
import { nextMessageId, type PlayedChat } from './telegram-chats.ts';
import { type FileStore, withFiles } from './telegram-files.ts';
import type { SentLog } from './telegram-sent.ts';

/** What came of it: the update, or nothing if the bot does not want its kind; and the customer's message. */
export interface Acted {
  update_id: number | null;
  message_id?: number;
}

export interface Customer {
  bot: PlayedBot;
  chat: number;
  files: FileStore;
  sent: SentLog;
  /** Business time. */
  now: number;
}

const MOST_TAPS = 10_000;
const COMMAND = /^\/\w{1,32}(@\w+)?/;

/**
 * Lets a chat's customer do what the body says: write a message (its fields are a Bot API `message`'s), tap a button,
 * block the bot or let it back in, leave Telegram, turn the group into a supergroup; or hands on a raw update.
 * @returns a sentence, if the body says nothing that can be done.
 */
export function act(customer: Customer, body: Json): Acted | string {
  if ('update' in body) return handOn(customer, body['update']);
  if ('callback_data' in body) return tap(customer, body);
  if (body['block'] === true) return block(customer, true);
  if (body['unblock'] === true) return block(customer, false);
  if (body['deactivate'] === true) return deactivate(customer);
  if ('migrate_to' in body) return migrate(customer, body['migrate_to']);
  return write(customer, body);
}

function handOn({ bot, chat }: Customer, update: unknown): Acted | string {
  if (!isObject(update)) return '"update" is an update of the Bot API.';
  const { update_id } = update;
  if (update_id !== undefined && !Number.isSafeInteger(update_id)) return '"update_id" is a whole number.';
  bot.chats.customer(chat);
  return offer(bot, chat, update);
}

function write({ bot, chat: id, files, now }: Customer, body: Json): Acted {
  const { chat: saidChat, from: saidFrom, ...fields } = body;
  const chat = bot.chats.customer(id, { chat: saidChat, from: saidFrom });
  const message = {
    message_id: nextMessageId(bot.chats, chat),
    from: chat.from,
    chat: chat.chat,
    date: seconds(now),
    ...commandOf(fields['text']),
    ...withFiles(files, fields),
  };
  return { ...offer(bot, id, { message }), message_id: message.message_id };
}

function tap(customer: Customer, body: Json): Acted | string {
  const { bot, chat: id } = customer;
  const { callback_data: data, message_id } = body;
  if (typeof data !== 'string') return '"callback_data" is what a button carries.';
  const chat = bot.chats.customer(id, { from: body['from'] });
  const query = String(randomInt(2 ** 40, 2 ** 47));
  bot.taps.add(query);
  if (bot.taps.size > MOST_TAPS) bot.taps.delete(bot.taps.values().next().value ?? '');
  const message = tapped(customer, chat, data, message_id);
  const callback = {
    id: query,
    from: chat.from,
    ...(message && { message }),
    chat_instance: String(id),
    data,
  };
  return offer(bot, id, { callback_query: callback });
}

/** The message above the button: the one that is named, or the newest that has such a button. */
function tapped(
  { bot, sent }: Customer,
  { chat }: PlayedChat,
  data: string,
  message_id: unknown,
): Json | undefined {
  const mine = sent.list(Number(chat['id']), bot.username).items;
  const button = JSON.stringify({ callback_data: data }).slice(1, -1);
  const item = mine.findLast((one) =>
    message_id === undefined
      ? JSON.stringify(one['reply_markup'] ?? {}).includes(button)
      : one['message_id'] === message_id,
  );
  if (!item) return message_id === undefined ? undefined : { chat, message_id, date: 0 };
  const { text, reply_markup } = item;
  return {
    message_id: item['message_id'],
    from: userOf(bot),
    chat,
    date: seconds(Date.parse(item.at)),
    text,
    reply_markup,
  };
}

function block({ bot, chat: id, now }: Customer, blocks: boolean): Acted {
  const { closed: _closed, ...chat } = bot.chats.customer(id);
  bot.chats.save(blocks ? { ...chat, closed: blockedIn(chat) } : chat);
  const [before, after] = blocks ? ['member', 'kicked'] : ['kicked', 'member'];
  const user = userOf(bot);
  const member = (status: string | undefined): Json => ({
    user,
    status,
    ...(status === 'kicked' && { until_date: 0 }),
  });
  const my_chat_member = {
    chat: chat.chat,
    from: chat.from,
    date: seconds(now),
    old_chat_member: member(before),
    new_chat_member: member(after),
  };
  return offer(bot, id, { my_chat_member });
}

function blockedIn({ chat }: PlayedChat): string {
  return chat['type'] === 'private'
    ? 'bot was blocked by the user'
    : `bot was kicked from the ${chat['type']} chat`;
}

function deactivate({ bot, chat }: Customer): Acted {
  bot.chats.save({ ...bot.chats.customer(chat), closed: 'user is deactivated' });
  return { update_id: null };
}

function migrate({ bot, chat: from, now }: Customer, to: unknown): Acted | string {
  if (typeof to !== 'number' || !Number.isSafeInteger(to) || to > -1_000_000_000_000)
    return '"migrate_to" is the id of a supergroup, such as -1001234567890.';
  const group = bot.chats.customer(from);
  const supergroup = bot.chats.customer(to, { chat: { title: group.chat['title'] }, from: group.from });
  bot.chats.save({ ...group, movedTo: to });
  const date = seconds(now);
  const service = (chat: PlayedChat, fields: Json): Json => ({
    message: {
      message_id: nextMessageId(bot.chats, chat),
      from: chat.from,
      chat: chat.chat,
      date,
      ...fields,
    },
  });
  const acted = offer(bot, from, service({ ...group, movedTo: to }, { migrate_to_chat_id: to }));
  offer(bot, to, service(supergroup, { migrate_from_chat_id: from }));
  return acted;
}

function offer(bot: PlayedBot, chat: number, content: Json): Acted {
  return { update_id: bot.inbox.offer(chat, content) ?? null };
}

function commandOf(text: unknown): Json {
  const command = typeof text === 'string' ? COMMAND.exec(text)?.[0] : undefined;
  return command === undefined
    ? {}
    : { entities: [{ type: 'bot_command', offset: 0, length: command.length }] };
}

function seconds(ms: number): number {
  return Math.floor(ms / 1_000);
}
