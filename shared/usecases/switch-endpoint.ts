import type { Endpoint, EndpointState } from '../domain/endpoint.ts';
import { enabled } from '../domain/endpoint-health.ts';
import { Fault } from '../domain/errors.ts';
import type { Job } from '../domain/job.ts';
import { LIMITS } from '../domain/limits.ts';
import type { Clock, Endpoints, Journal } from '../ports.ts';
import { type StartPorts, startDrain } from './start-job.ts';

export interface SwitchPorts extends StartPorts {
  endpoints: Pick<Endpoints, 'endpoint' | 'save' | 'held'>;
  clock: Pick<Clock, 'business'>;
  journal: Journal;
}

/** Why an endpoint was disabled that an operator disabled. */
const BY_HAND_RULE = 'endpoint.by_hand';

/**
 * Trusts an endpoint again that was disabled or whose breaker is open, and lets go what was held for it.
 * @throws Fault endpoint.unknown, endpoint.busy
 */
export async function enableEndpoint(
  ports: SwitchPorts,
  id: string,
  by: string,
): Promise<{ endpoint: Endpoint; drain: Job | undefined }> {
  const { endpoint, changed } = await change(ports, id, trusted);
  if (changed) ports.journal.info('endpoint.enabled', { endpoint_id: id, by });
  const [held] = await ports.endpoints.held(id, { limit: 1 });
  return { endpoint, drain: changed || held ? await startDrain(ports, id, by) : undefined };
}

/**
 * Sends nothing there any more until somebody enables it again.
 * @throws Fault endpoint.unknown, endpoint.busy
 */
export async function disableEndpoint(
  ports: SwitchPorts,
  id: string,
  asked: { by: string; reason?: string | undefined },
): Promise<Endpoint> {
  const at = ports.clock.business();
  const state: EndpointState = { name: 'disabled', at, rule: BY_HAND_RULE, ...asked };
  const { endpoint, changed } = await change(ports, id, (seen) =>
    seen.state.name === 'disabled' ? seen : { ...seen, state },
  );
  if (changed) ports.journal.info('endpoint.disabled', { endpoint_id: id, by: asked.by, rule: BY_HAND_RULE });
  return endpoint;
}

/** @throws Fault endpoint.unknown */
export async function readEndpoint(
  { endpoints }: { endpoints: Pick<Endpoints, 'endpoint'> },
  id: string,
): Promise<Endpoint> {
  const endpoint = await endpoints.endpoint(id);
  if (!endpoint) throw unknownEndpoint();
  return endpoint;
}

export function unknownEndpoint(): Fault {
  return new Fault('endpoint.unknown', 'there is no endpoint with this id');
}

function trusted(seen: Endpoint): Endpoint {
  return seen.state.name === 'disabled' || seen.state.name === 'open' ? enabled(seen) : seen;
}

async function change(
  ports: SwitchPorts,
  id: string,
  decide: (seen: Endpoint) => Endpoint,
): Promise<{ endpoint: Endpoint; changed: boolean }> {
  for (let round = 0; round < LIMITS.rounds; round++) {
    const seen = await readEndpoint(ports, id);
    const next = decide(seen);
    if (next === seen) return { endpoint: seen, changed: false };
    if ((await ports.endpoints.save(seen, next)) === 'written') return { endpoint: next, changed: true };
  }
  throw new Fault('endpoint.busy', 'the endpoint changes too fast; try again', { retryAfterS: 1 });
}
