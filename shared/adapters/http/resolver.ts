import { Resolver as SystemServers } from 'node:dns/promises';

/**
 * Every address of a host name, IPv4 first. Rejects with the resolver's `code`: ENOTFOUND only if the name does not
 * exist, ENODATA if it has no address.
 */
export type Resolver = (host: string) => Promise<readonly string[]>;

/** How long IPv6 addresses are waited for once there are IPv4 ones, in ms: some name servers never answer for them. */
const STRAGGLER_MS = 100;

/** The two questions asked of name servers. */
export interface NameServers {
  resolve4(host: string): Promise<string[]>;
  resolve6(host: string): Promise<string[]>;
}

/**
 * Asks the configured name servers directly. The platform's own look-up would run on four shared threads, where a few
 * dead name servers hold up every other endpoint, and it would read the hosts file.
 */
export function createResolver(servers: NameServers = configuredServers()): Resolver {
  return async (host) => {
    const pending = settle(servers.resolve6(host));
    const ipv4 = await settle(servers.resolve4(host));
    const ipv6 = ipv4.addresses.length > 0 ? await Promise.race([pending, straggler()]) : await pending;
    const addresses = [...ipv4.addresses, ...ipv6.addresses];
    if (addresses.length === 0) throw mostTelling([ipv4.error, ipv6.error]);
    return addresses;
  };
}

function configuredServers(): NameServers {
  return new SystemServers({ timeout: 1_000, tries: 3 });
}

interface Answer {
  addresses: readonly string[];
  error?: unknown;
}

async function settle(question: Promise<string[]>): Promise<Answer> {
  try {
    return { addresses: await question };
  } catch (error) {
    return { addresses: [], error };
  }
}

function straggler(): Promise<Answer> {
  return new Promise((resolve) => setTimeout(resolve, STRAGGLER_MS, { addresses: [] }));
}

// That a name does not exist is true of both record types; that it has no IPv6 address says nothing about IPv4.
function mostTelling(errors: readonly unknown[]): unknown {
  const withCode = (test: (code: string) => boolean) => errors.find((error) => test(errorCode(error)));
  return withCode((code) => code === 'ENOTFOUND') ?? withCode((code) => code !== 'ENODATA') ?? errors[0];
}

/** The `code` of a platform error, or an empty string. */
export function errorCode(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : '';
}
