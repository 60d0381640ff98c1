import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DynamoAudit } from '../../shared/adapters/dynamo/audit-store.ts';
import { MemoryAudit } from '../../shared/adapters/memory/audit.ts';
import type { AuditEntry } from '../../shared/domain/audit.ts';
import type { Audit } from '../../shared/ports.ts';
import { readAudit } from '../../shared/usecases/read-audit.ts';
import { DAY } from '../builders.ts';
import { type RealTable, startRealTable } from './real-table.ts';

const FIRST = Date.UTC(2031, 0, 31, 23, 59, 59, 999);
let made = 0;
const anEntry = (at: number, over: Partial<AuditEntry> = {}): AuditEntry => ({
  id: (made++).toString(16).padStart(16, '0'),
  at,
  by: 'anna',
  what: 'policy.changed',
  outcome: 'done',
  request_id: 'asked',
  ...over,
});

/** What every audit log must do. Each test has a year of its own. */
function describeAudit(make: () => Audit): void {
  it('lists a month newest first, behind a place, and puts an entry in place of itself', async () => {
    const audit = make();
    const entries = [anEntry(FIRST), anEntry(FIRST), anEntry(FIRST - DAY), anEntry(FIRST + 1)];
    for (const entry of entries) await audit.put({ ...entry, outcome: 'unknown' });
    for (const entry of entries) await audit.put(entry);
    const [first, second, older, next] = entries as [AuditEntry, AuditEntry, AuditEntry, AuditEntry];
    expect(await audit.inMonth('2031-01', { limit: 10 })).toEqual([second, first, older]);
    expect(await audit.inMonth('2031-01', { limit: 1, beyond: next })).toEqual([second]);
    expect(await audit.inMonth('2031-01', { limit: 10, beyond: second })).toEqual([first, older]);
    expect(await audit.inMonth('2031-01', { limit: 10, beyond: older })).toEqual([]);
    await audit.remove(second);
    expect(await audit.inMonth('2031-01', { limit: 10 })).toEqual([first, older]);
  });

  it('is read over the months in pages that lose nothing and tell nothing twice', async () => {
    const audit = make();
    const year = Date.UTC(2033, 0, 1);
    const entries = Array.from({ length: 450 }, (_, day) =>
      anEntry(year + Math.floor(day / 2) * DAY, { by: day % 3 === 0 ? 'anna' : 'boris' }),
    );
    for (const entry of entries) await audit.put(entry);
    const span = { from: year + 2 * DAY, to: year + 200 * DAY };
    const wanted = entries.filter(({ at, by }) => by === 'anna' && at >= span.from && at <= span.to);
    const found: AuditEntry[] = [];
    for (let after: AuditEntry | { at: number; id: string } | undefined; ; ) {
      const page = await readAudit(audit, { ...span, by: 'anna', limit: 7, after });
      found.push(...page.found);
      if (!page.next) break;
      after = page.next;
    }
    expect(found).toEqual(wanted.toReversed());
  });

  it('looks at a thousand entries for a page and goes on from there', async () => {
    const entries = Array.from({ length: 1001 }, (_, at) => anEntry(FIRST - at));
    const audit = { inMonth: async () => entries.splice(0, 200) };
    const page = await readAudit(audit, { from: 0, to: FIRST, by: 'nobody', limit: 10 });
    expect([page.found, page.next?.at, entries.length]).toEqual([[], FIRST - 999, 1]);
  });
}

describe('an audit log in memory', () => describeAudit(() => new MemoryAudit()));

describe('an audit log in the table', () => {
  let real: RealTable;
  beforeAll(async () => {
    real = await startRealTable();
  });
  afterAll(() => real.close());
  describeAudit(() => new DynamoAudit(real.table));
});
