import { describe, expect, it } from 'vitest';
import { type Endpoint, freshEndpoint } from '../../shared/domain/endpoint.ts';
import { withSlot } from '../../shared/domain/endpoint-health.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import { acceptMessage } from '../../shared/usecases/accept-message.ts';
import { deliverOutbound } from '../../shared/usecases/deliver-outbound.ts';
import { takeConversation } from '../../shared/usecases/operate-conversation.ts';
import { readDelivery } from '../../shared/usecases/read-conversation.ts';
import {
  anEntry,
  anId,
  aTurn,
  CONVERSATION,
  DAY,
  HOUR,
  MINUTE,
  NOW,
  PARTNER,
  putText,
  SECOND,
} from '../builders.ts';
import { aDesk, type Desk, fatal, HOOK, incoming, SIGNAL, status } from './desk.ts';

const TEXT = anId(NOW + 1, 1);
const FRESH = freshEndpoint(PARTNER, HOOK);
const CLOSED: Endpoint = { ...FRESH, state: { name: 'closed' }, used_at: NOW };
const OPEN: Endpoint = { ...CLOSED, state: { name: 'open', probe_at: NOW + 30 * SECOND, openings: 1 } };
const DISABLED: Endpoint = { ...CLOSED, state: { name: 'disabled', at: NOW, rule: 'http.410' } };

/** A text that is due, for an endpoint that fares like this. */
async function withEndpoint(endpoint: Endpoint | undefined, entry = anEntry()): Promise<Desk> {
  const desk = aDesk();
  await acceptMessage(desk.accept, incoming());
  desk.inbound.take();
  await desk.conversations.draft(aTurn({ id: TEXT }));
  await putText(desk.conversations, CONVERSATION, TEXT, entry);
  if (endpoint) await desk.endpoints.save(undefined, endpoint);
  return desk;
}

const run = (desk: Desk, lane: 'outbound' | 'slow' = 'slow') => deliverOutbound(desk.deliver, SIGNAL, lane);
const endpointOf = (desk: Desk) => desk.endpoints.endpoint(FRESH.id);
const entryOf = async (desk: Desk) => (await desk.head()).outbox[TEXT];
const explain = (desk: Desk) =>
  readDelivery({ conversations: desk.conversations, outbox: desk.conversations }, PARTNER, TEXT);

describe('an endpoint that is used for the first time', () => {
  it('is marked as reachable and let through from then on', async () => {
    const desk = await withEndpoint(undefined);
    await run(desk, 'outbound');
    expect(desk.sender.ids()).toEqual([TEXT]);
    expect(await endpointOf(desk)).toMatchObject({
      partner: PARTNER,
      url: HOOK,
      state: { name: 'closed' },
      reachable: { yes: true, at: NOW },
      slots: {},
    });
  });

  it('that fails has its failure counted, and its slot back', async () => {
    const desk = await withEndpoint(undefined);
    desk.sender.next.push(status(503));
    await run(desk, 'outbound');
    expect(await endpointOf(desk)).toMatchObject({ failures: [`${TEXT}#1`], failing_since: NOW, slots: {} });
  });

  it('with all its slots taken is tried again after a second of wall time, without a try or a write', async () => {
    const crowd = [1, 2, 3, 4].reduce((it, n) => withSlot(it, `${n}`, Number.MAX_SAFE_INTEGER, 0), FRESH);
    const desk = await withEndpoint(crowd);
    const before = await desk.head();
    await run(desk, 'outbound');
    expect(desk.sender.sent).toEqual([]);
    expect(desk.outbound.sent).toEqual([{ signal: { ...SIGNAL, clock: 'wall' }, delayS: 1 }]);
    expect(desk.outbound.groups).toEqual([FRESH.id]);
    expect(await desk.head()).toEqual(before);
  });
});

describe('an endpoint that fares well', () => {
  it('costs no write', async () => {
    const desk = await withEndpoint(CLOSED);
    const before = await endpointOf(desk);
    await run(desk, 'outbound');
    expect(desk.sender.ids()).toEqual([TEXT]);
    expect(await endpointOf(desk)).toEqual(before);
  });

  it('has a row of failures ended by a success that began before them', async () => {
    const desk = await withEndpoint(CLOSED);
    desk.sender.meanwhile = async () => {
      const seen = await endpointOf(desk);
      if (seen) await desk.endpoints.save(seen, { ...seen, failures: ['a#1', 'b#1'], failing_since: NOW });
    };
    await run(desk, 'outbound');
    expect(await endpointOf(desk)).toMatchObject({ failures: [], state: { name: 'closed' } });
  });

  it('for which this instance has no room is tried again after a second, without a try', async () => {
    const desk = await withEndpoint(CLOSED);
    desk.limit.full = true;
    await run(desk, 'outbound');
    expect(desk.sender.sent).toEqual([]);
    expect(desk.outbound.sent).toEqual([{ signal: { ...SIGNAL, clock: 'wall' }, delayS: 1 }]);
    expect((await entryOf(desk))?.attempts).toBe(0);
  });

  it.each(['sent', 'failed', 'crashed'])('has its room back when a text is %s', async (how) => {
    const desk = await withEndpoint(CLOSED);
    if (how === 'failed') desk.sender.next.push(status(500));
    if (how === 'crashed') desk.sender.next.push(new Error('no secrets'));
    await run(desk).catch(() => undefined);
    expect(desk.limit.underWay).toBe(0);
  });
});

describe('the slow lane', () => {
  it.each([
    ['that is slow', { ...CLOSED, slow_until: NOW + 1 }, anEntry()],
    [
      'whose breaker lets a probe through',
      { ...OPEN, state: { ...OPEN.state, probe_at: NOW } } as Endpoint,
      anEntry(),
    ],
    ['by a text that was tried before', CLOSED, anEntry({ attempts: 1, first_attempt_at: NOW })],
  ])('is taken to an endpoint %s', async (_, endpoint, entry) => {
    const desk = await withEndpoint(endpoint, entry);
    await run(desk, 'outbound');
    expect(desk.sender.sent).toEqual([]);
    expect(desk.slow.take()).toEqual([{ signal: SIGNAL, delayS: 0 }]);
    expect(desk.slow.groups).toEqual([FRESH.id]);
    await run(desk, 'slow');
    expect(desk.sender.ids()).toEqual([TEXT]);
  });

  it('is taken from two seconds on, while the first text is still under way', async () => {
    const desk = await withEndpoint(CLOSED);
    desk.sender.meanwhile = async () => {
      desk.keepWaiting();
      while (!(await endpointOf(desk))?.slow_until) await Promise.resolve();
    };
    await run(desk, 'outbound');
    expect(await endpointOf(desk)).toMatchObject({
      slow_until: NOW + LIMITS.slowKept,
      state: { name: 'closed' },
    });
  });
});

describe('an open breaker', () => {
  it('defers the text, visibly, at the cost of none of its tries', async () => {
    const desk = await withEndpoint(OPEN);
    await run(desk);
    expect(desk.sender.sent).toEqual([]);
    const deferral = {
      endpoint_id: FRESH.id,
      rule: 'endpoint.breaker_open',
      until: NOW + 30 * SECOND,
      since: NOW,
      times: 1,
    };
    expect(await entryOf(desk)).toEqual(anEntry({ deferral }));
    expect(desk.slow.take()).toEqual([{ signal: SIGNAL, delayS: 30 }]);
    expect(await explain(desk)).toMatchObject({
      state: 'waiting',
      next_at: NOW + 30 * SECOND,
      deferral,
      attempts: [],
    });
    expect(desk.journal.of('delivery.deferred')).toMatchObject([
      { message_id: TEXT, rule: deferral.rule, times: 1 },
    ]);
  });

  it('lets one text through as a probe, and the others wait for what it finds', async () => {
    const desk = await withEndpoint(OPEN);
    desk.clock.advance(30 * SECOND);
    let others = 0;
    desk.sender.meanwhile = async () => {
      const probed = await endpointOf(desk);
      others = Object.keys(probed?.slots ?? {}).length;
    };
    await run(desk);
    expect(others).toBe(1);
    expect(await endpointOf(desk)).toMatchObject({
      state: { name: 'ramping', allowed: 1 },
      slots: {},
      failures: [],
    });
  });

  it('names the deferrals in the attempt that ended them, whose due time they do not move', async () => {
    const desk = await withEndpoint(OPEN);
    await run(desk);
    desk.clock.advance(30 * SECOND);
    await run(desk);
    const [attempt] = await desk.conversations.attempts(CONVERSATION, TEXT);
    expect(attempt).toMatchObject({
      number: 1,
      due_at: NOW,
      started_at: NOW + 30 * SECOND,
      deferral: { times: 1 },
    });
  });

  it('holds nobody back who has moved to another endpoint', async () => {
    const desk = await withEndpoint(OPEN);
    await run(desk);
    await acceptMessage(
      desk.accept,
      incoming({ text: 'moved', channel: { webhook_url: 'https://new.example.com/' } }),
    );
    await run(desk);
    expect(desk.sender.sent.map(({ channel }) => channel.webhook_url)).toEqual(['https://new.example.com/']);
  });

  it('gives the slot back if the claim is refused', async () => {
    const desk = await withEndpoint({
      ...OPEN,
      state: { name: 'ramping', allowed: 1, left: 1, openings: 1 },
    });
    const { claim } = desk.conversations;
    let refusals = 1;
    desk.conversations.claim = async (...input) =>
      refusals-- > 0 ? undefined : Reflect.apply(claim, desk.conversations, input);
    await run(desk);
    expect(desk.sender.ids()).toEqual([TEXT]);
    expect((await endpointOf(desk))?.slots).toEqual({});
  });
});

describe('Retry-After', () => {
  it('stands although another text, sent before it was asked for, is taken in', async () => {
    const desk = await withEndpoint({ ...CLOSED, failures: ['x#1'], failing_since: NOW });
    desk.sender.meanwhile = async () => {
      const seen = await endpointOf(desk);
      if (seen) await desk.endpoints.save(seen, { ...seen, not_before: NOW + HOUR });
    };
    await run(desk);
    expect(desk.sender.ids()).toEqual([TEXT]);
    expect(await endpointOf(desk)).toMatchObject({ not_before: NOW + HOUR, failures: [] });
  });

  it('holds back the other texts of the endpoint too, never early', async () => {
    const desk = await withEndpoint({ ...CLOSED, not_before: NOW + HOUR });
    await run(desk);
    expect(desk.sender.sent).toEqual([]);
    expect((await entryOf(desk))?.deferral).toMatchObject({
      rule: 'endpoint.retry_after',
      until: NOW + HOUR,
    });
    expect(desk.alarm.armed).toMatchObject([{ at: NOW + HOUR, signal: SIGNAL }]);
    desk.clock.advance(HOUR - 1);
    await run(desk);
    expect(desk.sender.sent).toEqual([]);
    desk.clock.advance(1);
    await run(desk);
    expect(desk.sender.ids()).toEqual([TEXT]);
  });

  it('of one text is kept at its endpoint', async () => {
    const desk = await withEndpoint(CLOSED);
    desk.sender.next.push(status(429, '7200'));
    await run(desk);
    expect((await endpointOf(desk))?.not_before).toBe(NOW + 2 * HOUR);
  });
});

describe('a disabled endpoint', () => {
  it('is disabled by one 410, with one alarm', async () => {
    const desk = await withEndpoint(CLOSED);
    desk.sender.next.push(status(410));
    await run(desk);
    expect((await endpointOf(desk))?.state).toEqual({ name: 'disabled', at: NOW, rule: 'http.410' });
    expect(desk.journal.of('endpoint.disabled')).toMatchObject([{ endpoint_id: FRESH.id, rule: 'http.410' }]);
  });

  it('has its texts held, in sight, for thirty days', async () => {
    const desk = await withEndpoint(DISABLED);
    await run(desk);
    const until = NOW + 30 * DAY;
    expect(desk.sender.sent).toEqual([]);
    const told = await explain(desk);
    expect(told).toMatchObject({ state: 'held', deferral: { until }, attempts: [] });
    expect(told.next_at).toBeUndefined();
    expect(await desk.endpoints.held(FRESH.id, { limit: 9 })).toEqual([
      {
        endpoint_id: FRESH.id,
        conversation_id: CONVERSATION,
        partner: PARTNER,
        client_id: 'pupil-42',
        text_id: TEXT,
        held_at: NOW,
        until,
      },
    ]);
    expect(desk.alarm.armed).toMatchObject([{ at: until, signal: SIGNAL }]);
  });

  it('after thirty days has them dead, in sight, and no longer held', async () => {
    const desk = await withEndpoint(DISABLED);
    await run(desk);
    desk.clock.advance(30 * DAY);
    await run(desk);
    expect(desk.sender.sent).toEqual([]);
    const dead = { text_id: TEXT, rule: 'endpoint.disabled.expired', endpoint_id: FRESH.id };
    expect(desk.conversations.dead).toMatchObject([dead]);
    expect(desk.deadLetters.sent).toHaveLength(1);
    expect(await desk.endpoints.held(FRESH.id, { limit: 9 })).toEqual([]);
    expect((await desk.head()).outbox).toEqual({});
  });

  it('that a client left holds its texts no longer', async () => {
    const desk = await withEndpoint(DISABLED);
    await run(desk);
    await acceptMessage(
      desk.accept,
      incoming({ text: 'moved', channel: { webhook_url: 'https://new.example.com/' } }),
    );
    await run(desk);
    expect(desk.sender.sent.map(({ channel }) => channel.webhook_url)).toEqual(['https://new.example.com/']);
    expect(await desk.endpoints.held(FRESH.id, { limit: 9 })).toEqual([]);
  });

  it('that a client left for one that defers holds its texts no longer either', async () => {
    const desk = await withEndpoint(DISABLED);
    await run(desk);
    const moved = 'https://new.example.com/';
    await desk.endpoints.save(undefined, { ...freshEndpoint(PARTNER, moved), not_before: NOW + HOUR });
    await acceptMessage(desk.accept, incoming({ text: 'moved', channel: { webhook_url: moved } }));
    await run(desk);
    expect((await entryOf(desk))?.deferral?.rule).toBe('endpoint.retry_after');
    expect(await desk.endpoints.held(FRESH.id, { limit: 9 })).toEqual([]);
  });

  it('whose text an operator takes over shows it as held no longer', async () => {
    const desk = await withEndpoint(DISABLED);
    await run(desk);
    await takeConversation(desk.operate, CONVERSATION, 'operator_001');
    expect(await desk.endpoints.held(FRESH.id, { limit: 9 })).toEqual([]);
    expect(await explain(desk)).toMatchObject({ state: 'cancelled' });
  });

  it('whose text may not be said any more shows it as held no longer', async () => {
    const desk = await withEndpoint(DISABLED, anEntry({ source: 'reminder', epoch: 1 }));
    await acceptMessage(desk.accept, incoming({ text: 'so?', channel: {} }));
    await run(desk);
    expect(await desk.endpoints.held(FRESH.id, { limit: 9 })).toEqual([]);
    expect((await desk.head()).outbox).toEqual({});
  });
});

describe('an endpoint that fails for seventy hours', () => {
  it('receives its text once after them, at steps of the ladder, never early', async () => {
    const desk = await withEndpoint(undefined);
    const failing = Array.from({ length: 9 }, () => status(503));
    desk.sender.next.push(...failing);
    for (let wakes = 0; wakes < 40 && (await entryOf(desk)); wakes++) {
      await run(desk);
      const entry = await entryOf(desk);
      if (entry) desk.clock.advance(Math.max(entry.due, entry.deferral?.until ?? 0) - desk.clock.business());
    }
    const attempts = await desk.conversations.attempts(CONVERSATION, TEXT);
    expect(attempts.map(({ outcome }) => outcome)).toEqual([...failing.map(() => 'retry'), 'delivered']);
    const waits = attempts.slice(1).map(({ due_at }, n) => due_at - (attempts[n]?.finished_at ?? 0));
    expect(waits).toEqual(
      [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400].map((s) => s * SECOND),
    );
    expect(attempts.every(({ started_at, due_at }) => started_at >= due_at)).toBe(true);
    expect((await endpointOf(desk))?.state.name).toBe('ramping');
  });

  it('is disabled after five days, by whatever text fails then', async () => {
    const failures = ['a#1', 'b#1', 'c#1', 'd#1'];
    const desk = await withEndpoint({ ...CLOSED, failing_since: NOW - 5 * DAY, failures });
    desk.sender.next.push(status(500));
    await run(desk);
    expect((await endpointOf(desk))?.state).toEqual({ name: 'disabled', at: NOW, rule: 'endpoint.failing' });
    desk.clock.advance(5 * MINUTE);
    await run(desk);
    expect(await explain(desk)).toMatchObject({ state: 'held', attempts: [{ number: 1 }] });
  });

  it('says nothing of itself by a text that cannot be sent at all', async () => {
    const desk = await withEndpoint(CLOSED);
    desk.sender.next.push(fatal);
    await run(desk);
    expect((await endpointOf(desk))?.failures).toEqual([]);
    expect(desk.conversations.dead).toMatchObject([{ rule: 'error.request.invalid' }]);
  });
});
