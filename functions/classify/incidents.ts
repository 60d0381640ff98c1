import { CachedBoard } from '../../shared/adapters/cached-board.ts';
import { DynamoIncidentLinks } from '../../shared/adapters/dynamo/incident-links.ts';
import { DynamoIncidents } from '../../shared/adapters/dynamo/incident-store.ts';
import type { Table } from '../../shared/adapters/dynamo/table.ts';
import { hostClock } from '../../shared/adapters/host-clock.ts';
import { randomChance } from '../../shared/adapters/random-chance.ts';
import type {
  Handbooks,
  IncidentSignal,
  Journal,
  Lane,
  OpenIncidents,
  TroubleReports,
} from '../../shared/ports.ts';
import type { ReporterPorts } from '../../shared/usecases/answer-report.ts';
import { openIncidents } from '../../shared/usecases/suspect-incident.ts';

interface Parts {
  table: Table;
  reports: TroubleReports;
  handbooks: Handbooks;
  incidentLane: Lane<IncidentSignal>;
  journal: Journal;
}

/** What who senses trouble, and who answers its reporters, has to know of incidents: both by one look at the board. */
export function incidentsFrom(parts: Parts): { sensed: OpenIncidents; reporters: ReporterPorts } {
  const incidents = new DynamoIncidents(parts.table);
  const watch = new CachedBoard(incidents, hostClock);
  const links = new DynamoIncidentLinks(parts.table);
  return {
    sensed: openIncidents({ ...parts, incidents, watch, chance: randomChance }),
    reporters: { watch, links, toldClients: links, clock: hostClock },
  };
}
