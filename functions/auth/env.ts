import type { EnvOf, OptionalEnvOf } from '../../shared/edge/env.ts';
import type { DEPLOYED_OIDC_ENV } from '../../shared/edge/oidc-settings.ts';

/** What the deployment must tell this function. */
export const ENV = ['STAGE', 'TABLE_NAME', 'LIMITS', 'EDGE_SECRET', 'PUBLIC_URL', 'SOCKET_URL'] as const;
/** And whose tokens are taken besides the desk's own, if anybody's. */
export type Env = EnvOf<typeof ENV> & OptionalEnvOf<typeof DEPLOYED_OIDC_ENV>;
