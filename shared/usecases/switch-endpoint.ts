import type { Endpoint, EndpointState } from '../domain/endpoint.ts';
import { enabled } from '../domain/endpoint-health.ts';
import { Fault } from '../domain/errors.ts';
import type { TextJob } from '../domain/job.ts';
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
): Promise<{ endpoint: Endpoint; drain: TextJob | undefined }> {
  const { endpoint, changed } = await change(ports, id, trusted);
  return { endpoint, drain: await letGo(ports, id, { by, changed }) };
}

/**
 * The same for an endpoint that was disabled for this reason, which is no more; one that is disabled for another reason stays
 * so. Called again after it was cut short, it does the rest.
 * @throws Fault endpoint.busy, job.busy
 */
export async function enableAfter(
  ports: SwitchPorts,
  id: string,
  { rule, by }: { rule: string; by: string },
): Promise<void> {
  // One that nothing was ever sent to has no row.
  if (!(await ports.endpoints.endpoint(id))) return;
  const { endpoint, changed } = await change(ports, id, (seen) =>
    seen.state.name === 'disabled' && seen.state.rule === rule ? enabled(seen) : seen,
  );
  if (endpoint.state.name !== 'disabled') await letGo(ports, id, { by, changed });
}

/** Starts a drain, unless nothing was held before and nothing can be held since. */
async function letGo(
  ports: SwitchPorts,
  id: string,
  { by, changed }: { by: string; changed: boolean },
): Promise<TextJob | undefined> {
  if (changed) ports.journal.info('endpoint.enabled', { endpoint_id: id, by });
  const [held] = await ports.endpoints.held(id, { limit: 1 });
  return changed || held ? startDrain(ports, id, by) : undefined;
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
