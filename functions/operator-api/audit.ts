import { AuditCursor, AuditQuery } from '../../shared/contracts/operator-partners.ts';
import type { AuditPage } from '../../shared/contracts/partners-responses.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import { cursorOf, parseQuery, readCursor } from '../../shared/edge/paging.ts';
import { type HttpResponse, json } from '../../shared/edge/responses.ts';
import { readAudit } from '../../shared/usecases/read-audit.ts';
import type { OperatorDoor, OperatorRequest } from './operator-route.ts';
import { auditView } from './partner-views.ts';

/** `GET /api/admin/audit`: who changed what of the desk itself, newest first. */
export async function getAudit(door: OperatorDoor, { event }: OperatorRequest): Promise<HttpResponse> {
  const { from, to, by, what, limit = LIMITS.listPage, cursor } = parseQuery(AuditQuery, event);
  const now = door.clock.business();
  const span = { from: Math.max(from ?? 0, now - LIMITS.auditKept), to: Math.min(to ?? now, now) };
  const after = readCursor(AuditCursor, cursor, ({ at }) => at <= span.to);
  const { found, next } = await readAudit(door.audit, { ...span, by, what, limit, after });
  return json(200, { items: found.map(auditView), next: cursorOf(next) } satisfies AuditPage);
}
