import type { StatusDoor } from '../../functions/status/routes.ts';
import { statusDoor } from '../../functions/status/status-door.ts';
import { CachedStatus } from '../../shared/adapters/cached-status.ts';
import { DEFAULT_RATES } from '../../shared/domain/rate-limit.ts';
import { CallerRates } from '../../shared/edge/caller-rates.ts';
import type { HttpResponse } from '../../shared/edge/responses.ts';
import { readStatus } from '../../shared/usecases/read-status.ts';
import { lambdaContext } from '../builders.ts';
import { anIncidentDesk } from '../usecases/incident-desk.ts';
import { eventOf, type Request } from './partner-door.ts';

/** The public door in front of a desk in memory, with the deployed limits: nobody shows a key. */
export function openStatusDoor(over: Partial<StatusDoor> = {}) {
  const desk = anIncidentDesk();
  const { clock, journal } = desk;
  const handler = statusDoor({
    status: new CachedStatus(() => readStatus(desk), clock),
    callers: new CallerRates(DEFAULT_RATES),
    clock,
    journal,
    ...over,
  });
  const ask = ({ method = 'GET', path = '/status', ...request }: Request): Promise<HttpResponse> => {
    const headers = { authorization: undefined, ...request.headers };
    return handler(eventOf({ ...request, method, path, headers }), lambdaContext);
  };
  return { desk, ask };
}
