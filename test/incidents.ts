import { conversationId, incidentId } from '../shared/domain/ids.ts';
import type { Incident } from '../shared/domain/incident.ts';
import { EMPTY_BOARD } from '../shared/domain/incident-board.ts';
import { suspectedBy } from '../shared/domain/incident-changes.ts';
import type { Suspicion } from '../shared/domain/outage/suspicion.ts';
import { MINUTE, NOW, PARTNER } from './builders.ts';

/** Six clients of the partner do not get in. */
export function aSuspicion(over: Partial<Suspicion> = {}): Suspicion {
  return {
    kind: 'sign_in',
    scope: 'kind',
    reporters: 6,
    usual: 0.05,
    since: NOW - 5 * MINUTE,
    at: NOW,
    channels: [`partner:${PARTNER}`],
    conversations: Array.from({ length: 6 }, (_, n) => conversationId(PARTNER, `reporter-${n}`)),
    ...over,
  };
}

export function anIncident(over: Partial<Incident> = {}): Incident {
  const id = over.id ?? incidentId(NOW, new Uint8Array(10).fill(3));
  return { ...suspectedBy(EMPTY_BOARD, aSuspicion(), id).incident, ...over };
}
