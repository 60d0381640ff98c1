import { type Broadcast, broadcastSummary } from './broadcast.ts';
import type { Connection } from './connection.ts';
import type { Escalation, Head, Status } from './conversation.ts';
import type { Attempt } from './delivery-record.ts';
import type { DeskText } from './desk-text.ts';
import type { Frame } from './frame.ts';
import { type Incident, incidentSummary, isTelling } from './incident.ts';
import { LIMITS } from './limits.ts';
import type { Message } from './message.ts';
import type { Operator } from './operator.ts';
import type { Note, OperatorAction } from './operator-action.ts';
import type { EscalationReason, Priority, Scenario } from './scenario.ts';

/** One write to the table that screens may have to hear of, as the stream tells it. */
export type Change =
  /** Without `before` it is new, without `after` it was erased. */
  | { kind: 'head'; before: Head | undefined; after: Head | undefined }
  | { kind: 'message'; message: Message }
  /** What somebody at the desk noted or did. */
  | { kind: 'note'; note: Note }
  | { kind: 'action'; action: OperatorAction }
  | { kind: 'attempt'; attempt: Attempt }
  | { kind: 'broadcast'; after: Broadcast }
  | { kind: 'incident'; before: Incident | undefined; after: Incident }
  | { kind: 'operator'; before: Operator | undefined; after: Operator | undefined };

/** What a batch of the stream says of one conversation, however many writes that were. */
export interface Gathered {
  conversation_id: string;
  /** Every state of the head that the batch shows, oldest first. */
  heads: Head[];
  /** The version before the first of these changes; undefined: the head was not changed. */
  since: number | undefined;
  erased: boolean;
  messages: Message[];
  notes: Note[];
  actions: OperatorAction[];
  /** Texts that were put on their way, and those that are replayed. */
  said: string[];
  replayed: string[];
  /** The last attempt of each text. */
  attempts: Attempt[];
  /** Open items that were not there before. */
  escalations: Escalation[];
}

/** What an inbox shows of a conversation without opening it. */
export interface Summary {
  id: string;
  partner: string;
  client_id: string;
  platform: string | null;
  status: Status;
  handler: Head['handler'];
  assignee: string | null;
  priority: Priority | null;
  escalation_reason: EscalationReason | null;
  /** Epoch milliseconds of business time. */
  waiting_since: number | null;
  version: number;
}

/** An entry of a conversation: what the client or the desk said, what was noted or done. */
export interface FrameMessage {
  id: string;
  kind: 'message' | 'text' | 'note' | 'action';
  /** Epoch milliseconds of business time. */
  at: number;
  /** At most LIMITS.frameTextCharacters of it; of an action its name. */
  text: string;
  cut: boolean;
  attachments: number;
  source: DeskText['source'] | null;
  /** Who at the desk said, noted or did it. */
  operator: string | null;
}

export interface FrameDelivery {
  message_id: string;
  /** How often it was tried. */
  attempts: number;
  state: Attempt['outcome'] | 'waiting';
  rule: string | null;
  next_at: number | null;
}

export interface EscalationItem {
  reason: EscalationReason;
  scenario: Scenario;
  priority: Priority;
  since: number;
  deadline: number;
}

/** Puts together what belongs together: screens are told once of a batch, not once of each write. */
export function gather(changes: readonly Change[]): Gathered[] {
  const byConversation = new Map<string, Gathered>();
  for (const change of changes) {
    const id = conversationIn(change);
    if (id === undefined) continue;
    const gathered = byConversation.get(id) ?? nothingOf(id);
    byConversation.set(id, gathered);
    add(gathered, change);
  }
  return [...byConversation.values()].filter(isWorthTelling);
}

function conversationIn(change: Change): string | undefined {
  if (change.kind === 'message') return change.message.conversation_id;
  if (change.kind === 'attempt') return change.attempt.conversation_id;
  if (change.kind === 'note') return change.note.conversation_id;
  if (change.kind === 'action') return change.action.conversation_id;
  if (change.kind === 'operator' || change.kind === 'incident' || change.kind === 'broadcast')
    return undefined;
  return (change.after ?? change.before)?.id;
}

function nothingOf(conversation_id: string): Gathered {
  const none = {
    messages: [],
    notes: [],
    actions: [],
    said: [],
    replayed: [],
    attempts: [],
    escalations: [],
  };
  return { conversation_id, heads: [], since: undefined, erased: false, ...none };
}

function add(gathered: Gathered, change: Change): void {
  if (change.kind === 'message') gathered.messages.push(change.message);
  else if (change.kind === 'attempt') addAttempt(gathered, change.attempt);
  else if (change.kind === 'note') gathered.notes.push(change.note);
  else if (change.kind === 'action') gathered.actions.push(change.action);
  else if (change.kind === 'head') addHead(gathered, change.before, change.after);
}

function addAttempt(gathered: Gathered, attempt: Attempt): void {
  const others = gathered.attempts.filter(({ text_id }) => text_id !== attempt.text_id);
  gathered.attempts = [...others, attempt];
}

function addHead(gathered: Gathered, before: Head | undefined, after: Head | undefined): void {
  // What changes without a new version is of no interest to people, such as for when a schedule is armed.
  if (before && after && before.version === after.version) return;
  gathered.erased = after === undefined;
  gathered.since ??= before?.version ?? 0;
  gathered.heads.push(...(before ? [before] : []), ...(after ? [after] : []));
  if (!after) return;
  const added = Object.entries(after.outbox).filter(([id]) => !before?.outbox[id]);
  for (const [id, { replay_after }] of added)
    (replay_after === undefined ? gathered.said : gathered.replayed).push(id);
  const { escalation } = after;
  if (escalation && escalation.since !== before?.escalation?.since) gathered.escalations.push(escalation);
}

function isWorthTelling({ since, messages, notes, actions, attempts }: Gathered): boolean {
  return since !== undefined || [messages, notes, actions, attempts].some(({ length }) => length > 0);
}

/** What is in the table now, for what a batch tells of. */
export interface Told {
  /** Undefined: the conversation was erased. */
  head: Head | undefined;
  /** Those of the texts said that are there. */
  texts: DeskText[];
}

/**
 * The frames for one conversation: at most one of each kind. They tell how it stands now, which may be more than the batch
 * knew: then the next batch tells it again, and nobody minds.
 * @param at wall time
 */
export function framesOf(gathered: Gathered, { head, texts }: Told, at: number): Frame[] {
  const { conversation_id } = gathered;
  if (!head) return [readAgain(conversation_id, 'erased', at)];
  const { version } = head;
  const since = gathered.since ?? version;
  const common = { at, conversation_id, version };
  const messages = [
    ...gathered.messages.map(messageOf),
    ...texts.map(textOf),
    ...gathered.notes.map(noteOf),
    ...gathered.actions.map(actionOf),
  ];
  const deliveries = [...gathered.attempts.map(deliveryOf), ...gathered.replayed.map(waiting)];
  const escalation = gathered.escalations.at(-1);
  return [
    ...(messages.length > 0
      ? [
          {
            type: 'message.created' as const,
            ...common,
            data: { since, ...most(byId(messages), 'messages') },
          },
        ]
      : []),
    ...(deliveries.length > 0
      ? [{ type: 'delivery.updated' as const, ...common, data: { since, ...most(deliveries, 'deliveries') } }]
      : []),
    ...(escalation
      ? [{ type: 'escalation.created' as const, ...common, data: { since, escalation: itemOf(escalation) } }]
      : []),
    ...(gathered.since === undefined
      ? []
      : [
          {
            type: 'conversation.updated' as const,
            ...common,
            data: { since, conversation: summaryOf(head) },
          },
        ]),
  ];
}

/** What concerns everybody at the desk: of each incident and each broadcast how it stands at last. @param at wall time */
export function newsOf(changes: readonly Change[], at: number): Frame[] {
  const incidents = new Map<string, Incident>();
  const broadcasts = new Map<string, Broadcast>();
  for (const change of changes)
    if (change.kind === 'broadcast') broadcasts.set(change.after.id, change.after);
    else if (change.kind === 'incident' && isTelling(change.before, change.after))
      incidents.set(change.after.id, change.after);
  const type = 'incident.updated';
  const common = { type, at, conversation_id: null } as const;
  return [
    ...[...incidents.values()].map((incident) => ({
      ...common,
      version: incident.version,
      data: { incident: incidentSummary(incident) },
    })),
    ...[...broadcasts.values()].map((broadcast) => ({
      ...common,
      version: null,
      data: { broadcast: broadcastSummary(broadcast) },
    })),
  ];
}

/** Has a screen read this conversation anew, or forget it. */
export function readAgain(conversation_id: string, reason: 'erased' | 'entered', at: number): Frame {
  return { type: 'resync', at, conversation_id, version: null, data: { reason } };
}

/** The newest of them, so that a frame stays a frame; `more`: there are others, which a screen has to read. */
function most<Name extends string, Item>(
  items: Item[],
  name: Name,
): Record<Name, Item[]> & { more: boolean } {
  const shown = items.slice(-LIMITS.frameItems);
  return { [name]: shown, more: shown.length < items.length } as Record<Name, Item[]> & { more: boolean };
}

function byId(messages: FrameMessage[]): FrameMessage[] {
  return messages.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function messageOf({ id, text, received_at, attachments }: Message): FrameMessage {
  const rest = { attachments: attachments.length, source: null, operator: null };
  return { id, kind: 'message', at: received_at, ...cut(text), ...rest };
}

function textOf(said: DeskText): FrameMessage {
  const { id, source, decided_at } = said;
  const operator = said.source === 'operator' ? said.operator : null;
  return { id, kind: 'text', at: decided_at, ...cut(said.text), attachments: 0, source, operator };
}

function noteOf({ id, at, by, text }: Note): FrameMessage {
  return { id, kind: 'note', at, ...cut(text), attachments: 0, source: null, operator: by };
}

function actionOf({ id, at, by, action }: OperatorAction): FrameMessage {
  return { id, kind: 'action', at, text: action, cut: false, attachments: 0, source: null, operator: by };
}

function cut(text: string): { text: string; cut: boolean } {
  if (text.length <= LIMITS.frameTextCharacters) return { text, cut: false };
  // Half of a surrogate pair would be no text.
  return { text: text.slice(0, LIMITS.frameTextCharacters).replace(/[\uD800-\uDBFF]$/, ''), cut: true };
}

function deliveryOf({ text_id, number, outcome, rule, next_at }: Attempt): FrameDelivery {
  return { message_id: text_id, attempts: number, state: outcome, rule, next_at: next_at ?? null };
}

function waiting(message_id: string): FrameDelivery {
  return { message_id, attempts: 0, state: 'waiting', rule: null, next_at: null };
}

function itemOf({ reason, scenario, priority, since, deadline }: Escalation): EscalationItem {
  return { reason, scenario, priority, since, deadline };
}

export function summaryOf(head: Head): Summary {
  const { id, partner, client_id, channel, status, handler, assignee, escalation, version } = head;
  return {
    id,
    partner,
    client_id,
    platform: channel.platform ?? null,
    status,
    handler,
    assignee: assignee ?? null,
    priority: escalation?.priority ?? null,
    escalation_reason: escalation?.reason ?? null,
    waiting_since: escalation?.since ?? null,
    version,
  };
}

/**
 * Does it concern whoever is behind this connection? The operator who has the conversation, or had it before the change;
 * everybody while it is in the queue, or as it leaves it; admins; and whoever has it on the screen.
 */
export function concerns(
  { operator, role, viewing }: Connection,
  conversationId: string,
  states: readonly Head[],
): boolean {
  if (role === 'admin' || viewing === conversationId) return true;
  return states.some((head) => head.assignee === operator || isInQueue(head));
}

/**
 * Does it concern them now and did not at some time of the batch? What was said in between was not told to them, and by the
 * version they cannot see it: they may know that from a head that was ahead of the stream.
 * @param states oldest first, the present one last
 */
export function comesIn(to: Connection, conversationId: string, states: readonly Head[]): boolean {
  const concerned = states.map((head) => concerns(to, conversationId, [head]));
  return concerned.at(-1) === true && concerned.includes(false);
}

/**
 * Those whose sockets must go: they may not work at the desk any more, or as somebody else, or were signed out everywhere. One
 * that was let in earlier would go on for two hours.
 */
export function signedOut(changes: readonly Change[]): string[] {
  return changes.flatMap((change) =>
    change.kind === 'operator' && change.before && !goesOn(change.before, change.after)
      ? [change.before.id]
      : [],
  );
}

function goesOn(before: Operator, after: Operator | undefined): boolean {
  if (!after || after.disabled_at !== undefined || after.role !== before.role) return false;
  const signedIn = ({ sessions }: Operator) => Object.keys(sessions).length > 0;
  return signedIn(after) || !signedIn(before);
}

/** Handed over, and nobody has taken it. */
function isInQueue({ status, assignee }: Pick<Head, 'status' | 'assignee'>): boolean {
  return status === 'escalated' && assignee === undefined;
}
