import { cancelledAttempt } from '../domain/cancelled-attempt.ts';
import { type Head, hasMissed, type OutboxEntry, unanswered, withdrawable } from '../domain/conversation.ts';
import type { OperatorText } from '../domain/desk-text.ts';
import { Fault } from '../domain/errors.ts';
import { type FollowUp, firstAfter, isReplyUnderWay } from '../domain/follow-up.ts';
import { digestOf, messageId } from '../domain/ids.ts';
import { waitingSince } from '../domain/inbox.ts';
import { LIMITS } from '../domain/limits.ts';
import { type OperatorAction, type OperatorActionName, standingOf } from '../domain/operator-action.ts';
import type { Policy } from '../domain/policy.ts';
import type { Chance, Clock, Conversations, Endpoints, Handbooks, Journal, Lane, Outbox } from '../ports.ts';
import { releaseHeld } from './apply-attempt.ts';
import { laneGroup } from './bring-back.ts';
import { unansweredBy } from './cancel-text.ts';

export interface OperatePorts {
  conversations: Pick<Conversations, 'head' | 'messages' | 'text' | 'draft' | 'take' | 'reply' | 'handBack'>;
  outbox: Pick<Outbox, 'putAttempt' | 'attempts'>;
  endpoints: Pick<Endpoints, 'release'>;
  handbooks: Handbooks;
  inbound: Lane;
  outbound: Lane;
  followUps: Lane;
  chance: Pick<Chance, 'entropy'>;
  clock: Pick<Clock, 'business'>;
  journal: Journal;
}

/** What somebody at the desk wants done, by name, so that it can be told who did it. */
export interface Deed {
  /** Of the row that tells of it, and so of the repeat, too. */
  id: string;
  by: string;
  /** Also with what others have. */
  any?: boolean | undefined;
}

/** `held`: another operator has the conversation. */
export type TakeVerdict = 'taken' | 'held' | 'unknown';

/** How it is taken: for oneself unless it is assigned, and from another only with force. */
export interface TakeOver extends Deed {
  action: 'take' | 'assign';
  force?: boolean | undefined;
}

/**
 * Gives a conversation to an operator and takes back, in the same write, what the bot has not begun to send
 * (invariant 4). Safe to repeat.
 * @throws Fault conversation.busy
 */
export async function takeConversation(
  ports: OperatePorts,
  id: string,
  operator: string,
  over?: TakeOver,
): Promise<TakeVerdict> {
  for (let round = 0; round < LIMITS.rounds; round++) {
    const head = await ports.conversations.head(id);
    if (!head) return 'unknown';
    if (head.handler === 'operator' && head.assignee === operator) return 'taken';
    if (head.handler === 'operator' && !mayTakeOver(head, over)) return 'held';
    const texts = await tellWithdrawn(ports, head);
    const owed = await Promise.all(texts.map((text) => unansweredOf(ports, head, text)));
    const at = ports.clock.business();
    const action =
      over && actionOf(ports, head, over, over.action, { handler: 'operator', assignee: operator });
    const take = { operator, at, withdrawn: texts, owed: owed.flat(), action };
    if ((await ports.conversations.take(head, take)) === 'conflict') continue;
    await ports.followUps.send({ conversation_id: id });
    for (const text of texts) await releaseHeld(ports, text, head.outbox[text]);
    ports.journal.info('conversation.taken', { conversation_id: id, operator, cancelled: texts.length });
    return 'taken';
  }
  throw busy();
}

/** Whoever has it may give it to somebody else. */
function mayTakeOver({ assignee }: Head, over: TakeOver | undefined): boolean {
  return over?.force === true || (over?.action === 'assign' && over.by === assignee);
}

/** What is written down of a deed. */
export function actionOf(
  { clock }: Pick<OperatePorts, 'clock'>,
  head: Head,
  { id, by }: Deed,
  action: OperatorActionName,
  changes: Partial<Pick<Head, 'status' | 'handler' | 'assignee'>>,
): OperatorAction {
  const status = head.status === 'closed' ? 'open' : head.status;
  const after = standingOf({ ...head, status, ...changes });
  const waiting_since = waitingSince(head);
  return {
    id,
    conversation_id: head.id,
    at: clock.business(),
    by,
    action,
    ...(waiting_since !== undefined && { waiting_since }),
    before: standingOf(head),
    after,
  };
}

function unansweredOf(ports: OperatePorts, head: Head, id: string): Promise<string[]> | string[] {
  const entry = head.outbox[id];
  return entry ? unansweredBy(ports, head, id, entry) : [];
}

/** The attempts' rows come first, so that a text is never gone from the head without a trace. */
export async function tellWithdrawn(
  ports: Pick<OperatePorts, 'outbox' | 'clock'>,
  head: Head,
): Promise<string[]> {
  const texts = withdrawable(head);
  await Promise.all(texts.map(([id, entry]) => tellCancelled(ports, head, id, entry)));
  return texts.map(([id]) => id);
}

/**
 * Where an attempt stands already that a dead process left late, it is told behind that one: unless that one was the
 * text's end, of which there is nothing to take back.
 */
async function tellCancelled(
  ports: Pick<OperatePorts, 'outbox' | 'clock'>,
  head: Head,
  id: string,
  entry: OutboxEntry,
): Promise<void> {
  const cancelled = cancelledAttempt(head, id, entry, 'cancelled.tenure', ports.clock.business());
  if ((await ports.outbox.putAttempt(cancelled)) === 'written') return;
  const last = (await ports.outbox.attempts(head.id, id)).at(-1);
  if (last?.outcome === 'retry') await ports.outbox.putAttempt({ ...cancelled, number: last.number + 1 });
}

/** What an operator says. The same key again says nothing more. */
export interface OperatorReply {
  operator: string;
  text: string;
  key: string;
  /** Of the text; a new one unless given. */
  id?: string | undefined;
  /** The version of the conversation that the operator had before them; undefined: whatever it is. */
  seen_version?: number | undefined;
}

/**
 * `lost`: the operator does not have the conversation, or not any more. `stale`: the client has written something that the
 * operator has not seen.
 */
export type ReplyVerdict = 'said' | 'lost' | 'stale' | 'unknown';

/**
 * Says an operator's words to the client, which answers all that has come so far. Safe to repeat under its key.
 * @throws Fault conversation.busy
 */
export async function replyToClient(
  ports: OperatePorts,
  id: string,
  said: OperatorReply,
): Promise<ReplyVerdict> {
  const { policy } = await ports.handbooks.current();
  for (let round = 0; round < LIMITS.rounds; round++) {
    const head = await ports.conversations.head(id);
    if (!head) return 'unknown';
    const { operator_keys: known = [] } = head;
    const key = digestOf(said.key);
    const fresh = !known.includes(key);
    if (fresh && hasMissed(head, said.seen_version)) return 'stale';
    if (fresh && (head.handler !== 'operator' || head.assignee !== said.operator)) return 'lost';
    if (fresh) {
      const text = await ports.conversations.draft(operatorText(ports, head, said, policy));
      const keys = [key, ...known].slice(0, LIMITS.repliesRemembered);
      const unlessHeard = said.seen_version !== undefined;
      const reply = { answered: await readable(ports, head), keys, unlessHeard };
      if ((await ports.conversations.reply(head, text, reply)) === 'conflict') continue;
    }
    await ports.outbound.send({ conversation_id: id }, 0, laneGroup(head));
    ports.journal.info('conversation.replied', { conversation_id: id, operator: said.operator });
    return 'said';
  }
  throw busy();
}

/** What an operator can have read: an id whose row is still on its way is answered by nobody yet. */
export async function readable(
  { conversations }: { conversations: Pick<Conversations, 'messages'> },
  head: Head,
): Promise<string[]> {
  const messages = await conversations.messages(head.id, unanswered(head));
  return messages.map(({ id }) => id);
}

function operatorText(
  { clock, chance }: OperatePorts,
  head: Head,
  { operator, text, id }: OperatorReply,
  policy: Policy,
): OperatorText {
  const now = clock.business();
  const first = firstAfter('resolved', policy);
  const waiting_since = waitingSince(head);
  return {
    id: id ?? messageId(now, head.id, chance.entropy()),
    conversation_id: head.id,
    source: 'operator',
    operator,
    ...(waiting_since !== undefined && { waiting_since }),
    decided_at: now,
    in_reply_to: head.last.id,
    text,
    sequence: head.sequence + 1,
    due: Math.max(now, head.last_due),
    tenure: head.tenure,
    sequel: first === undefined ? undefined : { then: 'resolved', epoch: head.epoch, first },
  };
}

/**
 * Gives a conversation back to the bot, under a new tenure, and lets it answer what no operator's text has answered:
 * what came since, what was left to the operator, and what it had a reply to that was taken back. An item that no operator's
 * text has settled goes back to the queue with it; without one, and if there is nothing to answer, the matter is taken for settled. A repeat signals again, in case the first died before it did.
 * @throws Fault conversation.busy
 */
export async function handBackConversation(
  ports: OperatePorts,
  id: string,
  deed?: Deed,
): Promise<'bot' | 'lost' | 'unknown'> {
  for (let round = 0; round < LIMITS.rounds; round++) {
    const head = await ports.conversations.head(id);
    if (!head) return 'unknown';
    if (deed && !mayAct(head, deed)) return 'lost';
    if (head.handler === 'operator') {
      const status = head.escalation ? 'escalated' : 'open';
      const action = deed && actionOf(ports, head, deed, 'hand_back', { handler: 'bot', status });
      if ((await ports.conversations.handBack(head, settled(ports, head), action)) === 'conflict') continue;
    }
    await ports.inbound.send({ conversation_id: id });
    await ports.followUps.send({ conversation_id: id });
    ports.journal.info('conversation.handed_back', { conversation_id: id });
    return 'bot';
  }
  throw busy();
}

/** What an operator has is theirs; what nobody has is everybody's. */
export function mayAct({ handler, assignee }: Head, { by, any }: Deed): boolean {
  return handler === 'bot' || assignee === by || any === true;
}

/** Counted from now, or from when a reply that is still on its way is delivered. Nobody is told goodbye twice. */
function settled({ clock }: OperatePorts, head: Head): FollowUp | undefined {
  const { epoch, parted } = head;
  if (head.escalation || isReplyUnderWay(head)) return undefined;
  return { then: parted === epoch ? 'closes' : 'resolved', since: clock.business(), epoch, step: 0 };
}

export function busy(): Fault {
  return new Fault('conversation.busy', 'this conversation changes faster than it can be moved; try again', {
    retryAfterS: 1,
  });
}
