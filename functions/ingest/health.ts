import type { FullHealthBody, HealthBody } from '../../shared/contracts/partner-responses.ts';
import { type HttpResponse, json } from '../../shared/edge/responses.ts';
import type { Door } from './routes.ts';

/** Resolves if the dependency answers. */
export type Probe = () => Promise<unknown>;

const PATIENCE_MS = 2000;

/** `GET /health`: this function runs. */
export async function getHealth(): Promise<HttpResponse> {
  return json(200, { status: 'ok' } satisfies HealthBody);
}

/** `GET /health/full`: whether what it depends on answers too, and how fast. */
export async function getHealthFull(door: Door): Promise<HttpResponse> {
  const probed = await Promise.all(
    Object.entries(door.dependencies).map(async ([name, probe]) => [name, await judge(door, probe)] as const),
  );
  const dependencies: FullHealthBody['dependencies'] = Object.fromEntries(probed);
  const healthy = probed.every(([, { status }]) => status === 'ok');
  const body: FullHealthBody = { status: healthy ? 'ok' : 'degraded', dependencies };
  return json(healthy ? 200 : 503, body);
}

async function judge({ clock, pause }: Door, probe: Probe): Promise<{ status: 'ok' | 'failed'; ms: number }> {
  const started = clock.wall();
  const patience = pause(PATIENCE_MS).then(() => 'failed' as const);
  const status = await Promise.race([probe().then(() => 'ok' as const), patience]).catch(
    () => 'failed' as const,
  );
  return { status, ms: clock.wall() - started };
}
