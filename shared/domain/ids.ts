import { createHash } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const TIME = 10;
const CONVERSATION = 20;
const TAIL = 10;
const MESSAGE_ID = new RegExp(`^msg_[${ALPHABET}]{${TIME + CONVERSATION + TAIL}}$`);

/** Bytes of entropy that a message id takes. */
export const ID_ENTROPY_BYTES = TAIL;

/**
 * The conversation of one client at one partner. A hash, because client ids may be phone numbers and this id
 * stands in logs, queues and URLs; and because the same client id at two partners is two clients.
 */
export function conversationId(partner: string, clientId: string): string {
  return `cnv_${spell(sha256(`${partner}\n${clientId}`), CONVERSATION)}`;
}

/**
 * A message's id: 48 bits of milliseconds, its conversation, 50 bits of what it is given. So ids of a conversation
 * sort by time, and the row behind an id is found without an index.
 */
export function messageId(at: number, conversation: string, entropy: Uint8Array): string {
  return `msg_${spellTime(at)}${conversation.slice('cnv_'.length)}${spell(entropy, TAIL)}`;
}

/** A test ping's id: its time, and 50 bits of what it is given. It belongs to no conversation. */
export function pingId(at: number, entropy: Uint8Array): string {
  return `ping_${spellTime(at)}${spell(entropy, TAIL)}`;
}

export function isMessageId(text: string): boolean {
  return MESSAGE_ID.test(text);
}

export function conversationOf(id: string): string {
  return `cnv_${id.slice('msg_'.length + TIME, 'msg_'.length + TIME + CONVERSATION)}`;
}

/** Sorts before every message id of this time, and behind those of any earlier one. */
export function firstIdOf(at: number): string {
  return `msg_${spellTime(at)}`;
}

/** The time in an id, epoch milliseconds. */
export function timeOf(id: string): number {
  const digits = id.slice('msg_'.length, 'msg_'.length + TIME);
  return [...digits].reduce((sum, digit) => sum * 32 + Math.max(0, ALPHABET.indexOf(digit)), 0);
}

/**
 * Names a turn by what of the head it is decided on, so that a repeat after a crash finds the first decision instead of making
 * a second one. Sorts right after the newest message it answers.
 */
export function turnId(basis: {
  id: string;
  pending: readonly string[];
  tenure: number;
  sequence: number;
}): string {
  const pending = [...basis.pending].sort();
  const words = [basis.tenure, basis.sequence, ...pending];
  return messageId(timeOf(pending.at(-1) ?? '') + 1, basis.id, sha256(words.join('\n')));
}

/** Names a follow-up by what of the head it is decided on and which step it is, so that it is decided once however often somebody is woken. */
export function followUpId(
  basis: { id: string; epoch: number; tenure: number; sequence: number },
  at: number,
  since: number,
  step: string,
): string {
  const words = ['follow-up', basis.epoch, basis.tenure, basis.sequence, since, step];
  return messageId(at, basis.id, sha256(words.join('\n')));
}

/** Names what the desk does to a conversation by itself at this moment. */
export function deskActionId(
  basis: { id: string; epoch: number; tenure: number; sequence: number },
  action: string,
  at: number,
): string {
  const words = ['desk', action, basis.epoch, basis.tenure, basis.sequence];
  return messageId(at, basis.id, sha256(words.join('\n')));
}

/** An endpoint of a partner, by its URL without the query. */
export function endpointId(partner: string, url: string): string {
  return `end_${spell(sha256(`${partner}\n${url}`), CONVERSATION)}`;
}

/** A job's id; of two jobs the one started later sorts behind the other. */
export function jobId(at: number, entropy: Uint8Array): string {
  return `job_${spellTime(at)}${spell(entropy, TAIL)}`;
}

/** An incident's id; of two the one opened later sorts behind the other. */
export function incidentId(at: number, entropy: Uint8Array): string {
  return `inc_${spellTime(at)}${spell(entropy, TAIL)}`;
}

/** Which of so many shards something of a conversation stands in; ids are hashes, so all fill alike. */
export function shardOf(conversationId: string, shards: number): number {
  return ALPHABET.indexOf(conversationId.at(-1) ?? '') % shards;
}

/** A keyword's id; of two the one added later sorts behind the other. */
export function keywordId(at: number, entropy: Uint8Array): string {
  return `kwd_${spellTime(at)}${spell(entropy, TAIL)}`;
}

/** A broadcast's id, the same for the same words; of two the one started later sorts behind the other. */
export function broadcastId(at: number, ...words: readonly string[]): string {
  return `brd_${spellTime(at)}${spell(sha256(JSON.stringify(words)), TAIL)}`;
}

/** Names the text by which a client is told of something. */
export function noticeId(at: number, conversation: string, of: string, stage: string): string {
  return messageId(at, conversation, sha256(`notice\n${of}\n${stage}`));
}

/** Hash of words in order, for "is this the same as before?". */
export function digestOf(...words: readonly string[]): string {
  return sha256(JSON.stringify(words)).toString('base64url').slice(0, 22);
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function spell(bytes: Uint8Array, length: number): string {
  return Array.from(bytes.subarray(0, length), (byte) => ALPHABET[byte % 32]).join('');
}

function spellTime(at: number): string {
  let digits = '';
  for (let rest = at; digits.length < TIME; rest = Math.floor(rest / 32))
    digits = ALPHABET[rest % 32] + digits;
  return digits;
}
