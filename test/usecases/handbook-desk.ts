import { CachedHandbooks } from '../../shared/adapters/cached-handbooks.ts';
import { MemoryConversations } from '../../shared/adapters/memory/conversations.ts';
import { MemoryDocuments } from '../../shared/adapters/memory/documents.ts';
import { readPolicy } from '../../shared/contracts/policy.ts';
import type { ArmedWakeUps, WakeUp } from '../../shared/ports.ts';
import type { HandleReminderPorts } from '../../shared/usecases/handle-reminder.ts';
import type { RemindersPorts } from '../../shared/usecases/list-reminders.ts';
import type { PolicyPorts } from '../../shared/usecases/publish-policy.ts';
import { FixedClock, RecordingJournal, RecordingLane } from './desk.ts';

/** What is armed, as a test says; pages are as long as they are asked for. */
export class PlayedWakeUps implements ArmedWakeUps {
  readonly all: WakeUp[] = [];

  async armed({ limit, after = '0' }: { limit: number; after?: string | undefined }) {
    const from = Number(after);
    const more = from + limit < this.all.length;
    return { items: this.all.slice(from, from + limit), next: more ? String(from + limit) : undefined };
  }
}

/** What admins change, and what it acts on, in memory. */
export function aHandbookDesk() {
  const documents = new MemoryDocuments();
  const conversations = new MemoryConversations();
  const clock = new FixedClock();
  const journal = new RecordingJournal();
  const handbooks = new CachedHandbooks(documents, clock, journal);
  const armedWakeUps = new PlayedWakeUps();
  const [outbound, followUps] = [new RecordingLane(), new RecordingLane()];
  const publish: PolicyPorts = { documents, readPolicy, clock, journal };
  const list: RemindersPorts = { conversations, armedWakeUps, handbooks };
  const handle: HandleReminderPorts = { conversations, handbooks, outbound, followUps, clock, journal };
  return {
    documents,
    conversations,
    clock,
    journal,
    handbooks,
    armedWakeUps,
    outbound,
    followUps,
    publish,
    list,
    handle,
  };
}

export type HandbookDesk = ReturnType<typeof aHandbookDesk>;
