import type { Claim, Head, OutboxEntry } from '../../shared/domain/conversation.ts';
import type { Attempt, DeadDelivery } from '../../shared/domain/delivery-record.ts';
import type { Endpoint } from '../../shared/domain/endpoint.ts';
import type { Message } from '../../shared/domain/message.ts';
import type { Turn } from '../../shared/domain/turn.ts';
import type { Parked, StuckSignal, TurnChange } from '../../shared/ports.ts';
import type { Told } from '../judge/facts.ts';
import type { PortCall } from './process.ts';

type Reader = (input: readonly unknown[], process: string) => Told;

/** Writes that the judge wants to know of, by the port's method. */
const WHEN_WRITTEN: Record<string, Reader> = {
  putMessage: (input) => ({ kind: 'written', message: (input as [Message])[0].id }),
  commitTurn: (input) => {
    const [, { id, decided_at, answers, tenure }, { entry }] = input as [Head, Turn, TurnChange];
    return {
      kind: 'committed',
      turn: { id, decided_at, answers, tenure, sequence: entry.sequence, due: entry.due },
    };
  },
  take: (input) => {
    const [head, , withdrawn] = input as [Head, string, readonly string[]];
    return { kind: 'taken', conversation: head.id, withdrawn };
  },
  handBack: (input) => ({ kind: 'handed_back', conversation: (input as [Head])[0].id }),
  putAttempt: (input, process) => ({ kind: 'recorded', attempt: (input as [Attempt])[0], process }),
  settle: (input) => ({ kind: 'settled', text: (input as [string, string])[1] }),
  cancel: (input) => ({ kind: 'cancelled', text: (input as [Head, string])[1] }),
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

/** Writes without a condition. */
const ALWAYS: Record<string, Reader> = {
  putStuck: (input) => ({ kind: 'shown', stuck: (input as [StuckSignal])[0] }),
};

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
  if (port === 'endpoints') return factOfEndpoint(method, input, process, result);
  if (result === 'written') return WHEN_WRITTEN[method]?.(input, process);
  return ALWAYS[method]?.(input, process);
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
