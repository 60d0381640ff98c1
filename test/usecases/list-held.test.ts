import { describe, expect, it } from 'vitest';
import { type EndpointState, freshEndpoint, type HeldText } from '../../shared/domain/endpoint.ts';
import { type HeldAsked, listHeld } from '../../shared/usecases/list-held.ts';
import { DAY, MINUTE, NOW } from '../builders.ts';
import { anOperatorsDesk, hold, keepEndpoint, type OperatorsDesk } from './deaths.ts';

const DISABLED: EndpointState = { name: 'disabled', at: NOW, rule: 'http.410' };

/** Endpoints of two partners, some of them disabled, with texts held for each. */
async function aDeskThatHolds() {
  const desk = anOperatorsDesk();
  const held: HeldText[] = [];
  for (const [at, [partner, state]] of (
    [
      ['demo', DISABLED],
      ['demo', { name: 'closed' }],
      ['demo', { ...DISABLED, rule: 'endpoint.by_hand' }],
      ['other', DISABLED],
    ] as [string, EndpointState][]
  ).entries()) {
    const endpoint = freshEndpoint(partner, `https://crm-${at}.example.com/hook`);
    await keepEndpoint(desk.endpoints, state, endpoint);
    for (let n = 0; n < 3; n++)
      held.push(
        await hold(desk, { n: at * 10 + n, partner, endpoint_id: endpoint.id, at: NOW - DAY + n * MINUTE }),
      );
  }
  return { desk, held };
}

async function all(desk: OperatorsDesk, asked: Partial<HeldAsked> = {}): Promise<string[]> {
  const found: string[] = [];
  for (let after: HeldAsked['after']; ; ) {
    const page = await listHeld(desk.endpoints, { filter: {}, limit: 2, ...asked, after });
    expect(page.items.length).toBeLessThanOrEqual(2);
    for (const { endpoint, text } of page.items) {
      expect(text.endpoint_id).toBe(endpoint.id);
      found.push(text.text_id);
    }
    if (!page.next) return found;
    after = page.next;
  }
}

describe('the list of held texts', () => {
  it('has each text once that waits for a disabled endpoint, the oldest of an endpoint first', async () => {
    const { desk, held } = await aDeskThatHolds();
    const found = await all(desk);
    const meant = [...held.slice(0, 3), ...held.slice(6)].map(({ text_id }) => text_id);
    expect(found.toSorted()).toEqual(meant.toSorted());
    const first = held.slice(0, 3).map(({ text_id }) => text_id);
    expect(found.filter((id) => first.includes(id))).toEqual(first);
  });

  it.each([
    ['a partner', { partner: 'other' }, [9, 10, 11]],
    ['a rule by which endpoints were disabled', { rule: 'endpoint.by_hand' }, [6, 7, 8]],
    ['times, both ends included', { from: NOW - DAY + MINUTE, to: NOW - DAY + MINUTE }, [1, 7, 10]],
    ['a partner that has none', { partner: 'nobody' }, []],
  ] as const)('can be of %s', async (_, filter, meant) => {
    const { desk, held } = await aDeskThatHolds();
    const ids = meant.map((at) => held[at]?.text_id);
    expect((await all(desk, { filter })).toSorted()).toEqual(ids.toSorted());
  });

  it('can be of one endpoint, whatever its state', async () => {
    const { desk, held } = await aDeskThatHolds();
    const filter = { endpoint: held[3]?.endpoint_id };
    expect(await all(desk, { filter })).toEqual(held.slice(3, 6).map(({ text_id }) => text_id));
    expect(await all(desk, { filter: { endpoint: 'end_nowhere' } })).toEqual([]);
    expect(await all(desk, { filter: { ...filter, partner: 'other' } })).toEqual([]);
  });

  it('goes on with an endpoint that was enabled between two pages', async () => {
    const { desk, held } = await aDeskThatHolds();
    const { next } = await listHeld(desk.endpoints, { filter: {}, limit: 1 });
    const endpoint = await desk.endpoints.endpoint(next?.id ?? '');
    if (!endpoint) throw new Error('the page ended at no endpoint');
    await keepEndpoint(desk.endpoints, { name: 'closed' }, endpoint);
    const { items } = await listHeld(desk.endpoints, { filter: {}, limit: 100, after: next });
    expect(items).toHaveLength(held.length - 3 - 1);
  });
});
