import type { EnvOf, OptionalEnvOf } from '../../shared/edge/env.ts';
import type { DEPLOYED_LLM_ENV } from '../../shared/edge/llm-settings.ts';

/** What the deployment must tell this function. */
const DEPLOYED = [
  'STAGE',
  'TABLE_NAME',
  'INBOUND_QUEUE_URL',
  'OUTBOUND_QUEUE_URL',
  'FOLLOW_UPS_QUEUE_URL',
  'JOBS_QUEUE_URL',
  'PACE',
] as const;
/** Lambda itself tells the rest. */
export const ENV = [...DEPLOYED, 'LAMBDA_TASK_ROOT'] as const;
/** And which language model may be asked, if any. */
export type Env = EnvOf<typeof DEPLOYED> & OptionalEnvOf<typeof DEPLOYED_LLM_ENV>;
