import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CachedUsualTroubles } from '../../shared/adapters/cached-usual-troubles.ts';
import { DynamoTroubleReports, DynamoUsualTroubles } from '../../shared/adapters/dynamo/trouble-store.ts';
import { MemoryTroubleReports, MemoryUsualTroubles } from '../../shared/adapters/memory/troubles.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import { FixedClock } from '../usecases/desk.ts';
import { type RealTable, startRealTable } from './real-table.ts';
import { describeTroubleReports, describeUsualTroubles } from './troubles.ts';

describe('trouble, in memory', () => {
  describeTroubleReports(() => new MemoryTroubleReports());
  describeUsualTroubles(() => new MemoryUsualTroubles());
});

describe('trouble, in the table', () => {
  let real: RealTable;
  beforeAll(async () => {
    real = await startRealTable();
  });
  afterAll(() => real.close());

  describeTroubleReports(() => new DynamoTroubleReports(real.table));
  describeUsualTroubles(() => new DynamoUsualTroubles(real.table));
});

describe('usual trouble, remembered', () => {
  describeUsualTroubles(() => new CachedUsualTroubles(new MemoryUsualTroubles(), new FixedClock()));

  it('is read again after a while', async () => {
    const clock = new FixedClock();
    const stored = new MemoryUsualTroubles();
    const cached = new CachedUsualTroubles(stored, clock);
    await cached.current();
    await stored.put({ through: 0, hours: {} }, undefined);
    expect(await cached.current()).toBeUndefined();
    clock.advanceWall(LIMITS.usualTroubleRememberedWall);
    expect(await cached.current()).toEqual({ through: 0, hours: {} });
  });
});
