import type { AuditEntry, AuditPlace } from '../../domain/audit.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { Audit } from '../../ports.ts';
import { keys } from './access-patterns.ts';
import { expiry } from './rows.ts';
import type { Table } from './table.ts';

/** What people have changed of the desk, a partition for each month. */
export class DynamoAudit implements Audit {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  async put(entry: AuditEntry): Promise<void> {
    const place = keys.audited(entry.at, entry.id);
    await this.#table.put({
      ...place,
      kind: 'audit',
      entry,
      expires_at: expiry(entry.at + LIMITS.auditKept),
    });
  }

  async remove({ at, id }: AuditPlace): Promise<void> {
    await this.#table.remove(keys.audited(at, id));
  }

  async inMonth(
    month: string,
    { limit, beyond }: { limit: number; beyond?: AuditPlace | undefined },
  ): Promise<AuditEntry[]> {
    const seen = beyond && keys.audited(beyond.at, beyond.id).sk;
    // A page begins with the row it is told, which its caller has seen.
    const rows = await this.#table.page({ ...keys.auditIn(month), before: seen }, limit + 1);
    const fresh = rows.filter((row) => row['sk'] !== seen).slice(0, limit);
    return fresh.map((row) => row['entry'] as AuditEntry);
  }
}
