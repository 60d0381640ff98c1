import type { Attempt } from '../domain/delivery-record.ts';
import type { Endpoint } from '../domain/endpoint.ts';
import { afterAttempt, markSlow, withoutSlot } from '../domain/endpoint-health.ts';
import { LIMITS } from '../domain/limits.ts';
import type { DeliverPorts } from './deliver-outbound.ts';

/** The endpoint of an attempt: its row as last read (none for one that was never used), and what was judged by. */
export interface Attended {
  seen: Endpoint | undefined;
  endpoint: Endpoint;
  /** Nothing is sent any more, for this reason. */
  giveUp?: string;
}

type ChangePorts = Pick<DeliverPorts, 'endpoints' | 'clock' | 'journal'>;

/**
 * Keeps what an attempt tells about its endpoint. Most attempts tell nothing new, and cost no write; but a success looks
 * once more, because it ends a row of failures that may have begun while it was under way.
 */
export async function noteAttempt(ports: ChangePorts, attempt: Attempt, attended?: Attended): Promise<void> {
  if (!attempt.endpoint) return;
  const { id, verdict } = attempt.endpoint;
  const change = (it: Endpoint): Endpoint => afterAttempt(it, attempt);
  const asSeen = attended && (verdict !== 'delivered' || change(attended.endpoint) !== attended.endpoint);
  if (asSeen && (await tryChange(ports, attended, change))) return;
  const seen = verdict === 'delivered' ? await ports.endpoints.glance(id) : undefined;
  if (seen && (await tryChange(ports, { seen, endpoint: seen }, change))) return;
  await changeEndpoint(ports, id, change);
}

/** Gives a slot back whose text did not leave. */
export function freeSlot(ports: ChangePorts, id: string, claimId: string): Promise<void> {
  return changeEndpoint(ports, id, (it) => withoutSlot(it, claimId));
}

/** Marks an endpoint slow while it still keeps us waiting: only an advice, so that its failure ends nothing. */
export async function markSlowNow(ports: ChangePorts, { endpoint }: Attended): Promise<void> {
  try {
    await changeEndpoint(ports, endpoint.id, (it) => markSlow(it, ports.clock.business()));
  } catch {
    ports.journal.warn('endpoint.not_marked', { endpoint_id: endpoint.id });
  }
}

async function changeEndpoint(
  ports: ChangePorts,
  id: string,
  change: (it: Endpoint) => Endpoint,
): Promise<void> {
  for (let round = 0; round < LIMITS.rounds; round++) {
    const seen = await ports.endpoints.endpoint(id);
    if (!seen || (await tryChange(ports, { seen, endpoint: seen }, change))) return;
  }
  // Its health is an advice that the next attempt gives again.
  ports.journal.warn('endpoint.busy', { endpoint_id: id });
}

async function tryChange(
  { endpoints, journal }: ChangePorts,
  { seen, endpoint }: Attended,
  change: (it: Endpoint) => Endpoint,
): Promise<boolean> {
  const next = change(endpoint);
  if (next === endpoint) return true;
  if ((await endpoints.save(seen, next)) === 'conflict') return false;
  if (next.state.name !== endpoint.state.name) tell(journal, endpoint, next);
  return true;
}

/** One line for each change of an endpoint, not for each text that meets it. */
function tell(journal: DeliverPorts['journal'], before: Endpoint, { id, partner, state }: Endpoint): void {
  const fields = { endpoint_id: id, partner, from: before.state.name, to: state.name };
  if (state.name === 'disabled') journal.error('endpoint.disabled', { ...fields, rule: state.rule });
  else if (state.name === 'open') journal.warn('endpoint.opened', fields);
  else journal.info('endpoint.changed', fields);
}
