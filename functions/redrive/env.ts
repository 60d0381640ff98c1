import type { EnvOf } from '../../shared/edge/env.ts';

/** What the deployment must tell this function. */
export const ENV = [
  'STAGE',
  'TABLE_NAME',
  'INBOUND_QUEUE_URL',
  'OUTBOUND_QUEUE_URL',
  'FOLLOW_UPS_QUEUE_URL',
  'JOBS_QUEUE_URL',
  'BROADCASTS_QUEUE_URL',
  'JOBS_QUEUE_ARN',
  'SCHEDULE_GROUP',
  'FOLLOW_UP_GROUP',
] as const;
export type Env = EnvOf<typeof ENV>;
