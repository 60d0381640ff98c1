import type { EnvOf, OptionalEnvOf } from '../../shared/edge/env.ts';
import type { DEPLOYED_OIDC_ENV } from '../../shared/edge/oidc-settings.ts';

/** What the deployment must tell this function. */
export const ENV = [
  'STAGE',
  'TABLE_NAME',
  'INBOUND_QUEUE_URL',
  'OUTBOUND_QUEUE_URL',
  'JOBS_QUEUE_URL',
  'BROADCASTS_QUEUE_URL',
  'FOLLOW_UPS_QUEUE_URL',
  'FOLLOW_UP_GROUP',
  'SCHEDULE_GROUP',
  'LIMITS',
  'EDGE_SECRET',
  'PACE',
  'SECOND_OPINION',
  'BOT_TOKENS_PREFIX',
  'TELEGRAM_API_URL',
  'PUBLIC_URL',
] as const;
/** And whose tokens are taken besides the desk's own, if anybody's. */
export type Env = EnvOf<typeof ENV> & OptionalEnvOf<typeof DEPLOYED_OIDC_ENV>;
