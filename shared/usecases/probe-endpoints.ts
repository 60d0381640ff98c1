import type { Endpoint } from '../domain/endpoint.ts';
import { LIMITS } from '../domain/limits.ts';
import type { Endpoints, Journal } from '../ports.ts';

export interface ProbeEndpointsPorts {
  endpoints: Pick<Endpoints, 'list'>;
  journal: Journal;
}

/**
 * Tells of every endpoint that takes nothing: a line and a figure for each, every time that somebody looks, so that the alarm
 * of one rings when it begins to fail and is silent again when it is well. One that a person has disabled is known to people.
 */
export async function probeEndpoints({ endpoints, journal }: ProbeEndpointsPorts): Promise<void> {
  let after: Pick<Endpoint, 'partner' | 'id'> | undefined;
  for (let page = 0; page < LIMITS.probedEndpointPages; page++) {
    const found = await endpoints.list({ limit: LIMITS.probedEndpointPage, after });
    for (const { id, partner, state, failing_since } of found.filter(isFailing)) {
      const since = failing_since === undefined ? undefined : new Date(failing_since).toISOString();
      const line = { endpoint_id: id, partner, state: state.name, since };
      journal.warn('endpoint.failing', line, { EndpointFailing: 1 });
    }
    after = found.at(-1);
    if (found.length < LIMITS.probedEndpointPage) return;
  }
}

const BY_HAND = 'endpoint.by_hand';

function isFailing({ state }: Endpoint): boolean {
  return state.name === 'open' || (state.name === 'disabled' && state.rule !== BY_HAND);
}
