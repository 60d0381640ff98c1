import { type AuditEntry, type AuditPlace, monthOf } from '../../domain/audit.ts';
import type { Audit } from '../../ports.ts';
import { copy } from './copy.ts';

const orderOf = ({ at, id }: AuditPlace): string => `${new Date(at).toISOString()}#${id}`;

/** What people have changed of the desk, in memory. */
export class MemoryAudit implements Audit {
  readonly entries = new Map<string, AuditEntry>();

  async put(entry: AuditEntry): Promise<void> {
    this.entries.set(orderOf(entry), copy(entry));
  }

  async remove(place: AuditPlace): Promise<void> {
    this.entries.delete(orderOf(place));
  }

  async inMonth(
    month: string,
    { limit, beyond }: { limit: number; beyond?: AuditPlace | undefined },
  ): Promise<AuditEntry[]> {
    const before = beyond && orderOf(beyond);
    return [...this.entries]
      .filter(([order, { at }]) => monthOf(at) === month && (before === undefined || order < before))
      .sort(([a], [b]) => (a < b ? 1 : -1))
      .slice(0, limit)
      .map(([, entry]) => copy(entry));
  }
}
