import { type Head, isBotsOwn, type OutboxEntry, waitsUntil } from '../domain/conversation.ts';
import { type Attempt, type DeadDelivery, partsSent } from '../domain/delivery-record.ts';
import { type DeskText, entryOf } from '../domain/desk-text.ts';
import { Fault, type FaultDetails } from '../domain/errors.ts';
import { conversationOf, isMessageId } from '../domain/ids.ts';
import { LIMITS } from '../domain/limits.ts';
import type { Clock, Conversations, Journal, Lane, Outbox } from '../ports.ts';
import { laneGroup } from './bring-back.ts';
import { wholeSeconds } from './lane-delay.ts';

export interface ReplayPorts {
  conversations: Pick<Conversations, 'head' | 'text'>;
  outbox: Pick<Outbox, 'attempts' | 'revive'>;
  outbound: Lane;
  clock: Pick<Clock, 'business'>;
  journal: Journal;
}

/**
 * Delivers a dead text again, with a new ladder. Asked twice, it goes out once for each death: whoever finds it on its
 * way signals once more, in case the first was stopped before it could.
 * @throws Fault message.unknown, delivery.not_dead, conversation.with_operator, conversation.busy
 */
export async function replayText(
  ports: ReplayPorts,
  textId: string,
  by = 'command',
): Promise<'scheduled' | 'already_scheduled' | 'held'> {
  for (let round = 0; round < LIMITS.rounds; round++) {
    const found = await findText(ports, textId);
    const status = found.waits ? waitingAs(found) : await revive(ports, found);
    if (!status) continue;
    await ports.outbound.send({ conversation_id: found.head.id }, 0, laneGroup(found.head));
    ports.journal.info('delivery.replayed', { message_id: textId, status, by });
    return status;
  }
  throw new Fault('conversation.busy', 'the conversation changes too fast; try again', { retryAfterS: 1 });
}

interface FoundText {
  head: Head;
  text: DeskText;
  /** It is on its way, or on its way again. */
  waits: boolean;
  last: Attempt | undefined;
  parts_sent: number | undefined;
}

/** A held one stays held until its endpoint is enabled, whoever asks for it. */
function waitingAs({ head, text }: FoundText): 'already_scheduled' | 'held' {
  const entry = head.outbox[text.id];
  return entry?.deferral?.rule === 'endpoint.disabled' && waitsUntil(head, entry) > entry.due
    ? 'held'
    : 'already_scheduled';
}

async function findText({ conversations, outbox }: ReplayPorts, textId: string): Promise<FoundText> {
  const unknown = new Fault('message.unknown', 'there is no reply with this id that was ever sent');
  if (!isMessageId(textId)) throw unknown;
  const conversation = conversationOf(textId);
  const head = await conversations.head(conversation);
  const text = await conversations.text(conversation, textId);
  const attempts = await outbox.attempts(conversation, textId);
  const last = attempts.at(-1);
  const waits = head?.outbox[textId] !== undefined;
  if (!head || !text || !(waits || last)) throw unknown;
  return { head, text, waits, last, parts_sent: partsSent(attempts) };
}

/** `undefined`: it changed meanwhile, so it has to be looked at again. */
async function revive(
  { outbox, conversations, outbound, clock }: ReplayPorts,
  { head, text, last, parts_sent }: FoundText,
): Promise<'scheduled' | undefined> {
  if (last?.outcome !== 'dead') throw notDead(last?.outcome);
  const entry = replayEntry(head, text, { attempts: last.number, parts_sent }, clock.business());
  const refused = refusalOf(head, entry);
  if (refused) throw new Fault(refused, ...REFUSED[refused]);
  // Sent ahead, for a process that dies once the text has left the dead: nobody would see that it waits unsignalled.
  await outbound.send({ conversation_id: head.id }, wholeSeconds(LIMITS.unsignalledAfter), laneGroup(head));
  if ((await outbox.revive(deathOf(head, last), entry)) === 'written') return 'scheduled';
  const now = await conversations.head(head.id);
  const same = (await outbox.attempts(head.id, text.id)).at(-1)?.number === last.number;
  if (same && !now?.outbox[text.id]) throw notDead('gone');
  return undefined;
}

function notDead(outcome = 'waiting'): Fault {
  if (outcome === 'unknown')
    return new Fault(
      'delivery.not_dead',
      'nobody knows whether this arrived, so it is not sent again; look into the chat, and write anew if it did not',
    );
  return new Fault('delivery.not_dead', `only what was given up is replayed, and this is ${outcome}`);
}

function deathOf(head: Head, last: Attempt): DeadDelivery {
  return {
    conversation_id: head.id,
    partner: head.partner,
    client_id: head.client_id,
    text_id: last.text_id,
    died_at: last.finished_at,
    rule: last.rule,
    attempts: last.number,
  };
}

/**
 * Due at once, under the tenure that stands: it is an operator's command that the bot says this again. Parts that are in
 * its chat already stay out of it.
 */
export function replayEntry(
  head: Head,
  text: DeskText,
  { attempts, parts_sent }: { attempts: number; parts_sent: number | undefined },
  now: number,
): OutboxEntry {
  const parts = parts_sent === undefined ? {} : { parts_sent };
  const again = { ...entryOf(text), tenure: head.tenure, due: now, replay_after: attempts, ...parts };
  return 'expires' in text ? { ...again, expires: now + text.expires - text.due } : again;
}

/** Why this text cannot be replayed now. A bot's is not replayed over a human (invariant 4): its claim would be refused anyway. */
export function refusalOf(head: Head, entry: OutboxEntry): Refusal | undefined {
  if (head.handler !== 'bot' && isBotsOwn(entry.source)) return 'conversation.with_operator';
  return Object.keys(head.outbox).length >= LIMITS.outboxTexts ? 'conversation.backlog_full' : undefined;
}

type Refusal = 'conversation.with_operator' | 'conversation.backlog_full';

const REFUSED: Record<Refusal, [sentence: string, details?: FaultDetails]> = {
  'conversation.with_operator': ['an operator has this conversation, so the bot says nothing in it'],
  'conversation.backlog_full': ['too many texts of this conversation wait for delivery', { retryAfterS: 60 }],
};
