import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { FAULT_STATUS } from '../../shared/contracts/fault-status.ts';
import { type AuditDetails, type AuditEntry, bounded } from '../../shared/domain/audit.ts';
import { Fault } from '../../shared/domain/errors.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import { describeError } from '../../shared/edge/describe-error.ts';
import { requestIdOf } from '../../shared/edge/http-edge.ts';
import type { HttpResponse } from '../../shared/edge/responses.ts';
import type { Audit, Clock, Journal } from '../../shared/ports.ts';

export interface AuditPorts {
  audit: Audit;
  clock: Pick<Clock, 'business'>;
  journal: Journal;
}

/** What a handler adds to what is known of every change: who, when, and what was asked for. */
export type Note = (details: AuditDetails) => void;

/**
 * Makes a change of the desk itself, and keeps that it was made. An entry stands before the change begins, so that nothing
 * changes without one: a crash leaves it as it is, of unknown outcome. A change that was refused leaves none.
 */
export async function audited(
  ports: AuditPorts,
  change: Pick<AuditEntry, 'id' | 'what' | 'by' | 'target' | 'before'>,
  event: APIGatewayProxyEventV2,
  make: (note: Note) => Promise<HttpResponse>,
): Promise<HttpResponse> {
  const at = ports.clock.business();
  const begun: AuditEntry = {
    ...change,
    ...kept({ before: change.before }),
    at,
    outcome: 'unknown',
    request_id: requestIdOf(event),
  };
  await ports.audit.put(begun);
  let told: AuditDetails = {};
  const note: Note = (details) => {
    told = details;
  };
  const response = await make(note).catch(async (error: unknown) => {
    if (isRefusal(error)) await quietly(ports, begun, () => ports.audit.remove(begun));
    throw error;
  });
  const done: AuditEntry = { ...begun, outcome: 'done', ...kept({ before: change.before, ...told }) };
  await quietly(ports, begun, () => ports.audit.put(done));
  return response;
}

/** The change was not begun; what fails otherwise may have been done. */
function isRefusal(error: unknown): boolean {
  return error instanceof Fault && FAULT_STATUS[error.code] < 500;
}

function kept({ target, before, after }: AuditDetails): AuditDetails {
  const most = LIMITS.auditDetailBytes / 2;
  return {
    ...(target !== undefined && { target }),
    before: bounded(before, most),
    after: bounded(after, most),
  };
}

/** What the change has answered, a key that is shown once among it, is not lost because its entry stays of unknown outcome. */
async function quietly(
  { journal }: AuditPorts,
  { what, request_id }: AuditEntry,
  write: () => Promise<void>,
): Promise<void> {
  await write().catch((error: unknown) => {
    journal.error('audit.unfinished', { what, request_id, ...describeError(error) });
  });
}
