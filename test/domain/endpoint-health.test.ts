import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SendResult } from '../../shared/domain/delivery.ts';
import type { Attempt } from '../../shared/domain/delivery-record.ts';
import type { EndpointNote } from '../../shared/domain/disposition.ts';
import { type Endpoint, freshEndpoint } from '../../shared/domain/endpoint.ts';
import {
  afterAttempt,
  deferredUntil,
  enabled,
  isSlow,
  judgePassage,
  markSlow,
  withSlot,
} from '../../shared/domain/endpoint-health.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import { anId, CONVERSATION, DAY, HOUR, MINUTE, NOW, PARTNER, SECOND } from '../builders.ts';

const WALL = Date.UTC(2030, 0, 1);
const at = (business = NOW, wall = WALL) => ({ business, wall });
const FRESH = freshEndpoint(PARTNER, 'https://crm.example.com/hook?token=1');
const CLOSED: Endpoint = { ...FRESH, state: { name: 'closed' }, used_at: NOW };

let tried = 0;
function attempt(
  verdict: EndpointNote['verdict'],
  over: Partial<Attempt> & { note?: object; ms?: number } = {},
): Attempt {
  const { note, ms = 100, ...rest } = over;
  tried += 1;
  const result: SendResult = { kind: 'response', status: 503, body: '', timing: { total_ms: ms } };
  return {
    conversation_id: CONVERSATION,
    text_id: anId(NOW + tried),
    number: 1,
    claim_id: 'claim',
    due_at: NOW,
    started_at: NOW,
    finished_at: NOW,
    rule: 'http.5xx',
    endpoint: { id: FRESH.id, verdict, ...note },
    result,
    outcome: 'retry',
    ...rest,
  };
}

const failing = (endpoint: Endpoint, times: number, over: Partial<Attempt> = {}): Endpoint =>
  Array.from({ length: times }).reduce<Endpoint>((it) => afterAttempt(it, attempt('failed', over)), endpoint);
const OPEN = failing(CLOSED, LIMITS.breakerFailures);
const probing = (endpoint: Endpoint) => withSlot(endpoint, 'claim', WALL + LIMITS.claimWall, WALL);

describe('an endpoint', () => {
  it('is its scheme, host, port and path at one partner, whatever the query', () => {
    const other = freshEndpoint(PARTNER, 'https://crm.example.com/hook?other');
    expect(other).toEqual(FRESH);
    expect(FRESH.url).toBe('https://crm.example.com/hook');
    const ids = [
      'https://crm.example.com/hook2',
      'https://crm.example.com:8443/hook',
      'http://crm.example.com/hook',
    ].map((url) => freshEndpoint(PARTNER, url).id);
    expect(new Set([FRESH.id, freshEndpoint('other', FRESH.url).id, ...ids]).size).toBe(5);
    expect(FRESH.id).toMatch(/^end_[0-9A-Z]{20}$/);
  });

  it('that fares well costs no write, however much is delivered', () => {
    expect(afterAttempt(CLOSED, attempt('delivered'))).toBe(CLOSED);
    expect(judgePassage(CLOSED, at())).toEqual({ kind: 'open' });
  });

  it('is kept as used to the hour', () => {
    const later = NOW + HOUR;
    expect(afterAttempt(CLOSED, attempt('delivered', { finished_at: later - 1 }))).toBe(CLOSED);
    expect(afterAttempt(CLOSED, attempt('delivered', { finished_at: later })).used_at).toBe(later);
  });

  it('says nothing of itself by what was our own fault', () => {
    expect(afterAttempt(CLOSED, attempt('ours'))).toBe(CLOSED);
  });
});

describe('the reachable mark', () => {
  it.each([
    ['delivered', true],
    ['failed', true],
  ] as const)('is set by the first use: %s', (verdict, yes) => {
    expect(afterAttempt(FRESH, attempt(verdict)).reachable).toEqual({ yes, at: NOW });
  });

  it('is no if not even an answer came', () => {
    const refused: SendResult = { kind: 'error', error: 'connect.refused', timing: { total_ms: 1 } };
    expect(afterAttempt(FRESH, attempt('failed', { result: refused })).reachable).toEqual({
      yes: false,
      at: NOW,
    });
  });

  it('is set anew by the first use after a day of silence, and not by those in between', () => {
    const marked = afterAttempt(FRESH, attempt('delivered'));
    const hourLater = afterAttempt(marked, attempt('delivered', { finished_at: NOW + 2 * HOUR }));
    expect(hourLater.reachable).toEqual(marked.reachable);
    const silent = NOW + 2 * HOUR + DAY + 1;
    expect(afterAttempt(hourLater, attempt('delivered', { finished_at: silent })).reachable).toEqual({
      yes: true,
      at: silent,
    });
  });
});

describe('an endpoint at which nothing was delivered yet', () => {
  it.each([
    ['never used', FRESH, NOW],
    ['silent for a day', CLOSED, NOW + DAY + 1],
  ])('(%s) gets a few sends at a time', (_, endpoint, now) => {
    let crowd = endpoint;
    for (let n = 0; n < LIMITS.freshEndpointSends; n++) {
      expect(judgePassage(crowd, at(now))).toEqual({ kind: 'slot' });
      crowd = withSlot(crowd, `claim ${n}`, WALL + 1, WALL);
    }
    expect(judgePassage(crowd, at(now))).toEqual({ kind: 'crowded' });
    expect(judgePassage(crowd, at(now, WALL + 1))).toEqual({ kind: 'slot' });
  });

  it('lets everything through after the first delivery', () => {
    const used = afterAttempt(probing(FRESH), attempt('delivered'));
    expect(used).toMatchObject({ state: { name: 'closed' }, slots: {}, used_at: NOW });
    expect(judgePassage(used, at())).toEqual({ kind: 'open' });
  });

  it('gives its slot back when the attempt failed', () => {
    expect(afterAttempt(probing(FRESH), attempt('failed')).slots).toEqual({});
  });
});

describe('the breaker', () => {
  it('opens after five failures in a row, and not after four', () => {
    expect(failing(CLOSED, 4).state).toEqual({ name: 'closed' });
    expect(OPEN.state).toEqual({ name: 'open', probe_at: NOW + LIMITS.breakerFirstWait, openings: 1 });
    expect(OPEN.failures).toHaveLength(5);
  });

  it('counts anew after a success', () => {
    const recovered = afterAttempt(failing(CLOSED, 4), attempt('delivered'));
    expect(recovered).toMatchObject({ failures: [], state: { name: 'closed' } });
    expect(recovered.failing_since).toBeUndefined();
    expect(failing(recovered, 4).state.name).toBe('closed');
  });

  it('counts an attempt once, however often it is noted', () => {
    const again = attempt('failed');
    const noted = Array.from({ length: 9 }).reduce<Endpoint>((it) => afterAttempt(it, again), CLOSED);
    expect(noted.failures).toHaveLength(1);
    expect(noted.state.name).toBe('closed');
  });

  it('defers everything until the probe, then lets a single one through', () => {
    const rule = 'endpoint.breaker_open';
    const probeAt = NOW + LIMITS.breakerFirstWait;
    expect(judgePassage(OPEN, at(probeAt - 1))).toEqual({ kind: 'deferred', until: probeAt, rule });
    expect(judgePassage(OPEN, at(probeAt))).toEqual({ kind: 'slot' });
    const probed = probing(OPEN);
    expect(judgePassage(probed, at(probeAt))).toEqual({
      kind: 'deferred',
      until: probeAt + LIMITS.breakerFirstWait,
      rule,
    });
    expect(judgePassage(probed, at(probeAt, WALL + LIMITS.claimWall))).toEqual({ kind: 'slot' });
  });

  it('counts anew after two days of silence, which no step of the ladder lasts', () => {
    const later = { started_at: NOW + 3 * DAY, finished_at: NOW + 3 * DAY };
    const again = afterAttempt(failing(CLOSED, 4), attempt('failed', later));
    expect(again).toMatchObject({ failing_since: NOW + 3 * DAY, state: { name: 'closed' } });
    expect(again.failures).toHaveLength(1);
  });

  it('is opened once by whatever was under way: none of that is a probe', () => {
    const crowd = ['a', 'b', 'c'].reduce<Endpoint>(
      (it, claim) => withSlot(it, claim, WALL + LIMITS.claimWall, WALL),
      failing(FRESH, 4),
    );
    const opened = afterAttempt(crowd, attempt('failed', { claim_id: 'a' }));
    expect(opened).toMatchObject({ state: { name: 'open', openings: 1 }, slots: {} });
    for (const verdict of ['failed', 'delivered'] as const)
      expect(afterAttempt(opened, attempt(verdict, { claim_id: 'b' })).state).toEqual(opened.state);
  });

  it('waits twice as long after every failed probe, up to five minutes', () => {
    const waits: number[] = [];
    let endpoint = OPEN;
    for (let probes = 0; probes < 6; probes++) {
      endpoint = afterAttempt(probing(endpoint), attempt('failed'));
      if (endpoint.state.name === 'open') waits.push((endpoint.state.probe_at - NOW) / SECOND);
    }
    expect(waits).toEqual([60, 120, 240, 300, 300, 300]);
  });

  it('is not opened wider, nor closed, by what was under way when it opened', () => {
    expect(failing(OPEN, 20).state).toEqual(OPEN.state);
    expect(afterAttempt(OPEN, attempt('delivered')).state).toEqual(OPEN.state);
  });

  it('ramps 1, 2, 4, 8 after a probe that succeeded, and is closed then', () => {
    const allowed: number[] = [];
    let endpoint = afterAttempt(probing(OPEN), attempt('delivered'));
    for (let sends = 0; endpoint.state.name === 'ramping' && sends < 100; sends++) {
      allowed.push(endpoint.state.allowed);
      endpoint = afterAttempt(probing(endpoint), attempt('delivered'));
    }
    expect(allowed).toEqual([1, 2, 2, 4, 4, 4, 4, 8, 8, 8, 8, 8, 8, 8, 8]);
    expect(endpoint.state).toEqual({ name: 'closed' });
    expect(endpoint).toMatchObject({ failures: [], slots: {} });
  });

  it('while it ramps lets as many through at a time as the step says', () => {
    const ramping: Endpoint = { ...CLOSED, state: { name: 'ramping', allowed: 2, left: 2, openings: 1 } };
    const one = withSlot(ramping, 'one', WALL + 1, WALL);
    expect(judgePassage(one, at())).toEqual({ kind: 'slot' });
    expect(judgePassage(withSlot(one, 'two', WALL + 1, WALL), at())).toEqual({ kind: 'crowded' });
  });

  it('opens again by one failure while it ramps, for longer than before', () => {
    const ramping = afterAttempt(probing(OPEN), attempt('delivered'));
    expect(afterAttempt(probing(ramping), attempt('failed')).state).toEqual({
      name: 'open',
      probe_at: NOW + 2 * LIMITS.breakerFirstWait,
      openings: 2,
    });
  });

  it('whatever happens, never lets more through at a time than it allows, and never gets stuck', () => {
    const step = fc.record({
      fails: fc.boolean(),
      wait: fc.integer({ min: 0, max: 10 * MINUTE }),
      crash: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        let endpoint = FRESH;
        let now = NOW;
        for (const { fails, wait, crash } of steps) {
          now += wait;
          const moment = at(now, WALL + now - NOW);
          const passage = judgePassage(endpoint, moment);
          if (passage.kind === 'deferred') expect(passage.until - now).toBeLessThanOrEqual(5 * MINUTE);
          if (passage.kind !== 'slot' && passage.kind !== 'open') continue;
          const held = passage.kind === 'slot';
          if (held) endpoint = withSlot(endpoint, 'claim', moment.wall + LIMITS.claimWall, moment.wall);
          if (crash) continue;
          endpoint = afterAttempt(endpoint, attempt(fails ? 'failed' : 'delivered', { finished_at: now }));
          expect(endpoint.slots).toEqual({});
        }
      }),
    );
  });
});

describe('a refusal', () => {
  it('is an answer: it neither counts as a failure nor ends a row of them', () => {
    expect(afterAttempt(CLOSED, attempt('refused'))).toBe(CLOSED);
    const failed = failing(CLOSED, 4);
    expect(afterAttempt(failed, attempt('refused'))).toBe(failed);
    expect(afterAttempt(probing(FRESH), attempt('refused'))).toMatchObject({
      state: { name: 'fresh' },
      slots: {},
      reachable: { yes: true },
    });
  });

  it('of a probe shows that the endpoint is there again', () => {
    expect(afterAttempt(probing(OPEN), attempt('refused')).state).toMatchObject({
      name: 'ramping',
      allowed: 1,
    });
    expect(afterAttempt(OPEN, attempt('refused')).state).toEqual(OPEN.state);
  });

  it('may ask for time like any other answer', () => {
    const asked = afterAttempt(CLOSED, attempt('refused', { note: { not_before: NOW + HOUR } }));
    expect(asked.not_before).toBe(NOW + HOUR);
  });
});

describe('Retry-After', () => {
  it('holds back every text of the endpoint, and only as long as it says', () => {
    const asked = afterAttempt(CLOSED, attempt('failed', { note: { not_before: NOW + HOUR } }));
    const rule = 'endpoint.retry_after';
    expect(judgePassage(asked, at(NOW + HOUR - 1))).toEqual({ kind: 'deferred', until: NOW + HOUR, rule });
    expect(judgePassage(asked, at(NOW + HOUR))).toEqual({ kind: 'open' });
  });

  it('stands although another text is taken in meanwhile, and is forgotten once it is over', () => {
    const asked = afterAttempt(CLOSED, attempt('failed', { note: { not_before: NOW + HOUR } }));
    expect(afterAttempt(asked, attempt('delivered')).not_before).toBe(NOW + HOUR);
    expect(afterAttempt(asked, attempt('delivered', { finished_at: NOW + HOUR })).not_before).toBeUndefined();
  });

  it('is not shortened by a later, shorter one', () => {
    const asked = afterAttempt(CLOSED, attempt('failed', { note: { not_before: NOW + HOUR } }));
    expect(afterAttempt(asked, attempt('failed', { note: { not_before: NOW + 1 } })).not_before).toBe(
      NOW + HOUR,
    );
  });
});

describe('a disabled endpoint', () => {
  const GONE = afterAttempt(CLOSED, attempt('failed', { note: { disable: 'http.410' } }));

  it('lets nothing through, and stays disabled whatever was under way', () => {
    expect(GONE.state).toEqual({ name: 'disabled', at: NOW, rule: 'http.410' });
    expect(judgePassage(GONE, at(NOW + 100 * DAY))).toEqual({ kind: 'disabled', rule: 'endpoint.disabled' });
    expect(afterAttempt(GONE, attempt('delivered')).state).toEqual(GONE.state);
    expect(afterAttempt(GONE, attempt('failed')).state).toEqual(GONE.state);
  });

  it('begins again with one send at a time when it is enabled', () => {
    const again = enabled({ ...GONE, not_before: NOW + DAY });
    expect(again.state).toEqual({ name: 'ramping', allowed: 1, left: 1, openings: 0 });
    expect(again).toMatchObject({ failures: [], slots: {} });
    expect(judgePassage(again, at())).toEqual({ kind: 'slot' });
    expect(again.failing_since).toBeUndefined();
  });
});

describe('slowness', () => {
  it('lasts ten minutes after an attempt of more than two seconds, and is written anew after half of them', () => {
    expect(afterAttempt(CLOSED, attempt('delivered', { ms: LIMITS.slowAfterWall }))).toBe(CLOSED);
    const slow = afterAttempt(CLOSED, attempt('delivered', { ms: LIMITS.slowAfterWall + 1 }));
    expect([isSlow(slow, NOW + 10 * MINUTE - 1), isSlow(slow, NOW + 10 * MINUTE)]).toEqual([true, false]);
    expect(markSlow(slow, NOW + 5 * MINUTE)).toBe(slow);
    expect(markSlow(slow, NOW + 5 * MINUTE + 1).slow_until).toBe(NOW + 15 * MINUTE + 1);
  });

  it.each([
    ['fresh', FRESH, false],
    ['closed', CLOSED, false],
    ['open', OPEN, true],
    ['ramping', enabled(CLOSED), true],
  ])('is also said of an endpoint that is %s: %s', (_, endpoint, slow) => {
    expect(isSlow(endpoint, NOW)).toBe(slow);
  });
});

describe('a deferral', () => {
  it('lasts as long as the endpoint says, or longer the more there were, and jitter only lengthens it', () => {
    expect(deferredUntil(NOW + 30 * SECOND, 0, NOW, 0)).toBe(NOW + 30 * SECOND);
    expect(deferredUntil(NOW + 1, 0, NOW, 0)).toBe(NOW + 15 * SECOND);
    expect(deferredUntil(NOW + 1, 3, NOW, 0)).toBe(NOW + 120 * SECOND);
    for (const chance of [0, 1]) expect(deferredUntil(NOW + 1, 50, NOW, chance)).toBe(NOW + 15 * MINUTE);
    expect(deferredUntil(NOW + DAY, 50, NOW, 0)).toBe(NOW + DAY);
    expect(deferredUntil(NOW + 30 * SECOND, 0, NOW, 1)).toBe(NOW + 33 * SECOND);
    expect(deferredUntil(NOW + DAY, 0, NOW, 1)).toBe(NOW + DAY + 90 * SECOND);
  });
});
