import { isObject, type Json } from './json-shape.ts';

/** A chat that a bot knows, because somebody wrote there. */
export interface PlayedChat {
  id: number;
  /** As updates show them. */
  chat: Json;
  from: Json;
  /** Why nothing can be sent there, as the Bot API says it. */
  closed?: string;
  /** The supergroup that this group has become. */
  movedTo?: number;
  /** Of its newest message, the bot's or a customer's. */
  lastMessageId: number;
}

/** The chats of one bot. */
export interface ChatBook {
  get(id: number): PlayedChat | undefined;
  /** The chat, new if need be, with what is said of it and of who writes there; remembered for the next time. */
  customer(id: number, said?: { chat?: unknown; from?: unknown }): PlayedChat;
  save(chat: PlayedChat): void;
}

export function createChatBook(
  onChange: (chat: PlayedChat) => void = () => undefined,
  kept: PlayedChat[] = [],
): ChatBook {
  const chats = new Map(kept.map((chat) => [chat.id, chat]));

  function save(chat: PlayedChat): void {
    chats.set(chat.id, chat);
    onChange(chat);
  }

  return {
    get: (id) => chats.get(id),
    save,
    customer(id, { chat, from } = {}) {
      const known = chats.get(id) ?? newChat(id);
      const person = { ...known.from, ...(isObject(from) && from) };
      const named = { ...known.chat, ...(id > 0 && namesOf(person)), ...(isObject(chat) && chat) };
      const next = { ...known, chat: named, from: person };
      save(next);
      return next;
    },
  };
}

/** The next message number of a chat. */
export function nextMessageId(book: ChatBook, chat: PlayedChat): number {
  const lastMessageId = chat.lastMessageId + 1;
  book.save({ ...(book.get(chat.id) ?? chat), lastMessageId });
  return lastMessageId;
}

function newChat(id: number): PlayedChat {
  const person = { id: id > 0 ? id : 1_000, is_bot: false, first_name: 'Анна', language_code: 'ru' };
  const chat = id > 0 ? { id, type: 'private' } : { id, ...groupOf(id) };
  return { id, chat, from: person, lastMessageId: 0 };
}

/** A private chat is called after whom it is with. */
function namesOf(person: Json): Json {
  const { id: _id, is_bot: _isBot, language_code: _language, ...names } = person;
  return names;
}

/** Supergroups and channels have ids of their own kind. */
function groupOf(id: number): Json {
  return { type: id <= -1_000_000_000_000 ? 'supergroup' : 'group', title: 'Родители' };
}
