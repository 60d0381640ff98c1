import { createHook } from 'node:async_hooks';

/** A socket that the platform was told to open, whoever told it. */
interface Connect {
  address?: string;
  port?: number;
}

/**
 * Counts every connect that this process attempts, below all of HTTP, TLS and net: nothing that opens a socket goes by it.
 * A name look-up by the platform counts too, as a `lookup`.
 */
export function watchConnects() {
  const connects: Connect[] = [];
  const lookups: string[] = [];
  const hook = createHook({
    init(_, type, __, resource) {
      if (/^(TCP|PIPE)CONNECTWRAP$/.test(type)) connects.push(resource as Connect);
      if (/^(GETADDRINFOREQWRAP|QUERYWRAP)$/.test(type)) lookups.push(type);
    },
  }).enable();
  return {
    addresses: () => connects.map(({ address }) => address),
    ports: () => connects.map(({ port }) => port),
    lookups: () => lookups.length,
    [Symbol.dispose]: () => void hook.disable(),
  };
}
