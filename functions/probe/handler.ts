import { probeBots } from '../../shared/usecases/probe-bots.ts';
import { probeEndpoints } from '../../shared/usecases/probe-endpoints.ts';
import { wire } from './wiring.ts';

const ports = wire(process.env);

/** Run every few minutes. Who fails to look at the one has looked at the other. */
export const handler = async (): Promise<void> => {
  await Promise.allSettled([probeBots(ports), probeEndpoints(ports)]).then(rethrow);
};

function rethrow(looks: readonly PromiseSettledResult<void>[]): void {
  const failed = looks.find((look) => look.status === 'rejected');
  if (failed) throw failed.reason;
}
