import type { EnvOf } from '../../shared/edge/env.ts';

/** What the deployment must tell this function. */
export const ENV = ['STAGE', 'TABLE_NAME', 'OUTBOUND_QUEUE_URL', 'BROADCASTS_QUEUE_URL'] as const;
export type Env = EnvOf<typeof ENV>;
