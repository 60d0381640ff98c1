import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DynamoOperators } from '../../shared/adapters/dynamo/operator-store.ts';
import { DynamoSignIn } from '../../shared/adapters/dynamo/sign-in-store.ts';
import { MemoryOperators } from '../../shared/adapters/memory/operators.ts';
import { MemorySignIn } from '../../shared/adapters/memory/sign-in.ts';
import type { Session } from '../../shared/domain/session.ts';
import type { TokenKey } from '../../shared/domain/token-key.ts';
import type { Operators, SignInTries, TokenKeys } from '../../shared/ports.ts';
import { NOW } from '../builders.ts';
import { anOperator } from '../staff.ts';
import { type RealTable, startRealTable } from './real-table.ts';

const SESSION: Session = { started_at: NOW, rotated_at: NOW, current: 'one' };
const begun = (id: string, gone: string[] = []) => ({ id, session: SESSION, gone });

let fresh = 0;

/** What every store of people must do. */
function describeOperators(make: () => Operators): void {
  let store: Operators;
  let olga: ReturnType<typeof anOperator>;
  beforeEach(async () => {
    store = make();
    olga = anOperator({ id: `olga_${fresh++}` });
    await store.addOperator(olga);
  });

  it('has somebody as they were added, once', async () => {
    expect(await store.operator(olga.id)).toEqual(olga);
    expect(await store.addOperator({ ...olga, name: 'Another' })).toBe('conflict');
    expect(await store.operator(olga.id)).toEqual(olga);
    expect(await store.operator('nobody')).toBeUndefined();
  });

  it('lists all by id', async () => {
    await store.addOperator(anOperator({ id: `${olga.id}a` }));
    const ids = (await store.operators()).map(({ id }) => id);
    expect(ids).toEqual(ids.toSorted());
    expect(ids).toContain(`${olga.id}a`);
  });

  it('lets one of two changes through that saw the same, and keeps the sessions', async () => {
    await store.beginSession(olga, begun('s1'));
    const written = await Promise.all([
      store.saveOperator(olga, { ...olga, role: 'admin' }, 'kept'),
      store.saveOperator(olga, { ...olga, name: 'Olya' }, 'kept'),
    ]);
    expect(written.toSorted()).toEqual(['conflict', 'written']);
    expect(await store.operator(olga.id)).toMatchObject({ revision: 2, sessions: { s1: SESSION } });
  });

  it('lets one of two go through that each need the other to stand', async () => {
    const [anna, boris] = [`${olga.id}a`, `${olga.id}b`].map((id) => anOperator({ id, role: 'admin' }));
    for (const admin of [anna!, boris!]) await store.addOperator(admin);
    const demoted = (seen: typeof olga) => ({ ...seen, role: 'operator' as const });
    expect(await store.saveOperator(anna!, demoted(anna!), 'kept', boris)).toBe('written');
    expect(await store.saveOperator(boris!, demoted(boris!), 'kept', anna)).toBe('conflict');
    expect(await store.operator(anna!.id)).toMatchObject({ role: 'operator', revision: 2 });
    expect(await store.operator(boris!.id)).toEqual(boris);
    expect(await store.saveOperator(anna!, demoted(anna!), 'ended', boris)).toBe('conflict');
    expect(await store.saveOperator(boris!, demoted(boris!), 'kept', olga)).toBe('written');
  });

  it('ends every session in the write that takes access away, and begins none for who was seen before', async () => {
    await store.beginSession(olga, begun('s1'));
    expect(await store.saveOperator(olga, { ...olga, disabled_at: NOW }, 'ended')).toBe('written');
    expect(await store.beginSession(olga, begun('s2'))).toBe('conflict');
    expect(await store.rotateSession(olga.id, 's1', SESSION, SESSION)).toBe('conflict');
    expect(await store.operator(olga.id)).toMatchObject({ disabled_at: NOW, sessions: {} });
    const seen = (await store.operator(olga.id))!;
    await store.saveOperator(seen, { ...seen, disabled_at: undefined }, 'kept');
    expect((await store.operator(olga.id))?.disabled_at).toBeUndefined();
  });

  it('begins a session in place of others, and changes no session of anybody else', async () => {
    await store.beginSession(olga, begun('s1'));
    await store.beginSession(olga, begun('s2'));
    expect(await store.beginSession(olga, begun('s3', ['s1', 's2']))).toBe('written');
    expect((await store.operator(olga.id))?.sessions).toEqual({ s3: SESSION });
  });

  it('lets one of two through that show the same token of a session', async () => {
    await store.beginSession(olga, begun('s1'));
    const next = (current: string): Session => ({ ...SESSION, current, previous: 'one' });
    const written = await Promise.all([
      store.rotateSession(olga.id, 's1', SESSION, next('two')),
      store.rotateSession(olga.id, 's1', SESSION, next('three')),
    ]);
    expect(written.toSorted()).toEqual(['conflict', 'written']);
    expect(await store.rotateSession(olga.id, 'other', SESSION, next('four'))).toBe('conflict');
    expect((await store.operator(olga.id))?.sessions).toEqual({
      s1: next(written[0] === 'written' ? 'two' : 'three'),
    });
  });

  it('ends one session or all, and makes nobody of an id that is not there', async () => {
    for (const id of ['s1', 's2', 's3']) await store.beginSession(olga, begun(id));
    await store.endSession(olga.id, 's1');
    await store.endSession(olga.id, 's1');
    expect(Object.keys((await store.operator(olga.id))?.sessions ?? {}).sort()).toEqual(['s2', 's3']);
    await store.endSessions(olga.id);
    expect((await store.operator(olga.id))?.sessions).toEqual({});
    await store.endSession('nobody', 's1');
    await store.endSessions('nobody');
    expect(await store.operator('nobody')).toBeUndefined();
  });
}

/** What every store of tries and keys must do. */
function describeSignIn(make: () => SignInTries & TokenKeys): void {
  let store: SignInTries & TokenKeys;
  beforeEach(() => {
    store = make();
  });

  it('counts tries for whoever saw the last count, and forgets them', async () => {
    const of = `name-${fresh++}`;
    const [one, two] = [
      { count: 1, last: NOW },
      { count: 2, last: NOW + 1 },
    ];
    expect(await store.tries(of)).toBeUndefined();
    const written = await Promise.all([
      store.saveTries(of, undefined, one),
      store.saveTries(of, undefined, one),
    ]);
    expect(written.toSorted()).toEqual(['conflict', 'written']);
    expect(await store.saveTries(of, one, two)).toBe('written');
    expect(await store.saveTries(of, one, two)).toBe('conflict');
    expect(await store.tries(of)).toEqual(two);
    expect(await store.saveTries(of, one, undefined)).toBe('conflict');
    expect(await store.saveTries(of, two, undefined)).toBe('written');
    expect(await store.tries(of)).toBeUndefined();
  });

  it('puts keys in place of those that were seen', async () => {
    const key = (kid: string): TokenKey => ({ kid, x: '', y: '', d: '', created_at: NOW, signs_from: NOW });
    const seen = await store.tokenKeys();
    expect(await store.replaceTokenKeys(seen, [key('a')])).toBe('written');
    const written = await Promise.all([
      store.replaceTokenKeys([key('a')], [key('b'), key('a')]),
      store.replaceTokenKeys([key('a')], [key('c'), key('a')]),
    ]);
    expect(written.toSorted()).toEqual(['conflict', 'written']);
    expect(await store.replaceTokenKeys([key('a')], [])).toBe('conflict');
    expect((await store.tokenKeys()).map(({ kid }) => kid)).toEqual([
      written[0] === 'written' ? 'b' : 'c',
      'a',
    ]);
  });
}

describe('people in memory', () => describeOperators(() => new MemoryOperators()));
describe('sign-ins in memory', () => describeSignIn(() => new MemorySignIn()));

describe('in the table', () => {
  let real: RealTable;
  beforeAll(async () => {
    real = await startRealTable();
  });
  afterAll(() => real.close());

  describe('people', () => describeOperators(() => new DynamoOperators(real.table)));
  describe('sign-ins', () => describeSignIn(() => new DynamoSignIn(real.table)));

  it('tries are forgotten by wall time, whatever the twin’s clock says', async () => {
    await new DynamoSignIn(real.table).saveTries('wall', undefined, { count: 1, last: NOW });
    const row = await real.table.get({ pk: 'TRIES#wall', sk: 'TRIES' });
    expect(row).toMatchObject({ clock: 'wall', expires_at: NOW / 1000 + 15 * 60 + 1 });
  });
});
