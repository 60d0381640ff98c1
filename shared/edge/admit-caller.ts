import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { Fault } from '../domain/errors.ts';
import type { Caller } from '../domain/partner.ts';
import type { Clock, Directory } from '../ports.ts';
import type { CallerRates } from './caller-rates.ts';
import { authenticate } from './partner-key.ts';

export interface AdmittingPorts {
  directory: Pick<Directory, 'callerOfKey'>;
  callers: CallerRates;
  clock: Pick<Clock, 'business'>;
}

/**
 * Whose key the request shows. Whoever has no valid one is counted by address, so that keys cannot be guessed at leisure.
 * @throws Fault auth.missing, auth.invalid, limit.address
 */
export async function admitCaller(door: AdmittingPorts, event: APIGatewayProxyEventV2): Promise<Caller> {
  const now = door.clock.business();
  return authenticate(door.directory, event.headers).catch((error: unknown) => {
    // A directory that does not answer says nothing about the caller.
    if (error instanceof Fault) door.callers.countAddress(event.requestContext.http.sourceIp, now);
    throw error;
  });
}
