import { ArmedCursor } from '../../shared/contracts/operator-reminders.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import { readCursor } from '../../shared/edge/paging.ts';
import type { DryRunOf } from '../../shared/usecases/dry-run.ts';

type Asked = Partial<Record<'partner' | 'client_id' | 'cursor', string | null | undefined>> & {
  limit?: number | null | undefined;
};

/** Whose conversations a dry run goes through. @throws Fault request.invalid for a cursor of another list */
export function readDryRunOf({ partner, client_id, limit, cursor }: Asked): DryRunOf {
  const whose = { partner: partner ?? undefined, client_id: client_id ?? undefined };
  const ofMany = () => whose.client_id === undefined;
  const after = readCursor(ArmedCursor, cursor ?? undefined, ofMany, 'cursor');
  return { ...whose, limit: limit ?? LIMITS.dryRunConversations, after };
}
