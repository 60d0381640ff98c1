import type { EnvOf } from '../../shared/edge/env.ts';

/** What the deployment must tell this function. */
const DEPLOYED = [
  'STAGE',
  'TABLE_NAME',
  'INBOUND_QUEUE_URL',
  'OUTBOUND_QUEUE_URL',
  'FOLLOW_UPS_QUEUE_URL',
  'PACE',
] as const;
/** Lambda itself tells the rest. */
export const ENV = [...DEPLOYED, 'LAMBDA_TASK_ROOT'] as const;
export type Env = EnvOf<typeof DEPLOYED>;
