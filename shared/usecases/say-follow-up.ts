import type { Head } from '../domain/conversation.ts';
import type { FollowUpText } from '../domain/desk-text.ts';
import { type FollowUp, type Step, templateOf } from '../domain/follow-up.ts';
import { type Handbook, type Said, say } from '../domain/handbook.ts';
import { followUpId } from '../domain/ids.ts';
import { parametersFrom } from '../domain/parameters.ts';
import type { Clock, Conversations, Journal, Lane, Written } from '../ports.ts';
import { laneGroup } from './bring-back.ts';

export interface SayFollowUpPorts {
  conversations: Pick<Conversations, 'profile' | 'draft' | 'commitFollowUp' | 'moveFollowUp'>;
  outbound: Lane;
  clock: Pick<Clock, 'business'>;
  journal: Journal;
}

/** A reminder or a farewell that is due. */
export interface DueStep {
  at: number;
  step: Exclude<Step, { kind: 'close' }>;
  /** Until when it may leave. */
  expires: number;
  /** Where the conversation stands once it is said. */
  next: FollowUp;
}

/** Decides the text, once for each step, makes it true, and signals delivery. */
export async function sayFollowUp(
  ports: SayFollowUpPorts,
  head: Head,
  handbook: Handbook,
  due: DueStep,
): Promise<Written> {
  const said = await words(ports, head, handbook, due);
  // The generic text promises an operator whom nobody has called: nothing is better said then.
  if (said.generic) return ports.conversations.moveFollowUp(head, due.next);
  const text = await ports.conversations.draft(followUpText(ports, head, due, said));
  if ((await ports.conversations.commitFollowUp(head, text, due.next)) === 'conflict') return 'conflict';
  ports.journal.info('follow_up.committed', {
    conversation_id: head.id,
    message_id: text.id,
    source: text.source,
    number: text.number,
    due_at: new Date(text.due).toISOString(),
  });
  await ports.outbound.send({ conversation_id: head.id }, 0, laneGroup(head));
  return 'written';
}

async function words(
  { conversations, journal }: SayFollowUpPorts,
  head: Head,
  handbook: Handbook,
  { step }: DueStep,
): Promise<Said> {
  const { desk } = handbook.policy;
  const language = head.language ?? desk.language;
  const profile = (await conversations.profile(head.id)) ?? {};
  const key = templateOf(step);
  const said = say(handbook, key, language, parametersFrom({ profile, entities: {}, desk, language }));
  if (said.broken)
    journal.error('template.broken', {
      template: key,
      version: handbook.published[key]?.version ?? 0,
      broken: said.broken,
      fallback: said.generic ?? false,
    });
  return said;
}

function followUpText(
  { clock }: SayFollowUpPorts,
  head: Head,
  { at, step, expires, next }: DueStep,
  { text, language, version }: Said,
): FollowUpText {
  const number = step.kind === 'reminder' ? step.number : 0;
  return {
    id: followUpId(head, at, next.since, `${step.kind} ${number}`),
    conversation_id: head.id,
    source: step.kind,
    decided_at: clock.business(),
    in_reply_to: head.last.id,
    text,
    language,
    number,
    epoch: head.epoch,
    expires,
    version,
    sequence: head.sequence + 1,
    due: Math.max(at, head.last_due),
    tenure: head.tenure,
  };
}
