import type { ClientExportBody, ErasureBody } from '../../shared/contracts/client-responses.ts';
import { EraseQuery, ExportCursor, ExportQuery } from '../../shared/contracts/operator-clients.ts';
import { conversationId } from '../../shared/domain/ids.ts';
import { readIdempotencyKey } from '../../shared/edge/idempotency-header.ts';
import { cursorOf, parseQuery, readCursor } from '../../shared/edge/paging.ts';
import { type HttpResponse, json } from '../../shared/edge/responses.ts';
import { exportClient, type Kept } from '../../shared/usecases/export-client.ts';
import { readErase, startErase } from '../../shared/usecases/start-erase.ts';
import { erasureView, keptView } from './client-views.ts';
import type { OperatorDoor, OperatorRequest } from './operator-route.ts';
import { idIn } from './path-ids.ts';

/** `GET /api/admin/clients/{client_id}`: all that is kept of a client, page by page if it is very much. */
export async function getClient(
  door: OperatorDoor,
  { event, parameters, staff }: OperatorRequest,
): Promise<HttpResponse> {
  const { partner, cursor } = parseQuery(ExportQuery, event);
  const client_id = idIn(parameters, 'client_id');
  const from = readCursor(ExportCursor, cursor);
  const { kept, next } = await exportClient(door, { partner, client_id, by: staff.id, from, sizeOf });
  const body: ClientExportBody = {
    partner,
    client_id,
    conversation_id: conversationId(partner, client_id),
    exported_at: new Date(door.clock.business()).toISOString(),
    items: kept.map(keptView),
    next: cursorOf(next),
  };
  return json(200, body, { 'cache-control': 'no-store' });
}

function sizeOf(kept: Kept): number {
  return Buffer.byteLength(JSON.stringify(keptView(kept)));
}

/** `DELETE /api/admin/clients/{client_id}`: begins to erase all that is kept of a client by now. */
export async function deleteClient(
  door: OperatorDoor,
  { event, parameters, staff, note }: OperatorRequest,
): Promise<HttpResponse> {
  const { partner } = parseQuery(EraseQuery, event);
  const client_id = idIn(parameters, 'client_id');
  const key = readIdempotencyKey(event.headers);
  const job = await startErase(door, { partner, client_id, by: staff.id, key });
  note({ target: job.id });
  return json(202, erasureView(job) satisfies ErasureBody);
}

/** `GET /api/admin/erasures/{job_id}`: how far it is. */
export async function getErasure(door: OperatorDoor, { parameters }: OperatorRequest): Promise<HttpResponse> {
  return json(200, erasureView(await readErase(door, idIn(parameters, 'job_id'))) satisfies ErasureBody);
}
