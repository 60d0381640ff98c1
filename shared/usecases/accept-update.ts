import { partnerOfBot } from '../domain/bot.ts';
import { Fault } from '../domain/errors.ts';
import { conversationId } from '../domain/ids.ts';
import { LIMITS } from '../domain/limits.ts';
import type { Channel, Command } from '../domain/message.ts';
import { choiceIn } from '../domain/telegram/choices.ts';
import type { ReadClient, Reading, ReadMessage } from '../domain/telegram/reading.ts';
import type { ParkedUpdates, Pause } from '../ports.ts';
import { type AcceptPorts, acceptMessage, type IncomingMessage } from './accept-message.ts';

export interface UpdatePorts extends AcceptPorts {
  parked: Pick<ParkedUpdates, 'park'>;
  pause: Pause;
}

export interface IncomingUpdate {
  bot: string;
  /** The update's number: the same number within two days is the same update. */
  update: number;
  reading: Reading;
  /** The update as it came, for whoever looks at one that was not understood. */
  body: string;
}

/** What became of an update. */
export interface Taken {
  /** What a tap on a button is answered by, so that it stops waiting. */
  tap?: string | undefined;
  /** The message that was taken in, if it was one. */
  message_id?: string | undefined;
}

/**
 * Takes an update in, through the same steps as any message. Whatever it says, it is durable when this returns, or there is
 * nothing to keep; what is not understood is put where operators see it.
 * @throws Fault conversation.busy, conversation.backlog_full: it may come again
 */
export async function acceptUpdate(ports: UpdatePorts, update: IncomingUpdate): Promise<Taken> {
  const { reading, bot } = update;
  switch (reading.kind) {
    case 'message':
      return { message_id: await admit(ports, messageOf(update, reading)) };
    case 'tap':
      return takeTap(ports, update, reading);
    case 'blocked':
    case 'unblocked':
      await standAnew(ports, update, reading);
      return {};
    case 'group':
      await greetGroup(ports, update, reading.chat);
      return {};
    case 'migrated':
      await nameFirst(ports, update, reading.to, MOVED);
      await ports.conversations.moveChat(conversationIn(bot, reading.from), String(reading.to));
      return {};
    case 'ignored':
      return {};
    case 'unreadable':
      await parkUpdate(ports, update, reading.why);
      return {};
  }
}

/**
 * Puts an update where operators see it, once however often it comes.
 * @throws Fault dependency.unavailable, whatever goes wrong: what cannot be kept now has to come again
 */
export async function parkUpdate(
  { parked, requests, clock }: Pick<UpdatePorts, 'parked' | 'requests' | 'clock'>,
  { bot, update, body }: Pick<IncomingUpdate, 'bot' | 'update' | 'body'>,
  why: string,
): Promise<void> {
  const cut = body.length > LIMITS.parkedCharacters;
  const kept = cut ? `${body.slice(0, LIMITS.parkedCharacters).toWellFormed()}…` : body;
  const now = clock.business();
  const key = `update ${update} parked`;
  const request = { partner: partnerOfBot(bot), key, message_id: why, at: now, digest: 'any' };
  try {
    const first = await requests.claim(request, now, LIMITS.updateKept);
    await parked.park({ bot, update, at: first?.at ?? now, why, body: kept });
  } catch (cause) {
    throw new Fault('dependency.unavailable', 'the update cannot be kept now; deliver it again', {
      retryAfterS: PARK_AGAIN_S,
      cause,
    });
  }
}

const PARK_AGAIN_S = 5;

/** A button that is none of ours was put there by somebody else, or long ago: it is shown, and says nothing. */
async function takeTap(
  ports: UpdatePorts,
  update: IncomingUpdate,
  { tap, chat, data, client, message = 0 }: Extract<Reading, { kind: 'tap' }>,
): Promise<Taken> {
  const scenario = choiceIn(data);
  if (!scenario) {
    await parkUpdate(ports, update, 'tap.unknown');
    return { tap };
  }
  const choice = sentTo(update, chat, client, { kind: 'choice', scenario });
  return { tap, message_id: await admit(ports, { ...choice, chat: { message } }) };
}

/** The client's own word on whether the bot may write. One that comes again, or late, changes nothing. */
function standAnew(
  { conversations, clock }: UpdatePorts,
  { bot, update }: IncomingUpdate,
  { kind, chat, at }: Extract<Reading, { kind: 'blocked' | 'unblocked' }>,
): Promise<void> {
  const closed = kind === 'blocked' ? clock.business() : undefined;
  return conversations.noteStanding(conversationIn(bot, chat), closed, standing(at, update));
}

/** Names what a client said by when that was, so that what was said later has the greater name. */
function standing(at: number, update: number): string {
  return [at, Math.abs(update)].map((part) => String(part).padStart(16, '0')).join('#');
}

/**
 * Said once in each group, by the update that came first: one that is not through with it yet is done again by whichever
 * comes next. A group that was greeted under another number is the same group.
 */
async function greetGroup(ports: UpdatePorts, update: IncomingUpdate, chat: number): Promise<void> {
  const head = await ports.conversations.head(conversationIn(update.bot, chat));
  if (head && head.pending.length === 0) return;
  const first = await nameFirst(ports, update, chat, String(update.update));
  if (first === MOVED || first === ERASED) return;
  await admit(ports, sentTo({ ...update, update: Number(first) }, chat, {}, { kind: 'group' }));
}

const MOVED = 'moved';
const ERASED = 'erased';

/** The key under which it is noted that a group was greeted. */
export const groupKey = (chat: number | string): string => `group ${chat}`;

/** What a group's first greeting goes back to: this, unless something was noted before. */
async function nameFirst(
  { requests, clock }: UpdatePorts,
  { bot }: IncomingUpdate,
  chat: number,
  name: string,
): Promise<string> {
  const at = clock.business();
  const request = { partner: partnerOfBot(bot), key: groupKey(chat), message_id: name, at, digest: 'any' };
  const first = await requests.claim(request, at, LIMITS.groupRemembered);
  return first?.erased ? ERASED : (first?.message_id ?? name);
}

/** A customer is never refused for writing much: it waits a moment for room, and then comes again. */
async function admit(ports: UpdatePorts, incoming: IncomingMessage): Promise<string> {
  const until = ports.clock.wall() + LIMITS.roomForUpdateWall;
  for (;;) {
    try {
      return (await acceptMessage(ports, incoming)).message_id;
    } catch (error) {
      const full = error instanceof Fault && error.code === 'conversation.backlog_full';
      if (!full || ports.clock.wall() >= until) throw error;
      await ports.pause(LIMITS.roomLookedForWall);
    }
  }
}

function messageOf(update: IncomingUpdate, reading: ReadMessage): IncomingMessage {
  const { chat, text, attachments, command, note, client, sent_at } = reading;
  const sent = sentTo(update, chat, client, command);
  // Who writes has not blocked the bot, whatever older word on that comes once more.
  const stood = sent_at > 0 ? standing(sent_at, update.update) : undefined;
  const notices = wantsNotices(text, command);
  return {
    ...sent,
    profile: { ...sent.profile, ...(notices !== undefined && { notices }) },
    channel: { ...sent.channel, ...(stood !== undefined && { stood }) },
    text,
    attachments,
    ...(sent_at > 0 && { said_at: sent_at }),
    chat: note,
  };
}

/** Whoever says so is told nothing that many are told, until it begins anew; undefined: it says nothing of that. */
function wantsNotices(text: string, command: Command | undefined): boolean | undefined {
  if (command?.kind === 'start') return true;
  return STOP.test(text) ? false : undefined;
}

const STOP = /^\s*\/stop(?:@\w+)?\s*$/i;

function sentTo(
  { bot, update }: IncomingUpdate,
  chat: number,
  { name, locale }: ReadClient,
  command: Command | undefined,
): IncomingMessage {
  const channel: Channel = { platform: 'telegram', bot, chat_id: String(chat) };
  const came_by = command?.kind === 'start' ? command.payload : undefined;
  return {
    partner: partnerOfBot(bot),
    client_id: String(chat),
    text: '',
    attachments: [],
    channel: { ...channel, closed_at: undefined },
    profile: {
      ...(name !== undefined && { client_name: name }),
      ...(locale !== undefined && { locale }),
      ...(came_by !== undefined && { came_by }),
    },
    idempotency_key: `update ${update}`,
    same_by_key: LIMITS.updateKept,
    ...(command && { command }),
  };
}

function conversationIn(bot: string, chat: number): string {
  return conversationId(partnerOfBot(bot), String(chat));
}
