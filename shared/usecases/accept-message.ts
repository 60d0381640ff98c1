import { type Admission, judgeAdmission } from '../domain/admission.ts';
import type { Head } from '../domain/conversation.ts';
import { Fault } from '../domain/errors.ts';
import { conversationId, digestOf, messageId } from '../domain/ids.ts';
import { LIMITS } from '../domain/limits.ts';
import type { Attachment, Channel, ChatNote, Command, Message, Profile } from '../domain/message.ts';
import type { Rate } from '../domain/rate-limit.ts';
import type { CallerLimit, Chance, Clock, Conversations, KeyedRequests, Lane } from '../ports.ts';
import { rememberProfile } from './remember-profile.ts';

export interface AcceptPorts {
  conversations: Conversations;
  requests: Pick<KeyedRequests, 'claim'>;
  inbound: Lane;
  clock: Clock;
  chance: Chance;
  callers: CallerLimit;
  policy: { rate: Rate | undefined; burstQuiet: number; backlog?: number | undefined };
}

export interface IncomingMessage {
  partner: string;
  client_id: string;
  text: string;
  attachments: Attachment[];
  said_at?: number | undefined;
  channel: Channel;
  profile: Profile;
  idempotency_key?: string | undefined;
  /** Whatever comes under the key is the same request, however it reads, for so long (ms). */
  same_by_key?: number | undefined;
  command?: Command | undefined;
  chat?: ChatNote | undefined;
}

export interface Accepted {
  status: 'accepted' | 'duplicate';
  message_id: string;
  client_id: string;
  received_at: number;
  replayed: boolean;
}

/**
 * Takes a message in: its key's row, the head, the message row, the signal, and only then the answer (design §3).
 * Every step may be repeated; a repeat under the same key, or of the same words, finishes what the first left undone.
 * @throws Fault idempotency.key_reused, limit.key, limit.client, conversation.backlog_full, conversation.busy
 */
export async function acceptMessage(ports: AcceptPorts, incoming: IncomingMessage): Promise<Accepted> {
  const conversation = conversationId(incoming.partner, incoming.client_id);
  const now = ports.clock.business();
  const fresh = { id: messageId(now, conversation, ports.chance.entropy()), at: now, replayed: false };
  const slot: Slot = (await replayOf(ports, incoming, fresh)) ?? fresh;
  if (!slot.replayed) ports.callers.countKey(incoming.partner, now);
  const admitted = slot.erased ? nothingOf(slot) : await admit(ports, conversation, incoming, slot);
  if (!slot.erased) await finish(ports, conversation, incoming, admitted);
  return {
    status: admitted.duplicate ? 'duplicate' : 'accepted',
    message_id: admitted.id,
    client_id: incoming.client_id,
    received_at: admitted.at,
    replayed: slot.replayed,
  };
}

interface Slot {
  id: string;
  at: number;
  replayed: boolean;
  /** What came under its key was erased. */
  erased?: true | undefined;
}

interface Admitted {
  id: string;
  at: number;
  duplicate: boolean;
  /** Its row stands already: a repeat has nothing to add. */
  stands: boolean;
}

/** What was said under this key was erased, and stays so: it was answered once, or is not to be. */
function nothingOf({ id, at }: Slot): Admitted {
  return { id, at, duplicate: false, stands: true };
}

async function replayOf(
  ports: AcceptPorts,
  incoming: IncomingMessage,
  fresh: Slot,
): Promise<Slot | undefined> {
  const { idempotency_key: key, partner, same_by_key } = incoming;
  if (key === undefined) return undefined;
  const digest = same_by_key === undefined ? digestOf(JSON.stringify(bodyOf(incoming))) : 'any';
  const request = { partner, key, message_id: fresh.id, at: fresh.at, digest };
  const first = await ports.requests.claim(request, fresh.at, same_by_key);
  // A write whose answer got lost finds its own row when it is sent again.
  if (!first || first.message_id === fresh.id) return undefined;
  const known = { id: first.message_id, at: first.at, replayed: true };
  if (first.erased) return { ...known, erased: true };
  if (first.digest !== digest) {
    throw new Fault(
      'idempotency.key_reused',
      'this idempotency key was used with another body; use a new key',
      {
        issues: [{ path: 'header.idempotency-key', message: 'belongs to another request' }],
      },
    );
  }
  return known;
}

/** What makes two requests under one key the same. */
function bodyOf({ client_id, text, attachments, said_at, profile }: IncomingMessage): unknown {
  return [client_id, text, attachments, said_at ?? null, profile];
}

async function admit(
  ports: AcceptPorts,
  conversation: string,
  incoming: IncomingMessage,
  slot: Slot,
): Promise<Admitted> {
  const keyed = incoming.idempotency_key !== undefined;
  const digest = digestOf(incoming.text, JSON.stringify(incoming.attachments));
  for (let round = 0; round < LIMITS.admissionRounds; round++) {
    const head = await ports.conversations.head(conversation);
    const mayBeIn = keyed || round > 0;
    const found = mayBeIn ? await find(ports, head, slot.id) : 'nothing';
    if (found !== 'nothing') return { ...slot, duplicate: false, stands: found === 'row' };
    const now = ports.clock.business();
    const { rate, backlog } = ports.policy;
    const admission = judgeAdmission(head, { id: slot.id, at: now, digest, keyed }, rate, backlog);
    if (admission.verdict === 'duplicate') {
      return { id: admission.of, at: admission.at, duplicate: true, stands: false };
    }
    const written = await ports.conversations.admit(head, {
      conversation_id: conversation,
      partner: incoming.partner,
      client_id: incoming.client_id,
      id: slot.id,
      at: slot.at,
      digest,
      window: windowOf(admission),
      channel: { ...head?.channel, ...incoming.channel },
      ...(incoming.chat?.album !== undefined && { album: true as const }),
    });
    if (written === 'written') return { ...slot, duplicate: false, stands: false };
  }
  throw new Fault('conversation.busy', 'this client writes faster than we can take it in; try again', {
    retryAfterS: 1,
  });
}

/**
 * A message needs no second admission if its row stands or its id still waits for one: another request under its key
 * was faster, or our own write took effect and its answer got lost.
 */
async function find(
  { conversations }: AcceptPorts,
  head: Head | undefined,
  id: string,
): Promise<'row' | 'pending' | 'nothing'> {
  if (!head) return 'nothing';
  if ((await conversations.messages(head.id, [id])).length > 0) return 'row';
  return head.pending.includes(id) ? 'pending' : 'nothing';
}

function windowOf(admission: Exclude<Admission, { verdict: 'duplicate' }>): { start: number; count: number } {
  if (admission.verdict === 'accept') return admission.window;
  if (admission.verdict === 'limited') {
    throw new Fault('limit.client', 'too many messages from this client; wait before the next one', {
      retryAfterS: admission.retryAfterS,
    });
  }
  throw new Fault('conversation.backlog_full', 'too many messages of this client wait for an answer', {
    retryAfterS: BACKLOG_RETRY_S,
  });
}

const BACKLOG_RETRY_S = 5;

async function finish(
  ports: AcceptPorts,
  conversation: string,
  incoming: IncomingMessage,
  admitted: Admitted,
): Promise<void> {
  if (!admitted.stands) await write(ports, conversation, incoming, admitted);
  await ports.inbound.send({ conversation_id: conversation }, ports.policy.burstQuiet / 1000);
}

/** What the partner says of the client comes first: the turn that answers the message may need it. */
async function write(
  { conversations }: AcceptPorts,
  conversation: string,
  incoming: IncomingMessage,
  admitted: Admitted,
): Promise<void> {
  const { profile } = incoming;
  if (Object.keys(profile).length > 0)
    await rememberProfile(conversations, conversation, profile, admitted.at);
  const message: Message = {
    id: admitted.id,
    conversation_id: conversation,
    text: incoming.text,
    attachments: incoming.attachments,
    received_at: admitted.at,
    said_at: incoming.said_at,
    ...(incoming.idempotency_key !== undefined && { key: digestOf(incoming.idempotency_key) }),
    ...(incoming.command && { command: incoming.command }),
    ...(incoming.chat && { chat: incoming.chat }),
  };
  for (let round = 0; round < LIMITS.rounds; round++) {
    if ((await conversations.putMessage(message)) !== 'forgotten') return;
    // Whoever waited a minute for this row has given its id up; now that it comes, both come back.
    if ((await conversations.restore(message)) === 'written') return;
  }
  throw new Fault('conversation.busy', 'this conversation changes all the time; try again', {
    retryAfterS: 1,
  });
}
