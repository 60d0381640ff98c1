import type { Classification } from './classification.ts';
import type { EntrySequel, Escalation, Head } from './conversation.ts';
import type { TextCore } from './desk-text.ts';
import {
  type EscalationVerdict,
  type HandOff,
  judgeEscalation,
  type Request,
  type Tallies,
} from './escalation.ts';
import { firstAfter } from './follow-up.ts';
import type { Handbook } from './handbook.ts';
import { type HeadIncident, noteOf, type ReportedIncident } from './incident-report.ts';
import { type Command, type Message, type Profile, showsSomething } from './message.ts';
import type { Policy, Sequel } from './policy.ts';
import { type Composed, compose } from './reply.ts';
import type { Priority } from './scenario.ts';
import { type Choice, choicesIn } from './telegram/choices.ts';
import type { TemplateKey } from './texts.ts';
import type { Entities } from './understanding/entities.ts';
import type { Language } from './understanding/language.ts';

/** What the bot decided about some messages: made once, committed by one write to the head, then acted upon. */
export interface Turn extends TextCore {
  source: 'ai_bot';
  /** The messages it answers, oldest first. */
  answers: string[];
  /** Nothing is said: the messages are left to the operator who owes an answer anyway. */
  left: boolean;
  first: boolean;
  classification: Classification;
  entities: Entities;
  language: Language;
  priority: Priority;
  /** Set if this turn hands the conversation over. */
  hand_off: HandOff | undefined;
  /** The conversation's open item after the turn. */
  escalation: Escalation | undefined;
  /** The scenario's own text could not be composed, and the safe one goes out. */
  fallback: boolean;
  /** Template parameters that were missing. */
  missing: string[];
  sequel: EntrySequel | undefined;
  tallies: Tallies;
  /** Quick replies under the text, where the channel has such. */
  choices?: readonly Choice[] | undefined;
  /** The incident whose text it says. */
  incident?: HeadIncident | undefined;
  why: Why;
}

/** Why a turn is as it is, for whoever asks later; what the words showed stands in the classification. */
export interface Why {
  /** Ids of the rules that held, the decisive one first. */
  rules: string[];
  /** Version of the policy that was in force; 0: the shipped one. */
  policy: number;
  /** Set where the policy has its own in place of the model's. */
  thresholds: Policy['thresholds'];
  /** Messages not settled, and failures to understand, within their windows. */
  requests: number;
  failures: number;
  template?: { key: TemplateKey; language: Language; version: number } | undefined;
  /** Texts that could not be said as they were published, and why. */
  broken?: { key: TemplateKey; version: number; reason: string }[] | undefined;
}

export interface TurnInput {
  id: string;
  head: Head;
  messages: Message[];
  profile: Profile;
  understood: Understood;
  handbook: Handbook;
  now: number;
  /** 0 to 1: where in the typing delay's range this reply falls. */
  chance: number;
  pace: 'natural' | 'immediate';
  /** The known incident that the burst reports, if it is answered as one. */
  incident?: ReportedIncident | undefined;
}

/** What was made of the words of one burst. */
export interface Understood {
  classification: Classification;
  entities: Entities;
  language: Language;
  human: boolean;
  objects: boolean;
  /** The model could not be asked, so nothing was understood. */
  failed: boolean;
  /** The client said when it likes to come. */
  times: boolean;
  /** What the client asked for without words. */
  command?: Command | undefined;
}

/** Decides what is said to the messages of one burst. The bot still has the conversation; nobody has been told yet. */
export function decideTurn(input: TurnInput): Turn {
  const { id, head, messages, understood, handbook, now } = input;
  const request = requestOf(input);
  const judged = judgeEscalation(head, request, handbook.policy, now);
  const plan = planOf(input, judged);
  const verdict = withheld(head, plan)
    ? { ...judged, handOff: undefined, escalation: head.escalation }
    : judged;
  const composed = plan === 'left' ? undefined : compose({ ...input, verdict, plan });
  const { handOff, escalation } =
    composed && owesAPerson(composed, verdict) ? handedOverAnyway(input, request, composed) : verdict;
  const answers = messages.map((message) => message.id);
  const scenario = handbook.policy.scenarios[understood.classification.scenario];
  return {
    id,
    conversation_id: head.id,
    source: 'ai_bot',
    decided_at: now,
    answers,
    in_reply_to: answers.at(-1) ?? id,
    left: composed === undefined,
    first: !head.greeted,
    classification: understood.classification,
    entities: understood.entities,
    language: understood.language,
    priority: handOff?.priority ?? scenario.priority,
    hand_off: handOff,
    escalation,
    text: composed?.text ?? '',
    fallback: composed?.fallback ?? false,
    missing: composed?.said.missing ?? [],
    sequence: composed ? head.sequence + 1 : head.sequence,
    due: Math.max(now + typingDelay(scenario.typing_s, input), head.last_due),
    tenure: head.tenure,
    sequel: sequelOf(input, plan, escalation),
    tallies: verdict.tallies,
    ...(composed?.offers && head.channel.bot !== undefined && { choices: choicesIn(understood.language) }),
    ...(input.incident && { incident: noteOf(head, input.incident, messages.length) }),
    why: whyOf(input, verdict, plan, composed),
  };
}

/** What a turn does: answers, asks back, tells that the message was got, or leaves it to the operator. */
export const PLANS = ['answered', 'asked', 'acknowledged', 'left'] as const;
export type Plan = (typeof PLANS)[number];

/**
 * While nobody has taken an escalated conversation, the bot answers only what it is sure of and what hands nothing over,
 * and says of the rest, at most every ten minutes, that it came.
 */
function planOf(
  { head, understood, handbook, now }: TurnInput,
  { handOff, rule, tallies }: EscalationVerdict,
): Plan {
  const { escalation, doubt } = handbook.policy;
  const sure = understood.classification.band === 'answer';
  if (head.status === 'escalated' && head.escalation) {
    if (
      sure &&
      (!handOff || handOff.reason === 'repeated_requests') &&
      rule === undefined &&
      !understood.human
    )
      return 'answered';
    const last = head.acknowledged_at ?? Number.NEGATIVE_INFINITY;
    return now - last < escalation.acknowledge_every_s * 1000 ? 'left' : 'acknowledged';
  }
  const unsure = handOff?.reason === 'low_confidence' && tallies.unsure.length === 1;
  return doubt === 'ask' && unsure && rule === undefined ? 'asked' : 'answered';
}

/** Nobody is called for what is asked back first, or answered beside an item that is open anyway. */
function withheld(head: Head, plan: Plan): boolean {
  return plan === 'asked' || (plan === 'answered' && head.status === 'escalated');
}

function requestOf({ messages, profile, understood }: TurnInput): Request {
  const { classification, entities, human, objects, failed } = understood;
  const media = messages.some((message) => message.attachments.some(showsSomething));
  const phone = (entities.phones?.length ?? 0) > 0;
  return { classification, media, phone, human, objects, failed, profile };
}

/** What promises an operator needs one, and nobody may have been called: for want of a text, or by a policy that calls nobody. */
function owesAPerson({ fallback, promises }: Composed, { handOff, escalation }: EscalationVerdict): boolean {
  return !handOff && (fallback || (promises && !escalation));
}

function handedOverAnyway(
  { head, handbook: { policy }, now }: TurnInput,
  request: Request,
  { fallback }: Composed,
): Pick<EscalationVerdict, 'handOff' | 'escalation'> {
  const unknown: Request = {
    ...request,
    classification: { ...request.classification, scenario: 'UNKNOWN' },
  };
  const { handOff, escalation } = judgeEscalation(head, unknown, policy, now);
  const reason = fallback ? 'system_error' : 'always_escalates';
  return {
    handOff: handOff && { ...handOff, reason },
    escalation: escalation && (head.escalation ? escalation : { ...escalation, reason }),
  };
}

function typingDelay([from, to]: readonly [number, number], { pace, chance }: TurnInput): number {
  return pace === 'immediate' ? 0 : Math.round((from + (to - from) * chance) * 1000);
}

function sequelOf(
  { head, understood, handbook }: TurnInput,
  plan: Plan,
  escalation: Escalation | undefined,
): EntrySequel | undefined {
  if (plan === 'left') return undefined;
  const { policy } = handbook;
  const own = ownSequel(understood, plan, policy);
  // For when an operator hands it back before this is delivered.
  const then: Sequel = escalation ? 'resolved' : own;
  const first = firstAfter(then, policy);
  return first === undefined ? undefined : { then, epoch: head.epoch, first };
}

function ownSequel({ command, classification }: Understood, plan: Plan, { scenarios }: Policy): Sequel {
  if (command?.kind === 'group') return 'closes';
  return plan === 'asked' ? 'awaits_client' : scenarios[classification.scenario].then;
}

function whyOf(
  { head, handbook, understood, incident }: TurnInput,
  { rules, tallies }: EscalationVerdict,
  plan: Plan,
  composed: Composed | undefined,
): Why {
  const { key, language, version } = composed?.said ?? {};
  const broken = composed?.broken ?? [];
  const { band, also } = understood.classification;
  const opening = composed && !head.greeted ? ['greeting.first_contact'] : [];
  const second = also ? [`second_intent.${also.scenario}`] : [];
  return {
    rules: [
      ...(incident ? [`incident.${incident.id}`] : []),
      ...rules,
      `turn.${plan}`,
      `confidence.${band}`,
      ...second,
      ...opening,
    ],
    policy: handbook.version,
    thresholds: handbook.policy.thresholds,
    requests: tallies.unsettled.length,
    failures: tallies.unsure.length,
    ...(key && language && { template: { key, language, version: version ?? 0 } }),
    ...(broken.length > 0 && { broken }),
  };
}
