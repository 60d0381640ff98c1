import { type Head, unanswered } from '../domain/conversation.ts';
import { Fault } from '../domain/errors.ts';
import { digestOf, messageId } from '../domain/ids.ts';
import { assigneeOf } from '../domain/inbox.ts';
import { LIMITS } from '../domain/limits.ts';
import type { Note } from '../domain/operator-action.ts';
import type { Conversations, KeyedRequests, Operators } from '../ports.ts';
import { unknownOperator } from './manage-operators.ts';
import {
  type Deed,
  handBackConversation,
  type OperatePorts,
  replyToClient,
  takeConversation,
} from './operate-conversation.ts';
import {
  closeConversation,
  releaseConversation,
  reopenConversation,
  type SettlePorts,
} from './settle-conversation.ts';

export interface ActPorts extends Omit<OperatePorts, 'conversations'> {
  conversations: OperatePorts['conversations'] &
    SettlePorts['conversations'] &
    Pick<Conversations, 'deed' | 'addNote'>;
  requests: KeyedRequests;
  operators: Pick<Operators, 'operator'>;
}

/** Who does something to which conversation. */
export interface Asker {
  conversation: string;
  operator: string;
  /** May act on what others have. */
  admin: boolean;
  /** Under the same key it is done once, and told again. */
  key?: string | undefined;
}

/** `id`: of the text, the note or the row that tells of it. */
export interface Done {
  id: string;
  replayed: boolean;
}

/** What a person can be asked to do with a conversation, besides writing. */
export type Wanted =
  | { action: 'take'; force: boolean }
  | { action: 'assign'; to: string; force: boolean }
  | { action: 'release' | 'hand_back' | 'reopen' }
  | { action: 'close'; seen_version: number | undefined };

/**
 * Does it, once under its key.
 * @throws Fault conversation.unknown, conversation.taken, conversation.not_held, conversation.stale, conversation.busy,
 * idempotency.key_reused, operator.unknown for somebody it cannot be given to
 */
export async function actOnConversation(ports: ActPorts, asker: Asker, wanted: Wanted): Promise<Done> {
  const { id, known } = await remember(ports, asker, [JSON.stringify(wanted)]);
  if (known && (await ports.conversations.deed(asker.conversation, id))) return { id, replayed: true };
  if (wanted.action === 'assign') await demandOperator(ports, wanted.to);
  const deed = { id, by: asker.operator, any: asker.admin };
  const verdict = await obey(ports, asker, deed, wanted);
  if (isRefusal(verdict)) throw await refusal(ports, asker.conversation, verdict);
  return { id, replayed: false };
}

async function demandOperator({ operators }: ActPorts, id: string): Promise<void> {
  const operator = await operators.operator(id);
  if (!operator || operator.disabled_at !== undefined) throw unknownOperator();
}

type Verdict = 'held' | 'lost' | 'stale' | 'unknown';

async function obey(
  ports: ActPorts,
  { conversation, operator }: Asker,
  deed: Deed,
  wanted: Wanted,
): Promise<Verdict | 'taken' | 'bot' | 'done'> {
  switch (wanted.action) {
    case 'take':
    case 'assign': {
      const { action, force } = wanted;
      const to = wanted.action === 'assign' ? wanted.to : operator;
      return takeConversation(ports, conversation, to, { ...deed, action, force });
    }
    case 'release':
      return releaseConversation(ports, conversation, deed);
    case 'hand_back':
      return handBackConversation(ports, conversation, deed);
    case 'close':
      return closeConversation(ports, conversation, { ...deed, seen_version: wanted.seen_version });
    case 'reopen':
      return reopenConversation(ports, conversation, deed);
  }
}

function isRefusal(verdict: string): verdict is Verdict {
  return ['held', 'lost', 'stale', 'unknown'].includes(verdict);
}

/** The text of a reply, and the version of the conversation that whoever writes it has seen. */
export interface Words {
  text: string;
  seen_version?: number | undefined;
}

/**
 * Says an operator's words to the client, once under their key. Who answers what nobody has, takes it.
 * @throws Fault conversation.unknown, conversation.not_held, conversation.stale, conversation.busy, idempotency.key_reused
 */
export async function replyAs(ports: ActPorts, asker: Asker, { text, seen_version }: Words): Promise<Done> {
  const { id, known } = await remember(ports, asker, ['reply', text]);
  const { conversation, operator } = asker;
  const replayed = known && (await wasSaid(ports, conversation, id));
  // What was said once is not said again, but signalled: the first may have died of it.
  const say = () => replyToClient(ports, conversation, { operator, text, key: id, id, seen_version });
  const first = await say();
  const verdict = first === 'lost' && !replayed && (await tookFreely(ports, asker)) ? await say() : first;
  if (verdict !== 'said' && !replayed) throw await refusal(ports, conversation, verdict);
  return { id, replayed };
}

/** Only from the bot: what another operator has is taken over by whoever says so, and by no words to the client. */
async function tookFreely(ports: ActPorts, { conversation, operator, admin }: Asker): Promise<boolean> {
  const head = await ports.conversations.head(conversation);
  if (head?.handler !== 'bot') return false;
  const id = messageId(ports.clock.business(), conversation, ports.chance.entropy());
  const deed = { id, by: operator, any: admin, action: 'take', force: false } as const;
  return (await takeConversation(ports, conversation, operator, deed)) === 'taken';
}

async function wasSaid(
  { conversations, outbox }: ActPorts,
  conversation: string,
  id: string,
): Promise<boolean> {
  const head = await conversations.head(conversation);
  if (head?.outbox[id] || head?.operator_keys?.includes(digestOf(id))) return true;
  return (await outbox.attempts(conversation, id)).length > 0;
}

/**
 * Notes something that only people at the desk see, once under its key.
 * @throws Fault conversation.unknown, idempotency.key_reused
 */
export async function noteAs(
  ports: ActPorts,
  asker: Asker,
  text: string,
): Promise<{ note: Note; replayed: boolean }> {
  const { conversation: conversation_id, operator: by } = asker;
  const { id } = await remember(ports, asker, ['note', text]);
  const note = { id, conversation_id, at: ports.clock.business(), by, text };
  if ((await ports.conversations.addNote(note)) === 'written') {
    ports.journal.info('conversation.noted', { conversation_id, operator: by });
    return { note, replayed: false };
  }
  const there = await ports.conversations.deed(conversation_id, id);
  if (there && 'text' in there) return { note: there, replayed: true };
  throw await refusal(ports, conversation_id, 'unknown');
}

/** The id under which it is done: the first one's, if it was asked for under this key before. */
async function remember(
  { requests, clock, chance }: ActPorts,
  { conversation, operator, key }: Asker,
  what: readonly string[],
): Promise<{ id: string; known: boolean }> {
  const at = clock.business();
  const id = messageId(at, conversation, chance.entropy());
  if (key === undefined) return { id, known: false };
  const digest = digestOf(conversation, ...what);
  const asked = { partner: `${STAFF}${operator}`, key, message_id: id, at, digest };
  const known = await requests.claim(asked, at);
  if (known && known.digest !== digest)
    throw new Fault('idempotency.key_reused', 'this key was used for something else; take a new one');
  return { id: known?.message_id ?? id, known: known !== undefined };
}

/** Keys of people at the desk are apart from those of partners, whose names never begin so. */
const STAFF = '@staff/';

/** Why it cannot be done, with how the conversation stands now. */
async function refusal(ports: ActPorts, id: string, verdict: Verdict): Promise<Fault> {
  const head = verdict === 'unknown' ? undefined : await ports.conversations.head(id);
  if (!head) return unknownConversation();
  const current = await currentOf(ports, head);
  switch (verdict) {
    case 'held':
      return new Fault('conversation.taken', 'another operator has this conversation', { current });
    case 'stale':
      return new Fault('conversation.stale', 'the client has written since; read it first', { current });
    default:
      return new Fault('conversation.not_held', 'you do not have this conversation, or not any more', {
        current,
      });
  }
}

export function unknownConversation(): Fault {
  return new Fault('conversation.unknown', 'there is no conversation with this id');
}

/** The newest of what nobody has answered is what whoever comes late has missed. */
async function currentOf({ conversations }: ActPorts, head: Head) {
  const messages = await conversations.messages(head.id, unanswered(head).slice(-LIMITS.missedShown));
  return {
    version: head.version,
    status: head.status,
    handler: head.handler,
    assignee: assigneeOf(head) ?? null,
    unanswered: messages.map(({ id, text, received_at }) => ({
      id,
      text,
      created_at: new Date(received_at).toISOString(),
    })),
  };
}
