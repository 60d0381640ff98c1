import type { Claim, Escalation, Head, OutboxEntry } from '../../shared/domain/conversation.ts';
import type { Attempt, DeadDelivery } from '../../shared/domain/delivery-record.ts';
import {
  answersOf,
  type DeskText,
  type FollowUpText,
  type OperatorText,
} from '../../shared/domain/desk-text.ts';
import type { Endpoint } from '../../shared/domain/endpoint.ts';
import type { FollowUp } from '../../shared/domain/follow-up.ts';
import type { Message } from '../../shared/domain/message.ts';
import type { Turn } from '../../shared/domain/turn.ts';
import type {
  AdmittedMessage,
  Closing,
  Parked,
  ParkedUpdate,
  Reply,
  Signal,
  StuckSignal,
  Take,
  TurnChange,
} from '../../shared/ports.ts';
import type { CommittedText, OpenItem, Told, TurnKind } from '../judge/facts.ts';
import type { PortCall } from './process.ts';

type Reader = (input: readonly unknown[], process: string) => Told;

/** Writes that the judge wants to know of, by the port's method. */
const WHEN_WRITTEN: Record<string, Reader> = {
  admit: (input) => {
    const [, { conversation_id, id }] = input as [Head | undefined, AdmittedMessage];
    return { kind: 'wrote', conversation: conversation_id, message: id, row: false };
  },
  restore: (input) => {
    const [{ conversation_id, id, chat }] = input as [Message];
    return { kind: 'wrote', conversation: conversation_id, message: id, row: true, place: chat?.message };
  },
  putMessage: (input) => {
    const [{ id, chat }] = input as [Message];
    return { kind: 'written', message: id, place: chat?.message };
  },
  commitTurn: (input) => {
    const [head, turn, { entry }] = input as [Head, Turn, TurnChange];
    if (!entry) return leftBy(head, turn);
    const reply = kindOf(turn);
    return { kind: 'committed', text: { ...coreOf(turn), due: entry.due, sequence: entry.sequence, reply } };
  },
  commitFollowUp: (input) => ({ kind: 'committed', text: coreOf((input as [Head, FollowUpText])[1]) }),
  reply: (input) => {
    const [, text, { answered }] = input as [Head, OperatorText, Reply];
    return { kind: 'committed', text: { ...coreOf(text), answers: answered } };
  },
  close: (input) => ({ kind: 'closed', conversation: (input as [Head])[0].id }),
  take: (input) => {
    const [head, { at, withdrawn, owed }] = input as [Head, Take];
    return { kind: 'taken', conversation: head.id, since: at, withdrawn, unanswered: owed };
  },
  handBack: (input) => {
    const [{ id }, next] = input as [Head, FollowUp | undefined];
    return { kind: 'handed_back', conversation: id, since: next?.since };
  },
  returnToQueue: (input) => {
    const [head, item] = input as [Head, Escalation];
    return { kind: 'returned', conversation: head.id, item: itemOf(item) };
  },
  release: (input) => {
    const [head, item] = input as [Head, Escalation];
    return { kind: 'released', conversation: head.id, item: itemOf(item) };
  },
  closeByHand: (input) => {
    const [{ id, owed }, { withdrawn, read }] = input as [Head, Closing];
    return { kind: 'shut', conversation: id, withdrawn, messages: [...owed, ...read] };
  },
  reopen: (input) => ({ kind: 'reopened', conversation: (input as [Head])[0].id }),
  markOverdue: (input) => ({ kind: 'overdue', conversation: (input as [Head])[0].id }),
  putAttempt: (input, process) => ({ kind: 'recorded', attempt: (input as [Attempt])[0], process }),
  cancel: (input) => {
    const [, text, unanswered] = input as [Head, string, readonly string[]];
    return { kind: 'cancelled', text, unanswered };
  },
  park: (input) => {
    const [, text, , { due }] = input as [string, string, string, Parked];
    return { kind: 'parked', text, due };
  },
  bury: (input) => ({ kind: 'buried', dead: (input as [DeadDelivery, string])[0] }),
  revive: (input) => {
    const [{ text_id }, { due, tenure, replay_after = 0 }] = input as [DeadDelivery, OutboxEntry];
    return { kind: 'replayed', text: text_id, due, tenure, base: replay_after };
  },
};

function coreOf(text: DeskText): CommittedText {
  const { id, decided_at, tenure, sequence, due, source } = text;
  return {
    id,
    decided_at,
    tenure,
    sequence,
    due,
    source,
    answers: answersOf(text),
    ...('epoch' in text && { epoch: text.epoch, number: text.number }),
  };
}

function kindOf({ classification, hand_off, escalation }: Turn): TurnKind {
  return {
    scenario: classification.scenario,
    sure: classification.band === 'answer',
    hands_over: hand_off !== undefined,
    item: escalation && itemOf(escalation),
  };
}

function itemOf({ deadline }: Escalation): OpenItem {
  return { deadline };
}

function leftBy({ id }: Head, { answers, tenure, escalation }: Turn): Told {
  const item = escalation && itemOf(escalation);
  return { kind: 'left', conversation: id, messages: answers, tenure, item };
}

/** Writes without a condition. */
const ALWAYS: Record<string, Reader> = {
  putStuck: (input) => ({ kind: 'shown', stuck: (input as [StuckSignal])[0] }),
};

/** Conversations that these bodies of letters are about. */
export function conversationsOf(bodies: readonly string[]): string[] {
  const signals = bodies.map((body): Partial<Signal> => JSON.parse(body));
  return signals.flatMap(({ conversation_id }) => conversation_id ?? []);
}

/** The conversation that a call is about, if it is about one. */
export function conversationsIn({ input: [first] }: PortCall): string[] {
  if (typeof first === 'string') return first.startsWith('cnv_') ? [first] : [];
  const { id, conversation_id } = (first ?? {}) as { id?: unknown; conversation_id?: unknown };
  return [conversation_id, id].flatMap((it) => (typeof it === 'string' && it.startsWith('cnv_') ? it : []));
}

/** The fact that this call of a port made, if it made one. */
export function factOf(
  { port, method, input }: PortCall,
  process: string,
  result: unknown,
): Told | undefined {
  if (port === 'outbox' && method === 'claim' && result) {
    const [, text, { id }] = input as [Head, string, Claim];
    return { kind: 'claimed', text, claim: id, process };
  }
  if (port === 'outbox' && method === 'settle')
    return result ? { kind: 'settled', text: (input as [string, string])[1] } : undefined;
  if (method === 'forget') {
    const [conversation] = input as [string];
    return { kind: 'forgotten', conversation, messages: result as string[] };
  }
  if (port === 'endpoints') return factOfEndpoint(method, input, process, result);
  if (port === 'parked' && method === 'park') return setAside(input);
  if (result === 'written') return WHEN_WRITTEN[method]?.(input, process);
  return ALWAYS[method]?.(input, process);
}

function setAside(input: readonly unknown[]): Told {
  const [{ bot, update }] = input as [ParkedUpdate];
  return { kind: 'set_aside', bot, update };
}

function factOfEndpoint(
  method: string,
  input: readonly unknown[],
  process: string,
  result: unknown,
): Told | undefined {
  if (method === 'endpoint') return { kind: 'looked', endpoint: (input as [string])[0], process };
  if (method !== 'save' || result !== 'written') return undefined;
  const [, { id, not_before = 0 }] = input as [Endpoint | undefined, Endpoint];
  return { kind: 'asked', endpoint: id, until: not_before };
}
