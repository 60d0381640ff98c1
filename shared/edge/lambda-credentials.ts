import { fromEnv } from '@aws-sdk/credential-provider-env';

/**
 * Stands in for the SDK's chain of credential providers in every bundle (`lib/constructs/function-bundle.ts`). Lambda hands
 * credentials over in the environment; looking for profiles, SSO and instance metadata costs 140 KB and a quarter of
 * the load time, and finds nothing.
 */
export const defaultProvider = fromEnv;
