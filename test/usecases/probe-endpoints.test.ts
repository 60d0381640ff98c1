import { expect, it } from 'vitest';
import { type Endpoint, type EndpointState, freshEndpoint } from '../../shared/domain/endpoint.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import { probeEndpoints } from '../../shared/usecases/probe-endpoints.ts';
import { RecordingJournal } from './desk.ts';

const inState = (state: EndpointState, at = 0): Endpoint => ({
  ...freshEndpoint('demo', `https://crm.example/${at}`),
  state,
});

async function look(all: readonly Endpoint[]) {
  const journal = new RecordingJournal();
  const list = async ({ limit, after }: { limit: number; after?: { id: string } | undefined }) => {
    const from = after ? all.findIndex(({ id }) => id === after.id) + 1 : 0;
    return all.slice(from, from + limit);
  };
  await probeEndpoints({ endpoints: { list }, journal });
  return journal;
}

it.each<[string, EndpointState, number]>([
  ['was never used', { name: 'fresh' }, 0],
  ['is well', { name: 'closed' }, 0],
  ['has its breaker open', { name: 'open', probe_at: 1, openings: 1 }, 1],
  ['recovers', { name: 'ramping', allowed: 1, left: 1, openings: 1 }, 0],
  ['is gone', { name: 'disabled', at: 1, rule: 'http.410' }, 1],
  ['was disabled by a person', { name: 'disabled', at: 1, rule: 'endpoint.by_hand' }, 0],
])('an endpoint that %s', async (_what, state, told) => {
  const journal = await look([inState(state)]);
  expect(journal.of('endpoint.failing')).toHaveLength(told);
  expect(journal.figures).toEqual(Array.from({ length: told }, () => ({ EndpointFailing: 1 })));
});

it('every failing one is told of, on whichever page, up to a limit', async () => {
  const most = LIMITS.probedEndpointPages * LIMITS.probedEndpointPage;
  const all = Array.from({ length: most + 1 }, (_, at) =>
    inState({ name: 'open', probe_at: 1, openings: 1 }, at),
  );
  expect((await look(all.slice(0, 150))).figures).toHaveLength(150);
  expect((await look(all)).figures).toHaveLength(most);
});
