import type { Head } from '../../shared/domain/conversation.ts';
import type { Attempt, DeadDelivery } from '../../shared/domain/delivery-record.ts';
import { conversationOf } from '../../shared/domain/ids.ts';
import type { Finding, Stories, TextStory, Wrong } from './story.ts';

/** What is left when nothing more is to come. */
export interface EndState {
  /** On the timeline. */
  at: number;
  /** Business time ran so many times faster than the timeline. */
  speed: number;
  /** Clocks of processes were off by so many ms at most. */
  skew: number;
  /** False: the run would have gone on for ever. */
  quiet: boolean;
  heads: ReadonlyMap<string, Head>;
  /** Recorded attempts by text, oldest first. */
  attempts: ReadonlyMap<string, readonly Attempt[]>;
  /** When the turn in each text's row was decided. */
  decided: ReadonlyMap<string, number>;
  dead: readonly DeadDelivery[];
}

interface Messages {
  accepted: ReadonlySet<string>;
  /** Those whose row is there. */
  written: ReadonlySet<string>;
  /** Message → text. */
  answered: ReadonlyMap<string, string>;
}

/** Invariant 1: everything accepted has ended in a way that somebody can see. */
export function judgeEnd(stories: Stories, messages: Messages, end: EndState): Finding[] {
  const findings: Finding[] = [];
  const find = (wrong: Wrong, id: string, what: string): void => {
    findings.push({ wrong, at: end.at, conversation: conversationOf(id), what: `${id}: ${what}` });
  };
  if (!end.quiet)
    findings.push({ wrong: 'stuck', at: end.at, conversation: '', what: 'it never comes to rest' });
  for (const message of messages.accepted.union(messages.written)) {
    if (!messages.answered.has(message)) judgeUnanswered(stories, messages, message, end, find);
  }
  const rows = new Map<string, number>();
  for (const { text_id } of end.dead) rows.set(text_id, (rows.get(text_id) ?? 0) + 1);
  for (const text of stories.texts.values()) judgeText(stories, text, end, { find, rows });
  for (const head of end.heads.values()) judgeRest(stories, head, find);
  return findings;
}

type Find = (wrong: Wrong, id: string, what: string) => void;

interface Bench {
  find: Find;
  /** How often each text stands among the dead. */
  rows: ReadonlyMap<string, number>;
}

function judgeUnanswered(
  stories: Stories,
  messages: Messages,
  message: string,
  end: EndState,
  find: Find,
): void {
  const id = conversationOf(message);
  const head = end.heads.get(id);
  if (head?.owed.includes(message) && isSomebodys(head)) return;
  if (!head?.pending.includes(message)) {
    if (messages.accepted.has(message)) find('lost', message, 'it was accepted, and nothing is left of it');
  } else if (head.handler === 'bot' && !stories.conversation(id).shown)
    find('stuck', message, 'it waits for an answer, and nothing will bring one');
}

/** An operator has the conversation, or an open item in the queue says that one is owed. */
function isSomebodys({ handler, status, escalation }: Head): boolean {
  return handler === 'operator' || (status === 'escalated' && escalation !== undefined);
}

/** Whatever was to happen to a conversation by itself has happened: it is closed, or a person's, or was told to be stuck. */
function judgeRest(stories: Stories, head: Head, find: Find): void {
  if (stories.conversation(head.id).shown) return;
  const { status, handler, escalation, pending, owed, follow_up, epoch } = head;
  if (handler === 'operator') {
    if (pending.length + owed.length > 0 || escalation)
      find('stuck', head.last.id, 'its operator is silent for ever while the client waits');
  } else if (status === 'escalated') {
    if (!escalation) find('lost', head.last.id, 'it was handed over without an open item');
    else if (!escalation.overdue) find('stuck', head.last.id, 'nobody is told that its promise is overdue');
  } else if (status === 'open' && follow_up?.epoch === epoch && pending.length === 0)
    find('stuck', head.last.id, 'it waits to be followed up, and nothing will do that');
}

function judgeText(stories: Stories, text: TextStory, end: EndState, { find, rows }: Bench): void {
  if (end.decided.get(text.id) !== text.decided_at)
    find('lost', text.id, 'its row holds another decision than the head');
  const onHead = end.heads.get(text.conversation)?.outbox[text.id] !== undefined;
  if (onHead !== text.waiting) find('lost', text.id, 'head and history disagree whether it waits');
  if (onHead) {
    if (!stories.conversation(text.conversation).shown)
      find('stuck', text.id, 'it waits to be delivered, and nothing will do that');
    return;
  }
  const recorded = end.attempts.get(text.id)?.at(-1)?.outcome;
  if (text.ended === undefined || recorded !== text.ended)
    find(
      'lost',
      text.id,
      `it ended ${text.ended ?? 'without a trace'}, and is told to be ${recorded ?? 'nothing'}`,
    );
  judgeEnding(text, rows.get(text.id) ?? 0, find);
}

function judgeEnding(text: TextStory, rows: number, find: Find): void {
  const isListed = text.ended === 'dead' || text.ended === 'unknown';
  const right = isListed ? 1 : 0;
  if (rows > right) find('doubled', text.id, `it is ${text.ended}, and ${rows} times among the dead`);
  if (text.ended === 'delivered' && text.receipts === 0)
    find('lost', text.id, 'it is recorded as delivered, and nobody took it in');
  if (rows < right) find('lost', text.id, 'it died, and is not listed');
  if (isListed && !text.told) find('lost', text.id, 'it died, and nobody was told');
}
