import type { LookupFunction } from 'node:net';
import { isPublicAddress } from '../../domain/network-address.ts';
import type { Resolver } from './resolver.ts';
import { classifyDns, SendFailure } from './send-failure.ts';

/** Addresses tried at most for one connection. */
const MAX_ADDRESSES = 8;
const LOOPBACK: readonly string[] = ['127.0.0.1', '::1'];

/** Gives the addresses that a socket may dial, or rejects with a SendFailure. */
export type AddressGuard = (host: string) => Promise<readonly string[]>;

/**
 * Resolves and judges in one step, inside the socket's own look-up: what was checked is what is dialled, so a name
 * that changes its answer gains nothing. One non-public address among the answers refuses them all.
 */
export function publicAddressGuard(resolve: Resolver): AddressGuard {
  return async (host) => {
    const addresses = await resolve(host).catch((error: unknown) => {
      throw classifyDns(error);
    });
    if (addresses.length === 0) throw new SendFailure('dns.no_address');
    if (!addresses.every(isPublicAddress)) throw new SendFailure('address.forbidden');
    return addresses.slice(0, MAX_ADDRESSES);
  };
}

/** For `localhost` where the twin allows it: no resolver is asked, so that it can mean nothing but this machine. */
export const loopbackGuard: AddressGuard = () => Promise.resolve(LOOPBACK);

/** The guard as the `lookup` of a socket; `settled` hears of its end before the socket does. */
export function lookupThrough(guard: AddressGuard, settled: () => void): LookupFunction {
  return (host, options, callback) => {
    guard(host).then(
      (addresses) => {
        settled();
        const found = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
        if (options.all) callback(null, found);
        else callback(null, found[0]?.address ?? '', found[0]?.family);
      },
      (error: Error) => callback(error, ''),
    );
  };
}
