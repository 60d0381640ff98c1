import { awaitedMedia } from '../domain/awaited-media.ts';
import type { Classification } from '../domain/classification.ts';
import type { Head } from '../domain/conversation.ts';
import { timeOf, turnId } from '../domain/ids.ts';
import { LIMITS } from '../domain/limits.ts';
import type { Message, Profile } from '../domain/message.ts';
import { decideTurn, outboxEntry, type Turn } from '../domain/turn.ts';
import type { Chance, Classifier, Clock, Conversations, Journal, Lane, Signal } from '../ports.ts';
import { laneGroup } from './bring-back.ts';
import { wholeSeconds } from './lane-delay.ts';

export interface AnswerPorts {
  conversations: Conversations;
  classifier: Classifier;
  inbound: Lane;
  outbound: Lane;
  clock: Clock;
  chance: Chance;
  journal: Journal;
  policy: { pace: 'natural' | 'immediate' };
}

/**
 * Answers what is unanswered in a conversation: reads it, decides one turn, commits it, and signals delivery. Finds
 * nothing to do on a second signal; after a crash it does what was left undone.
 */
export async function answerConversation(ports: AnswerPorts, signal: Signal): Promise<void> {
  for (let round = 0; round < LIMITS.rounds; round++) {
    const head = await ports.conversations.head(signal.conversation_id);
    if (!head) return;
    if (head.pending.length === 0 || head.handler !== 'bot') return resumeDelivery(ports, head);
    if (await waitsForRoom(ports, head, signal)) return;
    if (await waitsForMore(ports, head, signal)) return;
    if (await answerOnce(ports, head)) return;
  }
  // Somebody writes all the time: the next signal finds the same work, so nothing is left undone.
  await ports.inbound.send({ ...signal, hops: (signal.hops ?? 0) + 1 }, LIMITS.busyRetryWallSeconds);
}

/** Where nothing can be delivered for days, answers wait for room on the head instead of growing it without end. */
async function waitsForRoom(ports: AnswerPorts, head: Head, signal: Signal): Promise<boolean> {
  if (Object.keys(head.outbox).length < LIMITS.outboxTexts) return false;
  await ports.inbound.send(signal, LIMITS.laneDelaySeconds);
  return true;
}

/** A burst is answered once: when it has been quiet for two seconds, or has gone on for six. */
async function waitsForMore(ports: AnswerPorts, head: Head, signal: Signal): Promise<boolean> {
  if (ports.policy.pace === 'immediate') return false;
  const times = head.pending.map(timeOf);
  const end = Math.min(Math.max(...times) + LIMITS.burstQuiet, Math.min(...times) + LIMITS.burstLongest);
  const left = end - ports.clock.business();
  if (left <= 0) return false;
  await ports.inbound.send(signal, wholeSeconds(left));
  return true;
}

/** False: the conversation changed meanwhile, or something is left to answer. */
async function answerOnce(ports: AnswerPorts, head: Head): Promise<boolean> {
  const { messages, profile } = await ports.conversations.burst(head.id, head.pending);
  const overdue = withoutRow(head, messages, ports.clock.business());
  const forgotten = overdue.length > 0 ? await ports.conversations.forget(head.id, overdue) : [];
  // A row landed just before it would have been forgotten.
  if (forgotten.length < overdue.length) return false;
  if (messages.length === 0) return forgetAlone(ports, head, forgotten);
  const turn = await ports.conversations.draftTurn(await decide(ports, head, messages, profile));
  const committed = await ports.conversations.commitTurn(head, turn, {
    entry: outboxEntry(turn),
    decided: [...turn.answers, ...forgotten],
    escalation: turn.escalation,
    tallies: turn.tallies,
  });
  if (committed === 'conflict') return false;
  tell(ports, turn);
  await signalDelivery(ports, head, turn.due);
  // A draft of a process that died may not know a row that landed since.
  return messages.every(({ id }) => turn.answers.includes(id));
}

async function decide(ports: AnswerPorts, head: Head, messages: Message[], profile: Profile): Promise<Turn> {
  return decideTurn({
    id: turnId(head),
    head,
    messages,
    profile,
    classification: await understand(ports, head, messages),
    now: ports.clock.business(),
    chance: ports.chance.fraction(),
    pace: ports.policy.pace,
  });
}

/** Words of one burst are one request; media without words says what its captions say. */
async function understand(
  { classifier }: AnswerPorts,
  head: Head,
  messages: Message[],
): Promise<Classification> {
  const words = messages.flatMap((message) => [
    message.text,
    ...message.attachments.map((attachment) => attachment.caption ?? ''),
  ]);
  const text = words.filter((word) => word !== '').join('\n');
  const awaited = text === '' ? awaitedMedia(head.scenario, messages) : undefined;
  return awaited ?? classifier.classify(text.slice(0, LIMITS.turnTextCharacters));
}

/** Ids whose row did not come within a minute: their door died before it answered, so nobody counts on them. */
function withoutRow(head: Head, messages: Message[], now: number): string[] {
  const found = new Set(messages.map((message) => message.id));
  return head.pending.filter((id) => !found.has(id) && timeOf(id) + LIMITS.pendingWithoutRow < now);
}

async function forgetAlone(ports: AnswerPorts, head: Head, forgotten: string[]): Promise<boolean> {
  if (forgotten.length > 0 && (await ports.conversations.dropPending(head, forgotten)) === 'conflict')
    return false;
  await resumeDelivery(ports, head);
  return true;
}

/** A process that died after its commit may not have signalled; what waits in the outbox is signalled again. */
async function resumeDelivery(ports: AnswerPorts, head: Head): Promise<void> {
  const dues = Object.values(head.outbox).map((entry) => entry.due);
  if (dues.length > 0) await signalDelivery(ports, head, Math.min(...dues));
}

async function signalDelivery(ports: AnswerPorts, head: Head, due: number): Promise<void> {
  const delay = Math.min(wholeSeconds(due - ports.clock.business()), LIMITS.laneDelaySeconds);
  await ports.outbound.send({ conversation_id: head.id }, delay, laneGroup(head));
}

function tell({ journal }: AnswerPorts, turn: Turn): void {
  const { classification, hand_off } = turn;
  journal.info('turn.committed', {
    conversation_id: turn.conversation_id,
    message_id: turn.in_reply_to,
    reply_id: turn.id,
    answers: turn.answers.length,
    scenario: classification.scenario,
    confidence: classification.confidence,
    band: classification.band,
    model: classification.model,
    escalation: hand_off?.reason,
  });
  const { fallback, missing } = turn;
  if (fallback || missing.length > 0) {
    const event = fallback ? 'template.unusable' : 'template.parameter_missing';
    journal.warn(event, { scenario: classification.scenario, missing });
  }
}
