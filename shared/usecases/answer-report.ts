import type { Classification } from '../domain/classification.ts';
import type { Head } from '../domain/conversation.ts';
import { idsOf, TOLD_IN_ANSWER } from '../domain/incident.ts';
import { type OpenIncident, reportedIn } from '../domain/incident-board.ts';
import { isNoted, isReport, type ReportedIncident, toldOnHead } from '../domain/incident-report.ts';
import { channelOf, type TroubleKind } from '../domain/outage/trouble.ts';
import type { Clock, IncidentLinks, IncidentWatch, ToldClients } from '../ports.ts';

export interface ReporterPorts {
  watch: IncidentWatch;
  links: Pick<IncidentLinks, 'link'>;
  toldClients: Pick<ToldClients, 'reserve' | 'amongst'>;
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
  const { id, merged } = incident;
  const at = ports.clock.business();
  if (!isNoted(head, incident)) await ports.links.link({ incident_id: id, conversation_id: head.id, at });
  if (!isReport(classification)) return undefined;
  const told = await wasTold(ports, head, incident, at);
  return { id, texts: incident.texts.notice ?? {}, told, ...(merged && { merged }) };
}

/** Whoever reserves it tells it: an answer that never came true, because its client wrote on, leaves that to the next one. */
async function wasTold(
  { toldClients }: ReporterPorts,
  head: Head,
  reported: OpenIncident,
  at: number,
): Promise<boolean> {
  const ids = idsOf(reported);
  if (toldOnHead(head).some((id) => ids.includes(id))) return true;
  const told = { stage: 'notice' as const, conversation_id: head.id, at, by: TOLD_IN_ANSWER };
  // Whoever has reserved one of several and died tells it yet, if nobody takes the others.
  if (ids.length > 1 && (await isReserved(toldClients, head, ids))) return true;
  for (const incident_id of ids) if (await toldClients.reserve({ ...told, incident_id })) return true;
  return false;
}

async function isReserved(
  toldClients: ReporterPorts['toldClients'],
  head: Head,
  ids: readonly string[],
): Promise<boolean> {
  const rows = await Promise.all(ids.map((id) => toldClients.amongst(id, 'notice', [head.id])));
  return rows.flat().some(({ by }) => by !== TOLD_IN_ANSWER);
}
