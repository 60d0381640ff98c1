import { describe, expect, it } from 'vitest';
import type { EndpointState } from '../../shared/domain/endpoint.ts';
import { readJob, startDrain } from '../../shared/usecases/start-job.ts';
import { disableEndpoint, enableEndpoint } from '../../shared/usecases/switch-endpoint.ts';
import { workOnJob } from '../../shared/usecases/work-on-job.ts';
import { DAY, MINUTE, NOW, SECOND } from '../builders.ts';
import {
  anOperatorsDesk,
  ENDPOINT,
  end,
  hold,
  keepEndpoint,
  type OperatorsDesk,
  textOf,
  workThroughCrash,
} from './deaths.ts';

const DISABLED: EndpointState = { name: 'disabled', at: NOW - DAY, rule: 'http.410' };

/** A desk with a disabled endpoint for which so many texts are held. */
async function withHeld(many: number): Promise<OperatorsDesk> {
  const desk = anOperatorsDesk();
  await keepEndpoint(desk.endpoints, DISABLED, { failing_since: NOW - 5 * DAY, failures: ['a', 'b'] });
  for (let n = 0; n < many; n++) await hold(desk, { n, at: NOW - DAY + n * MINUTE });
  return desk;
}

const heldNow = (desk: OperatorsDesk) => desk.endpoints.held(ENDPOINT.id, { limit: 1000 });

async function deferred(desk: OperatorsDesk, conversation_id: string): Promise<number> {
  const head = await desk.conversations.head(conversation_id);
  return Object.values(head?.outbox ?? {}).filter(({ deferral }) => deferral).length;
}

const enable = (desk: OperatorsDesk) => enableEndpoint(desk.start, ENDPOINT.id, 'root');

describe('an endpoint that is enabled again', () => {
  it('starts with one send at a time and a clean sheet', async () => {
    const desk = await withHeld(0);
    await keepEndpoint(desk.endpoints, DISABLED, {
      not_before: NOW + DAY,
      failing_since: NOW,
      failures: ['a'],
    });
    const { endpoint } = await enable(desk);
    expect(endpoint.state).toEqual({ name: 'ramping', allowed: 1, left: 1, openings: 0 });
    expect(await desk.endpoints.endpoint(ENDPOINT.id)).toEqual({
      ...ENDPOINT,
      revision: 3,
      state: endpoint.state,
      failures: [],
    });
    expect(desk.journal.of('endpoint.enabled')).toEqual([{ endpoint_id: ENDPOINT.id, by: 'root' }]);
  });

  it('gets what was held for it, the oldest first, no more at once than it may take by then', async () => {
    const desk = await withHeld(60);
    const order = (await heldNow(desk)).map(({ conversation_id }) => conversation_id);
    const { drain } = await enable(desk);
    const sizes: number[] = [];
    const went: string[] = [];
    for (const allowed of [1, 2, 4, 8, 0, 0, 0]) {
      if (allowed > 1) await keepEndpoint(desk.endpoints, { name: 'ramping', allowed, left: 1, openings: 0 });
      else if (allowed === 0) await keepEndpoint(desk.endpoints, { name: 'closed' });
      const [next] = desk.jobLane.take();
      if (next) await workOnJob(desk.work, next.signal);
      const now = desk.signalled();
      sizes.push(now.length);
      went.push(...now);
      desk.clock.advance(SECOND);
    }
    // Each step does what the one before has planned.
    expect(sizes).toEqual([0, 1, 2, 4, 8, 20, 20]);
    await desk.workOff();
    went.push(...desk.signalled());
    expect(went).toEqual(order);
    // All of them behind what others have to send.
    expect(new Set(desk.outbound.groups)).toEqual(new Set([ENDPOINT.id]));
    expect(await heldNow(desk)).toEqual([]);
    for (const conversation of order) expect(await deferred(desk, conversation)).toBe(0);
    expect(await readJob(desk.start, drain?.id ?? '')).toMatchObject({
      kind: 'drain',
      state: 'done',
      counts: { scanned: 60, replayed: 60, skipped: 0, failed: 0 },
    });
  });

  it('gets what a late delivery put aside when it was enabled already', async () => {
    const desk = await withHeld(2);
    await enable(desk);
    const { held } = desk.endpoints;
    let looks = 0;
    desk.endpoints.held = async (id, page) => {
      looks += 1;
      // Older than what went out, and later.
      if (looks === 4) await hold(desk, { n: -1 });
      return held.call(desk.endpoints, id, page);
    };
    await desk.workOff();
    expect(await heldNow(desk)).toEqual([]);
    expect(desk.signalled()).toHaveLength(3);
  });

  it('does not get what ended while it was held', async () => {
    const desk = await withHeld(2);
    await end(desk.conversations, { n: 0 }, 'cancelled');
    const { drain } = await enable(desk);
    await desk.workOff();
    expect(await readJob(desk.start, drain?.id ?? '')).toMatchObject({ counts: { replayed: 1, skipped: 1 } });
    expect(await heldNow(desk)).toEqual([]);
  });

  it('and disabled again keeps what had not gone out yet, until it is enabled once more', async () => {
    const desk = await withHeld(10);
    const { drain } = await enable(desk);
    for (let step = 0; step < 3; step++) {
      const [next] = desk.jobLane.take();
      if (next) await workOnJob(desk.work, next.signal);
      desk.clock.advance(SECOND);
    }
    await disableEndpoint(desk.start, ENDPOINT.id, { by: 'root' });
    await desk.workOff();
    expect(await readJob(desk.start, drain?.id ?? '')).toMatchObject({
      state: 'stopped',
      counts: { replayed: 3 },
    });
    expect(await heldNow(desk)).toHaveLength(7);
    const second = (await enable(desk)).drain;
    expect(second?.id).not.toBe(drain?.id);
    await desk.workOff();
    expect(await heldNow(desk)).toEqual([]);
  });

  it('in the moment in which its drain would have stopped is drained all the same', async () => {
    const desk = await withHeld(3);
    await enable(desk);
    await disableEndpoint(desk.start, ENDPOINT.id, { by: 'root' });
    const { save } = desk.jobs;
    desk.jobs.save = async (seen, next) => {
      desk.jobs.save = save;
      // The step has seen the endpoint disabled, and has not said so yet.
      expect(next.state).toBe('stopped');
      await enable(desk);
      return save.call(desk.jobs, seen, next);
    };
    await desk.workOff();
    expect(await heldNow(desk)).toEqual([]);
  });

  it('and disabled and enabled once more during the last look gets what was held in between, however old', async () => {
    const desk = await withHeld(2);
    const { drain } = await enable(desk);
    const { held } = desk.endpoints;
    let looks = 0;
    desk.endpoints.held = async (id, page) => {
      looks += 1;
      // The last look finds the younger one, and goes on behind it.
      if (looks === 4) await hold(desk, { n: 9 });
      return held.call(desk.endpoints, id, page);
    };
    const { release } = desk.endpoints;
    desk.endpoints.release = async (id, text) => {
      await release.call(desk.endpoints, id, text);
      if (text !== textOf({ n: 9 })) return;
      await disableEndpoint(desk.start, ENDPOINT.id, { by: 'root' });
      await hold(desk, { n: -1 });
      expect((await enable(desk)).drain?.id).toBe(drain?.id);
    };
    await desk.workOff();
    expect(await heldNow(desk)).toEqual([]);
    expect(new Set(desk.signalled()).size).toBe(4);
  });

  it('twice stays as it is the second time, and is drained by one job', async () => {
    const desk = await withHeld(5);
    const first = await enable(desk);
    const second = await enable(desk);
    expect(second.endpoint.state).toEqual(first.endpoint.state);
    expect(second.drain?.id).toBe(first.drain?.id);
    expect(desk.journal.of('endpoint.enabled')).toHaveLength(1);
  });
});

describe('enabling', () => {
  it.each<EndpointState>([
    { name: 'fresh' },
    { name: 'closed' },
    { name: 'ramping', allowed: 4, left: 2, openings: 1 },
  ])('leaves an endpoint as it is that is $name, with nothing to drain', async (state) => {
    const desk = anOperatorsDesk();
    await keepEndpoint(desk.endpoints, state);
    const before = await desk.endpoints.endpoint(ENDPOINT.id);
    expect(await enable(desk)).toEqual({ endpoint: before, drain: undefined });
    expect(await desk.endpoints.endpoint(ENDPOINT.id)).toEqual(before);
    expect(desk.jobLane.sent).toEqual([]);
  });

  it('closes a breaker that is open', async () => {
    const desk = anOperatorsDesk();
    await keepEndpoint(desk.endpoints, { name: 'open', probe_at: NOW + DAY, openings: 3 });
    expect((await enable(desk)).endpoint.state).toMatchObject({ name: 'ramping', openings: 0 });
  });

  it('drains what is left of an endpoint that is enabled already', async () => {
    const desk = await withHeld(2);
    await keepEndpoint(desk.endpoints, { name: 'closed' });
    const { drain } = await enable(desk);
    await desk.workOff();
    expect(await readJob(desk.start, drain?.id ?? '')).toMatchObject({ counts: { replayed: 2 } });
  });
});

describe('disabling by hand', () => {
  it('says who did it, when, why and by which rule', async () => {
    const desk = anOperatorsDesk();
    await keepEndpoint(desk.endpoints, { name: 'closed' });
    const { state } = await disableEndpoint(desk.start, ENDPOINT.id, { by: 'root', reason: 'asked to' });
    expect(state).toEqual({
      name: 'disabled',
      at: NOW,
      rule: 'endpoint.by_hand',
      by: 'root',
      reason: 'asked to',
    });
    expect((await desk.endpoints.endpoint(ENDPOINT.id))?.state).toEqual(state);
    expect(desk.journal.lines).toEqual([
      {
        level: 'info',
        event: 'endpoint.disabled',
        fields: { endpoint_id: ENDPOINT.id, by: 'root', rule: 'endpoint.by_hand' },
      },
    ]);
  });

  it('leaves one as it is that is disabled already', async () => {
    const desk = await withHeld(0);
    expect((await disableEndpoint(desk.start, ENDPOINT.id, { by: 'root' })).state).toEqual(DISABLED);
    expect(desk.journal.lines).toEqual([]);
  });
});

describe.each([
  ['enabled', (desk: OperatorsDesk) => enable(desk)],
  ['disabled', (desk: OperatorsDesk) => disableEndpoint(desk.start, ENDPOINT.id, { by: 'root' })],
])('an endpoint cannot be %s', (_, change) => {
  it('that nobody knows', async () => {
    await expect(change(anOperatorsDesk())).rejects.toMatchObject({ code: 'endpoint.unknown' });
  });

  it('while it never stands still; what it did is kept', async () => {
    const desk = anOperatorsDesk();
    await keepEndpoint(desk.endpoints, { name: 'open', probe_at: NOW, openings: 1 });
    desk.endpoints.save = async () => 'conflict';
    await expect(change(desk)).rejects.toMatchObject({ code: 'endpoint.busy', retryable: true });
  });
});

describe('whatever call of a drain crashes', () => {
  const MANY = 4;

  async function run(desk: OperatorsDesk, k: number, when: 'before' | 'after') {
    await keepEndpoint(desk.endpoints, { name: 'ramping', allowed: 2, left: 2, openings: 0 });
    return workThroughCrash(desk, [k, when], (ports) => startDrain(ports, ENDPOINT.id, 'root'));
  }

  it('each text is let go and signalled, none is left, and the totals are right', async () => {
    const { calls } = await run(await withHeld(MANY), Number.POSITIVE_INFINITY, 'before');
    expect(calls).toBeGreaterThan(30);
    for (let k = 1; k <= calls; k++)
      for (const when of ['before', 'after'] as const) {
        const desk = await withHeld(MANY);
        const texts = await heldNow(desk);
        const { id, crashes } = await run(desk, k, when);
        const point = `${when} call ${k}`;
        expect(crashes, point).toBe(1);
        expect(await heldNow(desk), point).toEqual([]);
        for (const { conversation_id } of texts) expect(await deferred(desk, conversation_id), point).toBe(0);
        const signalled = new Set(desk.signalled());
        expect(signalled, point).toEqual(new Set(texts.map(({ conversation_id }) => conversation_id)));
        const counts = { scanned: MANY, replayed: MANY, skipped: 0, failed: 0 };
        expect(await readJob(desk.start, id), point).toMatchObject({ state: 'done', counts });
      }
  });
});
