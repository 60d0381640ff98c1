import type { Broadcast, TellVerdict } from '../domain/broadcast.ts';
import { toldUnder } from '../domain/broadcast.ts';
import type { Head } from '../domain/conversation.ts';
import type { NoticeText } from '../domain/desk-text.ts';
import { noticeId } from '../domain/ids.ts';
import { TOLD_IN_ANSWER, type Told } from '../domain/incident.ts';
import { LIMITS } from '../domain/limits.ts';
import type { Language } from '../domain/understanding/language.ts';
import type { Clock, Conversations, Journal, Lane, Outbox } from '../ports.ts';
import { laneGroup } from './bring-back.ts';
import { wholeSeconds } from './lane-delay.ts';

export interface AnnouncePorts {
  conversations: Pick<Conversations, 'head' | 'draft' | 'announce'>;
  outbox: Pick<Outbox, 'attempts'>;
  outbound: Lane;
  clock: Pick<Clock, 'business'>;
  journal: Journal;
}

/** When a notice may leave, and in which language. */
export interface Moment {
  due: number;
  language: Language;
}

/**
 * Puts a client's notice on its way, once: its id is the same for whoever repeats the step, and where it stands on the head
 * no more it has an attempt. What fails again and again must not hold up the others.
 */
export async function announceTo(
  ports: AnnouncePorts,
  broadcast: Broadcast,
  head: Head,
  moment: Moment,
): Promise<TellVerdict> {
  for (let tries = 1; ; tries++) {
    try {
      return await announce(ports, broadcast, head, moment);
    } catch (error) {
      if (tries < LIMITS.jobTries) continue;
      const name = error instanceof Error ? error.name : typeof error;
      const { id: conversation_id } = head;
      ports.journal.error('broadcast.notice_failed', { broadcast_id: broadcast.id, conversation_id, name });
      // It may stand on the head all the same, and must not wait there for somebody to look.
      await ports.outbound.send({ conversation_id });
      return 'failed';
    }
  }
}

async function announce(
  ports: AnnouncePorts,
  broadcast: Broadcast,
  first: Head,
  moment: Moment,
): Promise<TellVerdict> {
  const id = idOf(toldUnder(broadcast), first.id, broadcast.step_at);
  let head: Head | undefined = first;
  for (let round = 0; round < LIMITS.rounds; round++) {
    if (!head) return 'no_address';
    if (await isOnItsWay(ports, head, id)) return signalled(ports, head, moment.due);
    if (Object.keys(head.outbox).length >= LIMITS.outboxTexts) return 'failed';
    const text = noticeOf(ports, broadcast, head, id, moment);
    const drafted = (await ports.conversations.draft(text)) as NoticeText;
    // The draft of a repeated step may be older than what was said since.
    const notice = { ...drafted, sequence: text.sequence, due: Math.max(drafted.due, text.due) };
    if ((await ports.conversations.announce(head, notice)) === 'written')
      return signalled(ports, head, notice.due);
    head = await ports.conversations.head(first.id);
  }
  throw new Error('the conversation changes too fast');
}

async function isOnItsWay(
  { outbox }: Pick<AnnouncePorts, 'outbox'>,
  head: Head,
  id: string,
): Promise<boolean> {
  return head.outbox[id] !== undefined || (await outbox.attempts(head.id, id)).length > 0;
}

async function signalled(ports: AnnouncePorts, head: Head, due: number): Promise<'told'> {
  const delay = Math.min(wholeSeconds(due - ports.clock.business()), LIMITS.laneDelaySeconds);
  await ports.outbound.send({ conversation_id: head.id }, delay, laneGroup(head));
  return 'told';
}

function noticeOf(
  { clock }: AnnouncePorts,
  broadcast: Broadcast,
  head: Head,
  id: string,
  { due, language }: Moment,
): NoticeText {
  const leaves = Math.max(due, head.last_due);
  return {
    id,
    conversation_id: head.id,
    source: 'broadcast',
    broadcast: broadcast.id,
    decided_at: clock.business(),
    in_reply_to: head.last.id,
    text: broadcast.texts[language],
    language,
    sequence: head.sequence + 1,
    due: leaves,
    expires: leaves + LIMITS.noticeHolds,
    tenure: head.tenure,
  };
}

function idOf({ incident_id, stage }: Pick<Told, 'incident_id' | 'stage'>, id: string, at: number): string {
  return noticeId(at, id, incident_id, stage);
}

/** Is what a broadcast has reserved on its way, or was it? */
export function isUnderWay(ports: Pick<AnnouncePorts, 'outbox'>, head: Head, told: Told): Promise<boolean> {
  return isOnItsWay(ports, head, idOf(told, head.id, told.at));
}

/** Has, or will, what is kept of a notice reach the client? Not if it was taken back or given up, or still may be. */
export async function hasReached(
  { outbox }: Pick<AnnouncePorts, 'outbox'>,
  head: Head,
  told: Told,
): Promise<boolean> {
  if (told.by === TOLD_IN_ANSWER) return true;
  const id = idOf(told, head.id, told.at);
  const last = (await outbox.attempts(head.id, id)).at(-1);
  if (last) return last.outcome === 'delivered' || last.outcome === 'unknown' || last.outcome === 'stored';
  return head.outbox[id]?.claim !== undefined;
}
