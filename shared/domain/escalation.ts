import type { Classification } from './classification.ts';
import type { Escalation, Head } from './conversation.ts';
import type { EscalationReason, Priority, Scenario } from './scenario.ts';
import { SCENARIO_RULES } from './scenario.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Windows and counts of design §4.1. */
const ESCALATION = {
  requestsWindow: 10 * MINUTE,
  requests: 3,
  doubtsWindow: 2 * HOUR,
  doubts: 2,
} as const;

/** By when an operator should have answered, by priority. */
const DEADLINE: Record<Priority, number> = {
  critical: 15 * MINUTE,
  high: HOUR,
  medium: 4 * HOUR,
  low: 24 * HOUR,
};

const RANK: Record<Priority, number> = { low: 0, medium: 1, high: 2, critical: 3 };

export interface Asked {
  classification: Classification;
  /** Something that shows something came along. */
  media: boolean;
  /** No text could be composed, so the reply promises an operator. */
  unanswerable: boolean;
}

export interface Tallies {
  unsettled: number[];
  unsure: number[];
}

/** Why and how urgently one turn hands over. */
export interface HandOff {
  reason: EscalationReason;
  priority: Priority;
}

export interface EscalationVerdict {
  /** Undefined: this turn alone gives no reason to hand over. */
  handOff: HandOff | undefined;
  /** The conversation's open item after this turn. */
  escalation: Escalation | undefined;
  tallies: Tallies;
}

/**
 * Does this go to an operator, why, and how urgently? Keeps the tallies of requests that were not settled and of
 * doubts, which are all the memory the windows need.
 */
export function judgeEscalation(head: Head, asked: Asked, now: number): EscalationVerdict {
  const tallies = tally(head, asked, now);
  const reason = reasonFor(asked, tallies);
  if (!reason) return { handOff: undefined, escalation: head.escalation, tallies };
  const handOff = {
    reason,
    priority: priorityOf(reason, asked, head.escalation?.scenario === asked.classification.scenario),
  };
  return {
    handOff,
    escalation: raise(head.escalation, handOff, asked.classification.scenario, now),
    tallies,
  };
}

function tally(head: Head, asked: Asked, now: number): Tallies {
  const { scenario, band } = asked.classification;
  const request = !SCENARIO_RULES[scenario].social;
  const recent = (times: number[], window: number) => times.filter((at) => at > now - window).slice(-9);
  return {
    unsettled: [...recent(head.unsettled, ESCALATION.requestsWindow), ...(request ? [now] : [])],
    unsure: [...recent(head.unsure, ESCALATION.doubtsWindow), ...(band === 'answer' ? [] : [now])],
  };
}

function reasonFor(asked: Asked, tallies: Tallies): EscalationReason | undefined {
  const { scenario, band } = asked.classification;
  const rule = SCENARIO_RULES[scenario];
  if (rule.escalates === 'always') return rule.reason ?? 'always_escalates';
  if (asked.unanswerable) return 'system_error';
  if (asked.media && rule.mediaEscalates) return 'media_received';
  if (tallies.unsure.length >= ESCALATION.doubts) return 'repeated_failures';
  if (band !== 'answer') return 'low_confidence';
  if (!rule.social && tallies.unsettled.length >= ESCALATION.requests) return 'repeated_requests';
  return undefined;
}

/** An open item keeps its place and its promise; a graver reason makes it more urgent, a lighter one changes nothing. */
function raise(
  open: Escalation | undefined,
  { reason, priority }: HandOff,
  scenario: Scenario,
  now: number,
): Escalation {
  if (open && RANK[open.priority] >= RANK[priority]) return open;
  const deadline = Math.min(now + DEADLINE[priority], open?.deadline ?? Number.POSITIVE_INFINITY);
  return { reason, scenario, priority, since: open?.since ?? now, deadline };
}

function priorityOf(reason: EscalationReason, asked: Asked, again: boolean): Priority {
  const { scenario } = asked.classification;
  if (again && (scenario === 'COMPLAINT' || scenario === 'MISSING_TRAINER')) return 'critical';
  if (again && scenario === 'UNKNOWN') return 'high';
  return reason === 'always_escalates'
    ? SCENARIO_RULES[scenario].priority
    : SCENARIO_RULES[scenario].priorityEscalated;
}
