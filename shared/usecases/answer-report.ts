import type { Classification } from '../domain/classification.ts';
import type { Head } from '../domain/conversation.ts';
import { TOLD_IN_ANSWER } from '../domain/incident.ts';
import { reportedIn } from '../domain/incident-board.ts';
import { isReport, type ReportedIncident } from '../domain/incident-report.ts';
import { channelOf, type TroubleKind } from '../domain/outage/trouble.ts';
import type { Clock, IncidentLinks, IncidentWatch, ToldClients } from '../ports.ts';

export interface ReporterPorts {
  watch: IncidentWatch;
  links: Pick<IncidentLinks, 'link'>;
  toldClients: Pick<ToldClients, 'reserve'>;
  clock: Pick<Clock, 'business'>;
}

/**
 * The known incident that a burst reports, if it is answered by its text: the client is linked to it, and counts as told,
 * so that no broadcast tells it again. The same rows whoever has reported it: two write units, however many there are.
 */
export async function reportedIncident(
  ports: ReporterPorts,
  head: Head,
  { kinds, classification }: { kinds: readonly TroubleKind[]; classification: Classification },
): Promise<ReportedIncident | undefined> {
  if (kinds.length === 0) return undefined;
  const report = { kinds: [...kinds], channel: channelOf(head) };
  const incident = reportedIn(await ports.watch.board(), report);
  if (!incident) return undefined;
  const { id } = incident;
  const at = ports.clock.business();
  if (head.incident?.id !== id) await ports.links.link({ incident_id: id, conversation_id: head.id, at });
  if (!isReport(classification)) return undefined;
  return { id, texts: incident.texts.notice ?? {}, told: await wasTold(ports, head, id, at) };
}

/** Whoever reserves it tells it: an answer that never came true, because its client wrote on, leaves that to the next one. */
async function wasTold(
  { toldClients }: ReporterPorts,
  { id, incident }: Head,
  incident_id: string,
  at: number,
): Promise<boolean> {
  if (incident?.id === incident_id && incident.told) return true;
  const told = { incident_id, stage: 'notice' as const, conversation_id: id, at, by: TOLD_IN_ANSWER };
  return (await toldClients.reserve(told)) !== undefined;
}
