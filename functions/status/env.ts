import type { EnvOf } from '../../shared/edge/env.ts';

/** What the deployment must tell this function. */
export const ENV = ['STAGE', 'TABLE_NAME', 'LIMITS', 'EDGE_SECRET'] as const;
export type Env = EnvOf<typeof ENV>;
