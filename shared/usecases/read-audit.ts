import { type AuditEntry, type AuditPlace, isAbout, monthsBack } from '../domain/audit.ts';
import { LIMITS } from '../domain/limits.ts';
import type { Audit } from '../ports.ts';

const AT_ONCE = 200;

/** Times are epoch milliseconds, both included. */
export interface AuditAsked {
  from: number;
  to: number;
  by?: string | undefined;
  what?: string | undefined;
  limit: number;
  /** Where the page before has ended. */
  after?: AuditPlace | undefined;
}

/** Who changed what of the desk, newest first; a page may be short, or empty, and have another one behind it. */
export async function readAudit(
  audit: Pick<Audit, 'inMonth'>,
  asked: AuditAsked,
): Promise<{ found: AuditEntry[]; next: AuditPlace | undefined }> {
  const found: AuditEntry[] = [];
  let looked = 0;
  for await (const entry of entriesBack(audit, asked)) {
    if (fits(entry, asked)) found.push(entry);
    looked++;
    if (found.length === asked.limit || looked === LIMITS.auditLooked)
      return { found, next: { at: entry.at, id: entry.id } };
  }
  return { found, next: undefined };
}

async function* entriesBack(
  audit: Pick<Audit, 'inMonth'>,
  { from, to, after }: AuditAsked,
): AsyncGenerator<AuditEntry> {
  // No entry has this place, and those at `to` stand before it.
  let beyond: AuditPlace = after ?? { at: to + 1, id: '' };
  for (const month of monthsBack(from, Math.min(beyond.at, to)))
    for (let more = true; more; ) {
      const entries = await audit.inMonth(month, { limit: AT_ONCE, beyond });
      for (const entry of entries) {
        if (entry.at < from) return;
        yield entry;
        beyond = entry;
      }
      more = entries.length === AT_ONCE;
    }
}

function fits(entry: AuditEntry, { by, what }: AuditAsked): boolean {
  return (by === undefined || entry.by === by) && (what === undefined || isAbout(entry, what));
}
