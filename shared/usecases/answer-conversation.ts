import { type Head, isBotsAndOpen, type OutboxEntry } from '../domain/conversation.ts';
import { entryOf } from '../domain/desk-text.ts';
import { nextNeed, wakeUpFor } from '../domain/follow-up.ts';
import type { Handbook } from '../domain/handbook.ts';
import { timeOf, turnId } from '../domain/ids.ts';
import { asOutage, type ReportedIncident } from '../domain/incident-report.ts';
import { LIMITS } from '../domain/limits.ts';
import type { Message, Profile } from '../domain/message.ts';
import { decideTurn, type Turn, type Understood } from '../domain/turn.ts';
import type {
  Adviser,
  Chance,
  Classifier,
  Clock,
  Conversations,
  FindPhones,
  Handbooks,
  Journal,
  Lane,
  Signal,
  Written,
} from '../ports.ts';
import { type ReporterPorts, reportedIncident } from './answer-report.ts';
import { laneGroup } from './bring-back.ts';
import { wholeSeconds } from './lane-delay.ts';
import { overhear } from './overhear.ts';
import { understand } from './understand.ts';
import { type WatchPorts, watchOutage } from './watch-outage.ts';

export interface AnswerPorts {
  conversations: Conversations;
  classifier: Classifier;
  adviser?: Adviser | undefined;
  handbooks: Handbooks;
  findPhones: FindPhones;
  inbound: Lane;
  outbound: Lane;
  followUps: Lane;
  clock: Clock;
  chance: Chance;
  journal: Journal;
  /** Undefined: outages are not sensed. */
  outages?: WatchPorts | undefined;
  /** Undefined: nobody is answered by the text of an incident. */
  incidents?: ReporterPorts | undefined;
  pace: 'natural' | 'immediate';
}

/**
 * Answers what is unanswered in a conversation: reads it, decides one turn, commits it, and signals delivery. Finds
 * nothing to do on a second signal; after a crash it does what was left undone.
 */
export async function answerConversation(ports: AnswerPorts, signal: Signal): Promise<void> {
  for (let round = 0; round < LIMITS.rounds; round++) {
    const head = await ports.conversations.head(signal.conversation_id);
    if (!head) return;
    if (head.handler !== 'bot') await overhear(ports, head);
    if (head.pending.length === 0 || head.handler !== 'bot') return resume(ports, head);
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

/** A burst is answered once: when it has been quiet for two seconds, or has gone on for six. The parts of an album always are one. */
async function waitsForMore(ports: AnswerPorts, head: Head, signal: Signal): Promise<boolean> {
  if (ports.pace === 'immediate' && !head.last.album) return false;
  // Whoever writes so much is answered before there is no room for more.
  if (head.pending.length >= LIMITS.pendingMessages / 2) return false;
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
  const turn = await ports.conversations.draft(await decide(ports, head, messages, profile));
  const committed = await ports.conversations.commitTurn(head, turn, {
    entry: turn.left ? undefined : entryIn(head, turn),
    decided: [...turn.answers, ...forgotten],
  });
  if (committed === 'conflict') return false;
  tell(ports, turn);
  if (!turn.left) await signalDelivery(ports, head, turn.due);
  await wake(ports, head, turn.hand_off && turn.escalation?.deadline);
  // A draft of a process that died may not know a row that landed since.
  return messages.every(({ id }) => turn.answers.includes(id));
}

async function decide(ports: AnswerPorts, head: Head, messages: Message[], profile: Profile): Promise<Turn> {
  const handbook = await ports.handbooks.current();
  const understood = await understand(ports, { head, messages, profile, handbook });
  const incident = await incidentIn(ports, head, messages, understood, handbook);
  return decideTurn({
    id: turnId(head),
    head,
    messages,
    profile,
    understood: incident
      ? { ...understood, classification: asOutage(understood.classification) }
      : understood,
    handbook,
    now: ports.clock.business(),
    chance: ports.chance.fraction(),
    pace: ports.pace,
    incident,
  });
}

/** Senses what the burst says of outages: the incident that it reports, if it is to be answered as a report of that one. */
async function incidentIn(
  { outages, incidents }: AnswerPorts,
  head: Head,
  messages: Message[],
  { classification }: Understood,
  { policy }: Handbook,
): Promise<ReportedIncident | undefined> {
  if (!outages) return undefined;
  const { kinds } = await watchOutage(outages, { head, messages, classification, policy });
  return incidents && reportedIncident(incidents, head, { kinds, classification });
}

/** A draft of a process that died may be older than what has come since; its silence counts from the commit's epoch. */
function entryIn({ epoch }: Head, turn: Turn): OutboxEntry {
  const { sequel, ...entry } = entryOf(turn);
  return { ...entry, ...(sequel && { sequel: { ...sequel, epoch } }) };
}

/** Ids whose row did not come within a minute: their door died before it answered, so nobody counts on them. */
function withoutRow(head: Head, messages: Message[], now: number): string[] {
  const found = new Set(messages.map((message) => message.id));
  return head.pending.filter((id) => !found.has(id) && timeOf(id) + LIMITS.pendingWithoutRow < now);
}

async function forgetAlone(ports: AnswerPorts, head: Head, forgotten: string[]): Promise<boolean> {
  if (forgotten.length > 0 && (await drop(ports, head, forgotten)) === 'conflict') return false;
  await resume(ports, head);
  return true;
}

/**
 * What never came voided what was to follow, so something has to follow again: nobody is reminded, and the conversation is
 * closed. What follows anyway may have found it pending at its time, and is to be looked at again.
 */
async function drop(ports: AnswerPorts, head: Head, forgotten: readonly string[]): Promise<Written> {
  const closes = { then: 'closes', since: ports.clock.business(), epoch: head.epoch, step: 0 } as const;
  const alone = forgotten.length === head.pending.length && isBotsAndOpen(head);
  const dropped = await ports.conversations.dropPending(
    head,
    forgotten,
    alone && !isFollowed(head) ? closes : undefined,
  );
  if (dropped === 'written' && alone) await ports.followUps.send({ conversation_id: head.id });
  return dropped;
}

/** Something follows what was said since it came, or will once that is delivered. */
function isFollowed({ epoch, follow_up, outbox }: Head): boolean {
  return follow_up?.epoch === epoch || Object.values(outbox).some((entry) => entry.sequel?.epoch === epoch);
}

/**
 * A process that died after its commit may not have signalled; what waits in the outbox is signalled again, and whoever
 * watches over an operator's silence or a promise.
 */
async function resume(ports: AnswerPorts, head: Head): Promise<void> {
  const dues = Object.values(head.outbox).map((entry) => entry.due);
  if (dues.length > 0) await signalDelivery(ports, head, Math.min(...dues));
  const { policy } = await ports.handbooks.current();
  await wake(ports, head, nextNeed(head, policy)?.at);
}

/** Has somebody arm for what the conversation needs at `at`, unless it is woken in time anyway. */
async function wake({ followUps, clock }: AnswerPorts, head: Head, at: number | undefined): Promise<void> {
  if (at !== undefined && wakeUpFor(head.armed, at, clock.business()) !== undefined)
    await followUps.send({ conversation_id: head.id });
}

/** A chat is shown at once that somebody writes, so its signal does not wait until the text is due. */
async function signalDelivery(ports: AnswerPorts, head: Head, due: number): Promise<void> {
  const left = head.channel.bot === undefined ? wholeSeconds(due - ports.clock.business()) : 0;
  const delay = Math.min(left, LIMITS.laneDelaySeconds);
  await ports.outbound.send({ conversation_id: head.id }, delay, laneGroup(head));
}

function tell({ journal, clock }: AnswerPorts, turn: Turn): void {
  const { classification, hand_off, missing } = turn;
  const line = {
    conversation_id: turn.conversation_id,
    message_id: turn.in_reply_to,
    reply_id: turn.id,
    answers: turn.answers.length > 1 ? turn.answers.length : undefined,
    scenario: classification.scenario,
    confidence: classification.confidence,
    band: classification.band,
    model: classification.model,
    escalation: hand_off?.reason,
    missing: missing.length > 0 ? missing : undefined,
    decided_ms: clock.business() - timeOf(turn.in_reply_to),
  };
  journal.info('turn.committed', line, hand_off && { Escalated: 1 });
  tellTemplates(journal, turn);
}

/** What was published and could not be said is an alert. */
function tellTemplates(journal: Journal, { why: { broken = [] }, fallback }: Turn): void {
  for (const { key, version, reason } of broken)
    journal.error('template.broken', { template: key, version, broken: reason, fallback });
}
