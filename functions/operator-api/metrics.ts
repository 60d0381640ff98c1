import { EXPOSITION, exposition } from '../../shared/edge/prometheus.ts';
import type { HttpResponse } from '../../shared/edge/responses.ts';
import { gatherFigures } from '../../shared/usecases/gather-figures.ts';
import type { OperatorDoor } from './operator-route.ts';

/** `GET /metrics`: how the desk stands, as Prometheus reads it. */
export async function getMetrics(door: OperatorDoor): Promise<HttpResponse> {
  const body = exposition(await gatherFigures(door));
  return { statusCode: 200, headers: { 'content-type': EXPOSITION }, body };
}
