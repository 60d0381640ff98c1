import type { Classification } from './classification.ts';
import type { Escalation, Head, OutboxEntry } from './conversation.ts';
import { type HandOff, judgeEscalation, type Tallies } from './escalation.ts';
import type { Message, Profile } from './message.ts';
import { showsSomething } from './message.ts';
import {
  ALSO_HANDED_OVER,
  FALLBACK,
  FIRST_CONTACT,
  FIRST_QUESTION,
  SCENARIO_RULES,
  type ScenarioRule,
} from './scenario.ts';
import { fillTemplate } from './template.ts';

/** What the bot decided about some messages: made once, committed by one write to the head, then acted upon. */
export interface Turn {
  /** Id of the reply, the same for the same decision whoever takes it. */
  id: string;
  conversation_id: string;
  decided_at: number;
  /** The messages it answers, oldest first. */
  answers: string[];
  in_reply_to: string;
  first: boolean;
  classification: Classification;
  /** Set if this turn hands the conversation over. */
  hand_off: HandOff | undefined;
  /** The conversation's open item after the turn. */
  escalation: Escalation | undefined;
  text: string;
  /** The scenario's own text could not be composed, and the safe one goes out. */
  fallback: boolean;
  /** Template parameters that were missing. */
  missing: string[];
  sequence: number;
  due: number;
  tenure: number;
  tallies: Tallies;
}

export interface TurnInput {
  id: string;
  head: Head;
  messages: Message[];
  profile: Profile;
  classification: Classification;
  now: number;
  /** 0 to 1: where in the typing delay's range this reply falls. */
  chance: number;
  pace: 'natural' | 'immediate';
}

/** Decides what is said to the messages of one burst. The bot still has the conversation; nobody has been told yet. */
export function decideTurn(input: TurnInput): Turn {
  const { id, head, messages, classification, now } = input;
  const rule = SCENARIO_RULES[classification.scenario];
  const media = messages.some((message) => message.attachments.some(showsSomething));
  const composed = compose(rule, media, input.profile);
  const asked = { classification, media, unanswerable: composed.fallback };
  const verdict = judgeEscalation(head, asked, now);
  const reply = head.greeted ? composed.text : greet(classification, composed.text);
  const answers = messages.map((message) => message.id);
  return {
    id,
    conversation_id: head.id,
    decided_at: now,
    answers,
    in_reply_to: answers.at(-1) ?? id,
    first: !head.greeted,
    classification,
    hand_off: verdict.handOff,
    escalation: verdict.escalation,
    text: verdict.handOff && composed.answers ? `${reply}\n\n${ALSO_HANDED_OVER}` : reply,
    fallback: composed.fallback,
    missing: composed.missing,
    sequence: head.sequence + 1,
    due: Math.max(now + typingDelay(rule, input), head.last_due),
    tenure: head.tenure,
    tallies: verdict.tallies,
  };
}

/** The head's entry for the turn's text. */
export function outboxEntry(turn: Turn): OutboxEntry {
  return { sequence: turn.sequence, due: turn.due, source: 'ai_bot', tenure: turn.tenure, attempts: 0 };
}

function typingDelay(rule: ScenarioRule, { pace, chance }: TurnInput): number {
  if (pace === 'immediate') return 0;
  const [from, to] = rule.delayS;
  return Math.round((from + (to - from) * chance) * 1000);
}

interface Composed {
  text: string;
  /** It says what to do; the other texts already say that an operator will answer. */
  answers: boolean;
  fallback: boolean;
  missing: string[];
}

function compose(rule: ScenarioRule, media: boolean, profile: Profile): Composed {
  if (media && rule.onMedia) return { text: rule.onMedia, answers: false, fallback: false, missing: [] };
  const answers = rule.escalates === 'never';
  const filled = fillTemplate(rule.text, profile);
  if (filled.ok) return { text: filled.text, answers, fallback: false, missing: [] };
  if (rule.without !== undefined)
    return { text: rule.without, answers, fallback: false, missing: filled.missing };
  return { text: FALLBACK, answers: false, fallback: true, missing: filled.missing };
}

function greet({ scenario }: Classification, reply: string): string {
  return scenario === 'GREETING' ? `${FIRST_CONTACT} ${FIRST_QUESTION}` : `${FIRST_CONTACT}\n\n${reply}`;
}
