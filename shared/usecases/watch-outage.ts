import type { Classification } from '../domain/classification.ts';
import type { Head } from '../domain/conversation.ts';
import { LIMITS } from '../domain/limits.ts';
import type { Message } from '../domain/message.ts';
import { textOf } from '../domain/message-text.ts';
import { judgeTrouble } from '../domain/outage/judge-trouble.ts';
import { troublesIn } from '../domain/outage/reading.ts';
import type { Suspicion } from '../domain/outage/suspicion.ts';
import { channelOf, type TroubleKind, type TroubleReport } from '../domain/outage/trouble.ts';
import { closedBy, freshUsual, learned } from '../domain/outage/usual.ts';
import type { Policy } from '../domain/policy.ts';
import type {
  Clock,
  Journal,
  OpenIncidents,
  Pause,
  TroubleReader,
  TroubleReports,
  UsualTroubles,
} from '../ports.ts';

export interface WatchPorts {
  reader: TroubleReader;
  reports: TroubleReports;
  usual: UsualTroubles;
  incidents: OpenIncidents;
  clock: Pick<Clock, 'business'>;
  pause: Pause;
  journal: Journal;
}

/** What somebody wrote, and how it was understood. */
export interface Heard {
  head: Pick<Head, 'id' | 'partner' | 'channel'>;
  messages: readonly Message[];
  classification: Classification;
  policy: Pick<Policy, 'outages'>;
}

/** What is to be known of a message besides its answer. */
export interface Sensed {
  /** What does not work for its client, the likeliest first; none: it reports no trouble. */
  kinds: TroubleKind[];
  /** Set if far more clients than usual report it. */
  suspected: Suspicion | undefined;
}

/**
 * Senses outages: counts the client who reports trouble, if the policy wants it, and has an incident opened when far more do
 * than usual. The same messages again count once. It holds no answer up for more than a second, and no answer fails by it.
 */
export async function watchOutage(ports: WatchPorts, heard: Heard): Promise<Sensed> {
  const sensed: Sensed = { kinds: [], suspected: undefined };
  const { head, policy } = heard;
  try {
    const report = reportIn(ports, heard);
    if (!report) return sensed;
    // Known also where nothing is counted: an incident that people have opened is answered by its text.
    sensed.kinds = report.kinds;
    if (!policy.outages.sense) return sensed;
    const late = ports.pause(LIMITS.sensingWall).then(() => 'late' as const);
    const done = await Promise.race([sense(ports, report, heard), late]);
    if (done === 'late') ports.journal.error('outage.unsensed', { conversation_id: head.id, error: 'late' });
    else sensed.suspected = done;
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown';
    ports.journal.error('outage.unsensed', { conversation_id: head.id, error: name });
  }
  return sensed;
}

/** What is reported, as of the oldest of the messages: a redelivery may bring newer ones. */
function reportIn(
  { reader }: Pick<WatchPorts, 'reader'>,
  { head, messages, classification }: Heard,
): TroubleReport | undefined {
  const [oldest] = messages;
  if (!oldest) return undefined;
  const kinds = kindsIn(reader, messages, classification);
  if (kinds.length === 0) return undefined;
  return { conversation_id: head.id, kinds, channel: channelOf(head), at: oldest.received_at };
}

/** Whoever taps on the button for technical trouble says that there is some, and not which. */
function kindsIn(
  reader: TroubleReader,
  messages: readonly Message[],
  classification: Classification,
): TroubleKind[] {
  const text = textOf(messages);
  if (text !== '') return troublesIn(classification, reader.read(text));
  const tapped = messages.some(
    ({ command }) => command?.kind === 'choice' && command.scenario === 'TECH_SUPPORT_BASIC',
  );
  return tapped ? ['other'] : [];
}

async function sense(
  ports: WatchPorts,
  report: TroubleReport,
  { policy }: Heard,
): Promise<Suspicion | undefined> {
  const { reports, incidents, clock, journal } = ports;
  const [kind = 'other'] = report.kinds;
  journal.info('outage.reported', { conversation_id: report.conversation_id, trouble: kind });
  // What is known needs no more evidence, and is no trouble that an hour usually sees.
  if (await incidents.covers(kind, report.channel)) return undefined;
  await reports.record(report);
  const suspected = await judge(ports, report, policy.outages);
  if (suspected) {
    const { conversations: _, ...evidence } = suspected;
    journal.warn('outage.suspected', { ...evidence });
    await incidents.suspect(suspected);
  }
  await learn(ports, clock.business());
  return suspected;
}

/** A report that is read late is judged among those of its own time. */
async function judge(
  { reports, usual, clock }: WatchPorts,
  { at: reported, kinds }: TroubleReport,
  policy: Policy['outages'],
): Promise<Suspicion | undefined> {
  const at = clock.business();
  const to = Math.min(at, reported + LIMITS.troubleWindow - 1);
  const [read, known] = await Promise.all([
    reports.between(to - LIMITS.troubleLookBack, to),
    usual.current(),
  ]);
  const suspected = judgeTrouble({ ...read, usual: known, to, kinds, policy });
  return suspected && { ...suspected, at };
}

/** The first report of an hour learns what the hours before have seen; of two who do at once, one does. */
async function learn({ reports, usual }: WatchPorts, now: number): Promise<void> {
  const known = await usual.current();
  if (!known) {
    await usual.put(freshUsual(now), undefined);
    return;
  }
  const closed = closedBy(now);
  if (known.through >= closed) return;
  const from = Math.max(known.through, closed - LIMITS.troubleKept);
  await usual.put(learned(known, await reports.between(from, closed - 1), now), known.through);
}
