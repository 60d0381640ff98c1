import type { EnvOf, OptionalEnvOf } from '../../shared/edge/env.ts';
import type { DEPLOYED_OIDC_ENV } from '../../shared/edge/oidc-settings.ts';

/** What the deployment must tell this function. */
const DEPLOYED = [
  'STAGE',
  'TABLE_NAME',
  'INBOUND_QUEUE_URL',
  'LIMITS',
  'EDGE_SECRET',
  'PACE',
  'STATUS_PAGE',
] as const;
/** Lambda itself tells the rest. */
export const ENV = [...DEPLOYED, 'LAMBDA_TASK_ROOT'] as const;
/** And whose tokens are taken besides the desk's own, if anybody's. */
export type Env = EnvOf<typeof DEPLOYED> & OptionalEnvOf<typeof DEPLOYED_OIDC_ENV>;
