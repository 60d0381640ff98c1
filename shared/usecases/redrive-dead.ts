import type { Head } from '../domain/conversation.ts';
import type {
  BroadcastSignal,
  Clock,
  ConversationLane,
  Conversations,
  IncidentSignal,
  JobSignal,
  Jobs,
  Journal,
  Lane,
  Outbox,
  Signal,
} from '../ports.ts';

export interface RedrivePorts extends Record<ConversationLane, Lane> {
  conversations: Pick<Conversations, 'head'>;
  outbox: Pick<Outbox, 'putStuck'>;
  jobs: Pick<Jobs, 'job'>;
  broadcastLane: Lane<BroadcastSignal>;
  jobLane: Lane<JobSignal>;
  incidentLane: Lane<IncidentSignal>;
  clock: Clock;
  journal: Journal;
}

/**
 * The lanes on which a conversation has work, since a letter does not say which it came from. One signal for each, and no more:
 * where much dies at a time, what is signalled for nothing dies as well. What shows nowhere is looked for by a turn's and a follow-up's.
 */
function lanesOf(head: Head | undefined, now: number): ConversationLane[] {
  const { pending = [], outbox = {}, armed = Number.POSITIVE_INFINITY } = head ?? {};
  const lanes: ConversationLane[] = [];
  if (pending.length > 0) lanes.push('inbound');
  if (Object.keys(outbox).length > 0) lanes.push('outbound');
  if (armed <= now) lanes.push('followUps');
  return lanes.length > 0 ? lanes : ['inbound', 'followUps'];
}

/** Attends to what the dead-letter queue of all lanes brings. */
export function redriveLetter(
  ports: RedrivePorts,
  letter: Signal | JobSignal | IncidentSignal | BroadcastSignal,
): Promise<void> {
  if ('conversation_id' in letter) return redriveDead(ports, letter);
  if ('broadcast_id' in letter) return redriveBroadcast(ports, letter);
  return 'incident_id' in letter ? redriveIncident(ports, letter) : redriveJob(ports, letter);
}

/**
 * A text that was given up is in the table already and is only told of; a signal that crashed its function is tried once
 * more, and after that shown to operators.
 */
export async function redriveDead(ports: RedrivePorts, signal: Signal): Promise<void> {
  const { conversation_id, lane } = signal;
  if (signal.text_id)
    return ports.journal.error('delivery.dead', { conversation_id, message_id: signal.text_id });
  if (!signal.redriven) {
    const head = await ports.conversations.head(conversation_id);
    for (const to of lanesOf(head, ports.clock.business()))
      await ports[to].send({ conversation_id, redriven: true, lane: to });
    return ports.journal.warn('signal.redriven', { conversation_id });
  }
  await ports.outbox.putStuck({ conversation_id, lane, at: ports.clock.business() });
  ports.journal.error('signal.stuck', { conversation_id, lane });
}

/**
 * The same for a job: its step is tried once more, and after that it waits until somebody asks for it again. Texts of that step
 * may be on their way already, so they are signalled.
 */
export async function redriveJob(ports: RedrivePorts, { job_id, redriven }: JobSignal): Promise<void> {
  if (!redriven) {
    await ports.jobLane.send({ job_id, redriven: true });
    return ports.journal.warn('job.redriven', { job_id });
  }
  const job = await ports.jobs.job(job_id);
  for (const { conversation_id } of job?.batch ?? []) await ports.outbound.send({ conversation_id });
  await ports.outbox.putStuck({ letter: job_id, lane: 'jobs', at: ports.clock.business() });
  ports.journal.error('job.stuck', { job_id });
}

/** The same for an incident: whoever changes it next has its work looked at again. */
async function redriveIncident(
  ports: RedrivePorts,
  { incident_id, redriven }: IncidentSignal,
): Promise<void> {
  if (!redriven) {
    await ports.incidentLane.send({ incident_id, redriven: true });
    return ports.journal.warn('incident.redriven', { incident_id });
  }
  await ports.outbox.putStuck({ letter: incident_id, lane: 'jobs', at: ports.clock.business() });
  ports.journal.error('incident.stuck', { incident_id });
}

/** The same for a broadcast: its step is tried once more, and after that it waits until somebody resumes it. */
async function redriveBroadcast(ports: RedrivePorts, signal: BroadcastSignal): Promise<void> {
  const { broadcast_id } = signal;
  if (!signal.redriven) {
    await ports.broadcastLane.send({ ...signal, redriven: true });
    return ports.journal.warn('broadcast.redriven', { broadcast_id });
  }
  await ports.outbox.putStuck({ letter: broadcast_id, lane: 'broadcasts', at: ports.clock.business() });
  ports.journal.error('broadcast.stuck', { broadcast_id });
}

/** A letter that is no signal at all: there is nothing to repeat, so operators are shown that it came. */
export async function showUnreadable(ports: RedrivePorts, letter: string): Promise<void> {
  await ports.outbox.putStuck({ letter, at: ports.clock.business() });
  ports.journal.error('signal.unreadable', { letter });
}

/** Lets every lane look at a conversation again: whatever waits there, answered or not, parked or due, goes on. */
export async function resumeConversation(ports: RedrivePorts, conversation_id: string): Promise<void> {
  await ports.inbound.send({ conversation_id });
  await ports.outbound.send({ conversation_id });
  await ports.followUps.send({ conversation_id });
  ports.journal.info('conversation.resumed', { conversation_id });
}
