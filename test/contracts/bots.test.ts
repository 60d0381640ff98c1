import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CachedBots } from '../../shared/adapters/cached-bots.ts';
import { DynamoBots } from '../../shared/adapters/dynamo/bot-store.ts';
import { MemoryBots } from '../../shared/adapters/memory/bots.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import type { BotRows } from '../../shared/ports.ts';
import { aBot, MINUTE, NOW, SECOND } from '../builders.ts';
import { FixedClock } from '../usecases/desk.ts';
import { type RealTable, startRealTable } from './real-table.ts';

/** What every store of bots must do; each test begins with an empty one. */
function describeBots(make: () => BotRows | Promise<BotRows>): void {
  let store: BotRows;
  beforeEach(async () => {
    store = await make();
  });

  it('keeps a bot with its secrets, under revisions that count', async () => {
    const bot = aBot({ secrets: [{ hash: 'b' }, { hash: 'a', until: NOW }] });
    expect(await store.saveBot(undefined, bot)).toBe('written');
    const first = await store.bot(bot.id);
    expect(first).toEqual({ ...bot, revision: 1 });
    expect(await store.saveBot(first, { ...bot, username: 'renamed_bot' })).toBe('written');
    expect(await store.bot(bot.id)).toEqual({ ...bot, username: 'renamed_bot', revision: 2 });
  });

  it.each(['unknown', '', '__proto__', 'B#school'])('knows no bot %j', async (id) => {
    await store.saveBot(undefined, aBot());
    expect(await store.bot(id)).toBeUndefined();
  });

  it('lists bots by id', async () => {
    expect(await store.bots()).toEqual([]);
    for (const id of ['b', 'a-2', 'a', '0']) await store.saveBot(undefined, aBot({ id }));
    expect((await store.bots()).map(({ id }) => id)).toEqual(['0', 'a', 'a-2', 'b']);
  });

  it('lists as many as there may be', async () => {
    for (let n = 0; n < LIMITS.bots; n++) await store.saveBot(undefined, aBot({ id: `bot${n}` }));
    expect(await store.bots()).toHaveLength(LIMITS.bots);
  });

  it('lets one of two through that saw none, and one of two that saw the same', async () => {
    const [one, two] = [aBot({ username: 'one_bot' }), aBot({ username: 'two_bot' })];
    const added = await Promise.all([store.saveBot(undefined, one), store.saveBot(undefined, two)]);
    expect(added.toSorted()).toEqual(['conflict', 'written']);
    const seen = await store.bot(one.id);
    const changed = await Promise.all([store.saveBot(seen, one), store.saveBot(seen, two)]);
    expect(changed.toSorted()).toEqual(['conflict', 'written']);
    expect(await store.bot(one.id)).toMatchObject({ revision: 2 });
  });

  it('changes none that is gone', async () => {
    expect(await store.saveBot(aBot({ revision: 1 }), aBot())).toBe('conflict');
    expect(await store.bot(aBot().id)).toBeUndefined();
  });

  it('removes a bot as it was seen, and none that changed since', async () => {
    await store.saveBot(undefined, aBot());
    const seen = (await store.bot(aBot().id))!;
    await store.saveBot(seen, aBot());
    expect(await store.removeBot(seen)).toBe('conflict');
    expect(await store.removeBot((await store.bot(seen.id))!)).toBe('written');
    expect([await store.bot(seen.id), await store.bots()]).toEqual([undefined, []]);
    expect(await store.removeBot(seen)).toBe('conflict');
  });
}

describe('bots in memory', () => {
  describeBots(() => new MemoryBots());

  it('do not change with what was read of them', async () => {
    const store = new MemoryBots();
    await store.saveBot(undefined, aBot());
    (await store.bot(aBot().id))?.secrets.push({ hash: 'x' });
    expect(await store.bot(aBot().id)).toEqual({ ...aBot(), revision: 1 });
  });
});

describe('bots in the table', () => {
  let real: RealTable;
  beforeAll(async () => {
    real = await startRealTable();
  });
  afterAll(() => real.close());

  describeBots(async () => {
    const store = new DynamoBots(real.table);
    for (const bot of await store.bots()) await store.removeBot(bot);
    return store;
  });
});

describe('bots that are remembered', () => {
  const source = () => {
    const store = new MemoryBots();
    const clock = new FixedClock();
    let reads = 0;
    let broken = false;
    const counted = {
      bot(id: string) {
        reads++;
        return broken ? Promise.reject(new Error('no table')) : store.bot(id);
      },
    };
    const cached = new CachedBots(counted, clock);
    const rename = async (username: string) => {
      const seen = await store.bot('school');
      await store.saveBot(seen, aBot({ username }));
    };
    const break_ = (is: boolean) => {
      broken = is;
    };
    return { clock, cached, rename, reads: () => reads, break: break_ };
  };
  const nameOf = async (asked: Promise<{ username: string } | undefined>) => (await asked)?.username;

  it('are read once a minute of wall time, whatever business time does', async () => {
    const { clock, cached, rename, reads } = source();
    await rename('one');
    expect(await nameOf(cached.bot('school'))).toBe('one');
    await rename('two');
    clock.advanceBusiness(60 * MINUTE);
    clock.advanceWall(MINUTE - 1);
    expect([await nameOf(cached.bot('school')), reads()]).toEqual(['one', 1]);
    clock.advanceWall(1);
    expect([await nameOf(cached.bot('school')), reads()]).toEqual(['two', 2]);
  });

  it('are looked up past it at once, but once in five seconds at most', async () => {
    const { clock, cached, rename, reads } = source();
    await rename('one');
    await cached.bot('school');
    await rename('two');
    expect(await nameOf(cached.fresh('school'))).toBe('two');
    await rename('three');
    clock.advanceWall(5 * SECOND - 1);
    expect([await nameOf(cached.fresh('school')), reads()]).toEqual(['two', 2]);
    expect(await nameOf(cached.bot('school'))).toBe('two');
    clock.advanceWall(1);
    expect([await nameOf(cached.fresh('school')), reads()]).toEqual(['three', 3]);
  });

  it('are looked up past it for each bot by itself, and by many at once once', async () => {
    const { cached, rename, reads } = source();
    await rename('one');
    await Promise.all([1, 2, 3].map(() => cached.fresh('school')));
    expect(reads()).toBe(1);
    await cached.fresh('other');
    expect(reads()).toBe(2);
  });

  it('are asked for again after five seconds if there was none', async () => {
    const { clock, cached, rename, reads } = source();
    for (let n = 0; n < 3; n++) expect(await cached.bot('school')).toBeUndefined();
    expect(reads()).toBe(1);
    await rename('one');
    clock.advanceWall(5 * SECOND);
    expect(await nameOf(cached.bot('school'))).toBe('one');
  });

  it('are asked for again at once if they could not be read', async () => {
    const { cached, rename, break: breakTable } = source();
    await rename('one');
    breakTable(true);
    await expect(cached.bot('school')).rejects.toThrow('no table');
    await expect(cached.fresh('school')).rejects.toThrow('no table');
    breakTable(false);
    expect(await nameOf(cached.bot('school'))).toBe('one');
  });

  it('are not remembered without end, however many names are tried', async () => {
    const { cached, reads } = source();
    for (let n = 0; n < 2500; n++) await cached.bot(`tried${n}`);
    await cached.bot('tried0');
    expect(reads()).toBe(2501);
  });
});
