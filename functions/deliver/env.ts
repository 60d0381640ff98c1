import type { EnvOf } from '../../shared/edge/env.ts';

/** What the deployment must tell this function. */
export const ENV = [
  'STAGE',
  'TABLE_NAME',
  'INBOUND_QUEUE_URL',
  'OUTBOUND_QUEUE_URL',
  'SLOW_QUEUE_URL',
  'SLOW_QUEUE_ARN',
  'DEAD_LETTERS_QUEUE_URL',
  'SCHEDULE_GROUP',
  'SCHEDULE_ROLE_ARN',
  'FOLLOW_UPS_QUEUE_ARN',
  'FOLLOW_UP_GROUP',
  'FOLLOW_UP_ROLE_ARN',
  'INSTANCES',
  'BOT_TOKENS_PREFIX',
  'TELEGRAM_API_URL',
] as const;
export type Env = EnvOf<typeof ENV>;
