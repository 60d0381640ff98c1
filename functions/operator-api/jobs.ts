import { RedriveBody } from '../../shared/contracts/operator-api.ts';
import type { DryRunBody } from '../../shared/contracts/operator-responses.ts';
import type { DeadFilter } from '../../shared/domain/dead-filter.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import { readIdempotencyKey } from '../../shared/edge/idempotency-header.ts';
import { parseShape, readJson } from '../../shared/edge/request-body.ts';
import { type HttpResponse, json } from '../../shared/edge/responses.ts';
import { cancelJob, countDeaths, readTextJob, startRedrive } from '../../shared/usecases/start-job.ts';
import type { OperatorDoor, OperatorRequest } from './operator-route.ts';
import { idIn } from './path-ids.ts';
import { deadView, jobView } from './views.ts';

/** `POST /api/deliveries/redrive`: counts, or replays, what the filter names. */
export async function postRedrive(
  door: OperatorDoor,
  { event, staff }: OperatorRequest,
): Promise<HttpResponse> {
  const { filter: asked, dry_run } = parseShape(RedriveBody, readJson(event));
  const key = readIdempotencyKey(event.headers);
  const filter = meant(asked);
  if (dry_run) return json(200, await dryRun(door, filter));
  return json(202, jobView(await startRedrive(door, { filter, by: staff.id, key })));
}

async function dryRun(door: OperatorDoor, filter: DeadFilter): Promise<DryRunBody> {
  const { found, next } = await countDeaths(door, filter);
  const sample = found.slice(0, LIMITS.deathsShown).map(deadView);
  return { matched: found.length, complete: next === undefined, sample };
}

/** `null` in a body is the same as nothing. */
function meant(asked: RedriveBody['filter']): DeadFilter {
  return Object.fromEntries(
    Object.entries(asked).filter(([, value]) => value !== null && value !== undefined),
  );
}

/** `GET /api/deliveries/redrive/{job_id}` */
export async function getJob(door: OperatorDoor, { parameters }: OperatorRequest): Promise<HttpResponse> {
  return json(200, jobView(await readTextJob(door, idIn(parameters, 'job_id'))));
}

/** `POST /api/deliveries/redrive/{job_id}/cancel` */
export async function postCancel(
  door: OperatorDoor,
  { parameters, staff }: OperatorRequest,
): Promise<HttpResponse> {
  return json(200, jobView(await cancelJob(door, idIn(parameters, 'job_id'), staff.id)));
}
