import { LIMITS } from '../domain/limits.ts';
import { type PublicStatus, publicStatus } from '../domain/public-status.ts';
import type { Clock, Handbooks, Incidents } from '../ports.ts';
import { listIncidents } from './read-incidents.ts';

export interface StatusPorts {
  incidents: Pick<Incidents, 'board' | 'incident' | 'incidents'>;
  handbooks: Handbooks;
  clock: Pick<Clock, 'business'>;
}

/** How the service fares, for anybody: the board, what is open, and one page of the newest incidents, however many there were. */
export async function readStatus(ports: StatusPorts): Promise<PublicStatus> {
  const now = ports.clock.business();
  const [{ found }, handbook] = await Promise.all([
    listIncidents(ports, { limit: LIMITS.statusIncidents }),
    ports.handbooks.current(),
  ]);
  return publicStatus(found, handbook, now);
}
