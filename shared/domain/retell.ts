import { awaitedMedia, isAwaitedMedia } from './awaited-media.ts';
import { classifiedBy, readWords, type Words } from './burst.ts';
import { type Band, type Classification, NOT_JUDGED, verdictOf } from './classification.ts';
import { callsPerson, commanded, commandIn } from './command.ts';
import type { Head } from './conversation.ts';
import type { DeskText } from './desk-text.ts';
import { returnedItem } from './escalation.ts';
import type { Handbook } from './handbook.ts';
import type { Message, Profile } from './message.ts';
import type { Policy, Sequel } from './policy.ts';
import type { EscalationReason, Priority, Scenario } from './scenario.ts';
import type { TemplateKey } from './texts.ts';
import { decideTurn, PLANS, type Plan, type Turn, type Understood } from './turn.ts';

/** What there was in a conversation, as its history has it. */
export type PastItem =
  | { kind: 'message'; message: Message }
  | { kind: 'text'; text: DeskText }
  | { kind: 'left'; turn: Turn };

export interface Past {
  head: Head;
  items: readonly PastItem[];
  /** What is known of the client now; what was known then is not kept. */
  profile: Profile;
}

/** What was decided about a message, without a word of it. */
export interface Told {
  scenario: Scenario;
  band: Band;
  reason: EscalationReason | null;
  priority: Priority;
  /** Whether an operator owes an answer after it. */
  escalated: boolean;
  said: Plan;
  template: TemplateKey | null;
  then: Sequel | null;
}

export interface Retold {
  message_id: string;
  decided_at: number;
  before: Told;
  after: Told;
}

/**
 * What would have been decided under one handbook, and what under another: every turn anew, in order, each side carrying
 * along what came of its own decisions. What clients and operators did stays as it was. A turn whose messages are not
 * all there any more is taken as it was, and not told of.
 */
export function retell(past: Past, before: Handbook, after: Handbook): Retold[] {
  const decisions = heardIn(past.items);
  const [one, other] = [before, after].map((handbook) => tellOf(past, decisions, handbook));
  return decisions.flatMap(({ text }, at) => {
    const [was, would] = [one?.[at], other?.[at]];
    if (!was || !would) return [];
    return [{ message_id: text.in_reply_to, decided_at: text.decided_at, before: was, after: would }];
  });
}

export function isChanged({ before, after }: Retold): boolean {
  return (Object.keys(before) as (keyof Told)[]).some((field) => before[field] !== after[field]);
}

/** A turn as it is told of. */
export function toldOf(turn: Turn): Told {
  const { classification, hand_off, escalation, sequel, why } = turn;
  return {
    scenario: classification.scenario,
    band: classification.band,
    reason: hand_off?.reason ?? null,
    priority: turn.priority,
    escalated: escalation !== undefined,
    said: planIn(turn),
    template: why.template?.key ?? null,
    then: sequel?.then ?? null,
  };
}

function planIn({ left, why }: Turn): Plan {
  return PLANS.find((plan) => why.rules.includes(`turn.${plan}`)) ?? (left ? 'left' : 'answered');
}

/** Something that the desk decided, and for a turn what it was decided about. */
interface Decision {
  text: DeskText;
  heard?: { messages: Message[]; words: Words } | undefined;
}

/** In the order of decision, which is not that of their rows: what a hand-back brings back is decided again much later. */
function heardIn(items: readonly PastItem[]): Decision[] {
  const messages = new Map(
    items.flatMap((item) => (item.kind === 'message' ? [[item.message.id, item.message] as const] : [])),
  );
  const texts = items.flatMap((item): DeskText[] => {
    if (item.kind === 'message') return [];
    return [item.kind === 'left' ? item.turn : item.text];
  });
  return texts.sort(inOrder).map((text) => {
    if (text.source !== 'ai_bot') return { text };
    const found = text.answers.flatMap((id) => messages.get(id) ?? []);
    const all = found.length === text.answers.length;
    return { text, heard: all ? { messages: found, words: readWords(found) } : undefined };
  });
}

/** Of two at the same moment, one that says nothing comes behind the one whose number it has. */
function inOrder(a: DeskText, b: DeskText): number {
  const silent = (text: DeskText) => Number(text.source === 'ai_bot' && text.left);
  return (
    a.decided_at - b.decided_at ||
    a.tenure - b.tenure ||
    a.sequence - b.sequence ||
    silent(a) - silent(b) ||
    (a.id < b.id ? -1 : 1)
  );
}

function tellOf(past: Past, decisions: readonly Decision[], handbook: Handbook): (Told | undefined)[] {
  let head = beginning(past.head, decisions);
  return decisions.map(({ text, heard }) => {
    if (text.source !== 'ai_bot') {
      head = spoken(head, text);
      return undefined;
    }
    head = inHands(head, text, handbook.policy);
    const turn = heard ? decidedAgain(head, text, heard, past.profile, handbook) : text;
    head = committed(head, turn, text);
    return heard && toldOf(turn);
  });
}

/** Before anything that is known: no tenure is as low as that, so the first turn tells in whose hands it was. */
function beginning(head: Head, decisions: readonly Decision[]): Head {
  const first = decisions.map(({ text }) => text).find((text) => text.source === 'ai_bot');
  return {
    ...settled(countedAnew(head)),
    handler: 'bot',
    tenure: 0,
    owed: [],
    sequence: 0,
    last_due: 0,
    greeted: first?.first === false,
    scenario: undefined,
    language: undefined,
  };
}

function countedAnew(head: Head): Head {
  return { ...head, unsettled: [], unsure: [], asked: undefined };
}

function settled(head: Head): Head {
  return { ...head, status: 'open', escalation: undefined, acknowledged_at: undefined };
}

/** An operator's words settle what is open; what the desk says by itself only counts as said. */
function spoken(head: Head, { source, tenure, due }: DeskText): Head {
  if (source === 'operator') return { ...settled(head), tenure, last_due: due };
  return { ...(tenure > head.tenure ? countedAnew(head) : head), tenure, last_due: due };
}

/**
 * Nothing is written down when a conversation changes hands, but every turn has its tenure: a higher one than the last
 * means that it came back from an operator, who handed it back, or was silent until it went back into the queue. What
 * stands open stands open after either.
 */
function inHands(head: Head, turn: Turn, policy: Policy): Head {
  if (turn.tenure === head.tenure) return head;
  const { tenure, decided_at, escalation } = turn;
  const back = { ...countedAnew(head), tenure, handler: 'bot' as const };
  if (!head.escalation && !wasInQueue(turn)) return back;
  const item = returnedItem(head, policy, escalation?.since ?? decided_at);
  return { ...back, status: 'escalated', escalation: item };
}

/** Only there is anything acknowledged or left, or answered beside an item that the turn has not opened. */
function wasInQueue(turn: Turn): boolean {
  const { escalation, hand_off } = turn;
  return ['acknowledged', 'left'].includes(planIn(turn)) || (escalation !== undefined && !hand_off);
}

function decidedAgain(
  head: Head,
  stored: Turn,
  { messages, words }: NonNullable<Decision['heard']>,
  profile: Profile,
  handbook: Handbook,
): Turn {
  return decideTurn({
    id: stored.id,
    head,
    messages,
    profile,
    understood: understoodAgain(head, stored, messages, words, handbook),
    handbook,
    now: stored.decided_at,
    chance: 0,
    pace: 'immediate',
  });
}

/** What the words name and their language are kept; what they show is read again; the model is not asked again. */
function understoodAgain(
  head: Head,
  { classification, entities, language }: Turn,
  messages: readonly Message[],
  words: Words,
  handbook: Handbook,
): Understood {
  const command = commandIn(messages, words.text);
  const awaited = words.text === '' ? awaitedMedia(head.scenario, messages, handbook.policy) : undefined;
  const verdict =
    (command && commanded(command)) ??
    awaited ??
    (isAwaitedMedia(classification) ? UNREADABLE : verdictOf(classification));
  const { human, objects, times } = words;
  return {
    classification: classifiedBy(verdict, words, handbook),
    entities,
    language,
    human: human || callsPerson(command),
    objects,
    times,
    command,
    failed: verdict.model === NOT_JUDGED.model,
  };
}

/** What the model makes of no words at all. */
const UNREADABLE: Classification = { ...NOT_JUDGED, model: 'unasked' };

/** The head as it is once a turn is committed. When it was due is kept: chance had a part in it. */
function committed(head: Head, turn: Turn, { due }: Turn): Head {
  const { left, tallies, classification, language, escalation, hand_off, decided_at } = turn;
  return {
    ...head,
    ...tallies,
    scenario: classification.scenario,
    language,
    ...(!left && { greeted: true, last_due: Math.max(head.last_due, due) }),
    ...(hand_off && escalation && { escalation, status: 'escalated' as const }),
    ...(hand_off && !left && { acknowledged_at: decided_at }),
  };
}
