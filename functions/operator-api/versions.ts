import { VersionsCursor } from '../../shared/contracts/operator-policy.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import { cursorOf, readCursor } from '../../shared/edge/paging.ts';
import type { Documents, PublishedDocument } from '../../shared/ports.ts';

interface VersionsAsked {
  limit?: number | undefined;
  cursor?: string | undefined;
}

/** One page of a document's versions, newest first; there are no gaps, so the first one ends the list. */
export async function pageOfVersions(
  { documents }: { documents: Pick<Documents, 'versions'> },
  name: string,
  { limit = LIMITS.versionsPage, cursor }: VersionsAsked,
): Promise<{ found: PublishedDocument[]; next: string | null }> {
  const { before } = readCursor(VersionsCursor, cursor) ?? {};
  const found = await documents.versions(name, { limit, before });
  const last = found.at(-1)?.version ?? 1;
  return { found, next: cursorOf(last > 1 ? { before: last } : undefined) };
}
