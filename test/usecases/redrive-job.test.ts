import { describe, expect, it } from 'vitest';
import type { DeadFilter } from '../../shared/domain/dead-filter.ts';
import { conversationOf } from '../../shared/domain/ids.ts';
import type { Job } from '../../shared/domain/job.ts';
import { cancelJob, countDeaths, readJob, startRedrive } from '../../shared/usecases/start-job.ts';
import { workOnJob } from '../../shared/usecases/work-on-job.ts';
import { DAY, HOUR, MINUTE, NOW, SECOND } from '../builders.ts';
import {
  anOperatorsDesk,
  ENDPOINT,
  end,
  giveUp,
  type OperatorsDesk,
  textOf,
  workThroughCrash,
} from './deaths.ts';

/** A desk at which so many texts were given up, one a minute; every third of another partner. */
async function withDeaths(many: number): Promise<OperatorsDesk> {
  const desk = anOperatorsDesk();
  for (let n = 0; n < many; n++) {
    const partner = n % 3 === 2 ? 'other' : 'demo';
    await giveUp(desk.conversations, { n, partner, at: NOW - DAY + n * MINUTE });
  }
  return desk;
}

const redrive = (desk: OperatorsDesk, filter: DeadFilter = {}, key?: string): Promise<Job> =>
  startRedrive(desk.start, { filter, by: 'root', key });

async function waiting({ conversations }: OperatorsDesk, text: Parameters<typeof textOf>[0]) {
  return (await conversations.head(conversationOf(textOf(text))))?.outbox[textOf(text)];
}

describe('a redrive', () => {
  it('replays every death, oldest first, 25 a second, and says what it did', async () => {
    const desk = await withDeaths(60);
    const order = desk.conversations.dead.map(({ conversation_id }) => conversation_id);
    const { id } = await redrive(desk);
    const began = desk.clock.business();
    await desk.workOff();
    expect(desk.signalled()).toEqual(order);
    expect(desk.conversations.dead).toEqual([]);
    expect(await readJob(desk.start, id)).toMatchObject({
      kind: 'redrive',
      state: 'done',
      started_by: 'root',
      counts: { scanned: 60, replayed: 60, skipped: 0, failed: 0 },
      batch: [],
    });
    expect(desk.clock.business() - began).toBe(2 * SECOND);
    expect(desk.journal.of('job.ended')).toMatchObject([{ job_id: id, state: 'done', replayed: 60 }]);
  });

  it('replays what its filter means, and leaves the rest dead', async () => {
    const desk = await withDeaths(9);
    const { id } = await redrive(desk, { partner: 'other', from: NOW - DAY + 3 * MINUTE });
    await desk.workOff();
    expect(await readJob(desk.start, id)).toMatchObject({ counts: { replayed: 2, skipped: 0, failed: 0 } });
    expect(desk.conversations.dead.map(({ partner, text_id }) => [partner, text_id]).slice(0, 3)).toEqual([
      ['demo', textOf({ n: 0 })],
      ['demo', textOf({ n: 1 })],
      ['other', textOf({ n: 2, partner: 'other' })],
    ]);
  });

  it('lets a text wait behind others for where it went, or for its own conversation if that was not known', async () => {
    const desk = anOperatorsDesk();
    const known = await giveUp(desk.conversations, { n: 0, at: NOW - DAY, endpoint_id: ENDPOINT.id });
    const unknown = await giveUp(desk.conversations, { n: 1, at: NOW - DAY + 1 });
    await redrive(desk);
    await desk.workOff();
    expect(desk.signalled()).toEqual([known.conversation_id, unknown.conversation_id]);
    expect(desk.outbound.groups).toEqual([ENDPOINT.id, unknown.conversation_id]);
  });

  it('of nothing is done at once', async () => {
    const desk = anOperatorsDesk();
    const { id } = await redrive(desk);
    await desk.workOff();
    expect(await readJob(desk.start, id)).toMatchObject({
      state: 'done',
      counts: { scanned: 0, replayed: 0 },
    });
  });

  it('does not replay a text again that dies again while it runs', async () => {
    const desk = await withDeaths(40);
    const { id } = await redrive(desk);
    await step(desk);
    await step(desk);
    desk.clock.advance(SECOND);
    await end(desk.conversations, { n: 0, at: desk.clock.business() });
    await desk.workOff();
    expect(desk.conversations.dead).toMatchObject([{ text_id: textOf({ n: 0 }), attempts: 2 }]);
    expect(await readJob(desk.start, id)).toMatchObject({ state: 'done', counts: { replayed: 40 } });
  });

  it('skips what may not or need not go out, and counts it', async () => {
    const desk = await withDeaths(4);
    const { conversations } = desk;
    const heads = conversations.head.bind(conversations);
    const [taken, erased, replayed] = conversations.dead.map(({ conversation_id }) => conversation_id);
    conversations.head = async (id: string) => {
      const head = await heads(id);
      return id === erased
        ? undefined
        : head && { ...head, ...(id === taken && { handler: 'operator' as const }) };
    };
    const { id } = await redrive(desk);
    await step(desk);
    const gone = conversations.dead.findIndex(({ conversation_id }) => conversation_id === replayed);
    conversations.dead.splice(gone, 1);
    await desk.workOff();
    expect(await readJob(desk.start, id)).toMatchObject({
      state: 'done',
      counts: { scanned: 4, replayed: 1, skipped: 3, failed: 0 },
    });
    expect(conversations.dead).toHaveLength(2);
  });

  it('signals a text that failed again and again, in case it is on its way although nobody heard so', async () => {
    const desk = await withDeaths(3);
    const unlucky = textOf({ n: 1 });
    const { revive, attempts } = desk.conversations;
    desk.conversations.revive = async (dead, entry) => {
      const written = await revive.call(desk.conversations, dead, entry);
      if (dead.text_id !== unlucky) return written;
      desk.conversations.attempts = async (conversation, text) => {
        if (text === unlucky) throw new Error('throttled');
        return attempts.call(desk.conversations, conversation, text);
      };
      throw new Error('timed out');
    };
    const { id } = await redrive(desk);
    await desk.workOff();
    expect(await readJob(desk.start, id)).toMatchObject({ counts: { replayed: 2, failed: 1 } });
    expect(await waiting(desk, { n: 1 })).toBeDefined();
    expect(desk.signalled()).toContain(conversationOf(unlucky));
  });

  it('leaves a text dead that fails again and again, and goes on with the others', async () => {
    const desk = await withDeaths(3);
    const bad = textOf({ n: 1 });
    const { revive } = desk.conversations;
    let tries = 0;
    desk.conversations.revive = async (dead, entry) => {
      if (dead.text_id === bad) tries += 1;
      if (dead.text_id === bad) throw new Error('CANARY');
      return revive.call(desk.conversations, dead, entry);
    };
    const { id } = await redrive(desk);
    await desk.workOff();
    expect(await readJob(desk.start, id)).toMatchObject({
      state: 'done',
      counts: { replayed: 2, failed: 1 },
    });
    expect(desk.conversations.dead.map(({ text_id }) => text_id)).toEqual([bad]);
    expect(tries).toBe(3);
    expect(JSON.stringify(desk.journal.lines)).not.toContain('CANARY');
  });
});

/** Works on the next signal of the lane alone. */
async function step(desk: OperatorsDesk): Promise<void> {
  const [next, ...rest] = desk.jobLane.take();
  if (!next) throw new Error('nothing was signalled');
  desk.clock.advance(next.delayS * SECOND);
  await workOnJob(desk.work, next.signal);
  desk.jobLane.sent.push(...rest);
}

describe('a redrive asked for again', () => {
  it('while it runs is the one that runs, signalled once more', async () => {
    const desk = await withDeaths(30);
    const first = await redrive(desk, { partner: 'demo' });
    desk.clock.advance(HOUR);
    for (const key of [undefined, 'key'])
      expect((await redrive(desk, { partner: 'demo' }, key)).id).toBe(first.id);
    expect(desk.jobLane.sent).toHaveLength(3);
    await desk.workOff();
    expect(await readJob(desk.start, first.id)).toMatchObject({ state: 'done', counts: { replayed: 20 } });
  });

  it('with another filter is another one', async () => {
    const desk = await withDeaths(3);
    const ids = await Promise.all(
      [{}, { partner: 'demo' }, { rule: 'demo' }, { from: 1 }, { to: 1 }].map(
        async (f) => (await redrive(desk, f)).id,
      ),
    );
    expect(new Set(ids).size).toBe(5);
  });

  it('by twenty at once is one', async () => {
    const desk = await withDeaths(3);
    const ids = await Promise.all(Array.from({ length: 8 }, async () => (await redrive(desk)).id));
    expect(new Set(ids).size).toBe(1);
  });

  it('right after it ended was a double click; later it is a new one, which replays what died since', async () => {
    const desk = await withDeaths(1);
    const first = await redrive(desk);
    await desk.workOff();
    await end(desk.conversations, { n: 0, at: desk.clock.business() });
    desk.clock.advance(5 * SECOND);
    expect((await redrive(desk)).id).toBe(first.id);
    expect(await desk.workOff()).toBe(0);
    desk.clock.advance(5 * SECOND);
    const second = await redrive(desk);
    expect(second.id).not.toBe(first.id);
    await desk.workOff();
    expect(desk.conversations.dead).toEqual([]);
  });

  it('under its key is the same for as long as no other was started, under another one a new one at once', async () => {
    const desk = await withDeaths(1);
    const first = await redrive(desk, {}, 'one');
    await desk.workOff();
    desk.clock.advance(HOUR);
    expect((await redrive(desk, {}, 'one')).id).toBe(first.id);
    expect((await redrive(desk, {}, 'two')).id).not.toBe(first.id);
  });
});

describe('a redrive that is cancelled', () => {
  it('replays what it had planned, no more, and says so', async () => {
    const desk = await withDeaths(60);
    const { id } = await redrive(desk);
    await step(desk);
    expect(await cancelJob(desk.start, id, 'root')).toMatchObject({ state: 'cancelling' });
    await desk.workOff();
    expect(await readJob(desk.start, id)).toMatchObject({ state: 'cancelled', counts: { replayed: 25 } });
    expect(desk.conversations.dead).toHaveLength(35);
    expect(await cancelJob(desk.start, id, 'root')).toMatchObject({ state: 'cancelled' });
  });

  it('in the middle of a step keeps what that step did', async () => {
    const desk = await withDeaths(60);
    const { id } = await redrive(desk);
    await step(desk);
    const { revive } = desk.conversations;
    desk.conversations.revive = async (dead, entry) => {
      desk.conversations.revive = revive;
      await cancelJob(desk.start, id, 'root');
      return revive.call(desk.conversations, dead, entry);
    };
    await desk.workOff();
    expect(await readJob(desk.start, id)).toMatchObject({ state: 'cancelled', counts: { replayed: 25 } });
    expect(desk.conversations.dead).toHaveLength(35);
  });

  it('lets another one begin', async () => {
    const desk = await withDeaths(60);
    const first = await redrive(desk);
    await cancelJob(desk.start, first.id, 'root');
    expect((await redrive(desk)).id).not.toBe(first.id);
    await desk.workOff();
    expect(desk.conversations.dead).toEqual([]);
  });
});

it('a job that nobody knows is unknown', async () => {
  const desk = anOperatorsDesk();
  await expect(readJob(desk.start, 'job_x')).rejects.toMatchObject({ code: 'job.unknown' });
  await expect(cancelJob(desk.start, 'job_x', 'root')).rejects.toMatchObject({ code: 'job.unknown' });
  await workOnJob(desk.work, { job_id: 'job_x' });
  expect(desk.jobLane.sent).toEqual([]);
});

describe('a signal', () => {
  it('that comes early is sent again for when the step is due, and does nothing', async () => {
    const desk = await withDeaths(60);
    const { id } = await redrive(desk);
    await step(desk);
    await step(desk);
    await workOnJob(desk.work, { job_id: id });
    expect(desk.jobLane.sent).toEqual(Array(2).fill({ signal: { job_id: id }, delayS: 1 }));
    expect(desk.conversations.dead).toHaveLength(35);
  });

  it('that comes twice at the same moment does the work of one', async () => {
    const desk = await withDeaths(60);
    const { id } = await redrive(desk);
    await Promise.all([workOnJob(desk.work, { job_id: id }), workOnJob(desk.work, { job_id: id })]);
    await desk.workOff();
    expect(await readJob(desk.start, id)).toMatchObject({
      state: 'done',
      counts: { scanned: 60, replayed: 60 },
    });
    expect(desk.conversations.dead).toEqual([]);
  });

  it('that comes after the end does nothing', async () => {
    const desk = await withDeaths(1);
    const { id } = await redrive(desk);
    await desk.workOff();
    const before = await readJob(desk.start, id);
    await workOnJob(desk.work, { job_id: id });
    expect(await readJob(desk.start, id)).toEqual(before);
    expect(desk.jobLane.sent).toEqual([]);
  });
});

describe('a dry run', () => {
  it('counts what its filter means, and changes nothing', async () => {
    const desk = await withDeaths(30);
    const { found, next } = await countDeaths(desk.work, { partner: 'other' });
    expect([found.length, next]).toEqual([10, undefined]);
    expect(desk.conversations.dead).toHaveLength(30);
    expect(desk.jobLane.sent).toEqual([]);
  });
});

describe('whatever call of a redrive crashes', () => {
  const MANY = 4;

  const run = (desk: OperatorsDesk, k: number, when: 'before' | 'after') =>
    workThroughCrash(desk, [k, when], (ports) => startRedrive(ports, { filter: {}, by: 'root', key: 'one' }));

  it('each text goes out once, and the totals are right', async () => {
    const { calls } = await run(await withDeaths(MANY), Number.POSITIVE_INFINITY, 'before');
    expect(calls).toBeGreaterThan(30);
    for (let k = 1; k <= calls; k++)
      for (const when of ['before', 'after'] as const) {
        const desk = await withDeaths(MANY);
        const { id, crashes } = await run(desk, k, when);
        const point = `${when} call ${k}`;
        expect(crashes, point).toBe(1);
        expect(desk.conversations.dead, point).toEqual([]);
        for (let n = 0; n < MANY; n++) {
          const text = { n, partner: n % 3 === 2 ? 'other' : 'demo' };
          expect(await waiting(desk, text), point).toMatchObject({ replay_after: 1 });
        }
        const counts = { scanned: MANY, replayed: MANY, skipped: 0, failed: 0 };
        expect(await readJob(desk.start, id), point).toMatchObject({ state: 'done', counts });
        expect(new Set(desk.signalled()).size, point).toBe(MANY);
      }
  });

  it('and it is delivered and dies again in between, it goes out once and is counted once', async () => {
    const { calls } = await run(await withDeaths(2), Number.POSITIVE_INFINITY, 'before');
    for (let k = 1; k <= calls; k++) {
      const desk = await withDeaths(2);
      const { revive } = desk.conversations;
      let revived = 0;
      desk.conversations.revive = async (dead, entry) => {
        const written = await revive.call(desk.conversations, dead, entry);
        if (written !== 'written') return written;
        revived += 1;
        // What deliver does at once, faster than the step goes on.
        const n = dead.text_id === textOf({ n: 0 }) ? 0 : 1;
        await end(desk.conversations, { n, at: desk.clock.business() }, n === 0 ? 'delivered' : 'dead');
        return written;
      };
      const { id } = await run(desk, k, 'after');
      expect(revived, `call ${k}`).toBe(2);
      expect(await readJob(desk.start, id), `call ${k}`).toMatchObject({
        counts: { scanned: 2, replayed: 2 },
      });
      expect(desk.conversations.dead, `call ${k}`).toMatchObject([
        { text_id: textOf({ n: 1 }), attempts: 2 },
      ]);
    }
  });
});
