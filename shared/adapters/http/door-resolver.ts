import { isIP } from 'node:net';
import { isPublicAddress } from '../../domain/network-address.ts';
import type { HostCheck, HostVerdict } from '../../ports.ts';
import { createResolver, errorCode, type Resolver } from './resolver.ts';

export interface DoorResolverOptions {
  resolve?: Resolver;
  /** Wall time a caller waits at most, ms. */
  timeoutMs?: number;
  /** Hosts remembered at a time; the one looked up longest ago leaves first. */
  capacity?: number;
}

const TIMEOUT_MS = 300;
const CAPACITY = 1_000;
const ANSWER_TTL_MS = 5 * 60 * 1_000;
// Long enough that a dead name server does not cost every message 300 ms, short enough to notice its recovery.
const UNKNOWN_TTL_MS = 15 * 1_000;

interface Entry {
  verdict: Promise<HostVerdict>;
  until: number;
}

/**
 * Tells for a door whether a webhook's host, as `judgeWebhookUrl` returns it, leads to the public internet. Answers are
 * kept for 5 min of business time. Never rejects.
 */
export function createDoorResolver(options: DoorResolverOptions = {}): HostCheck {
  const { resolve = createResolver(), timeoutMs = TIMEOUT_MS, capacity = CAPACITY } = options;
  const entries = new Map<string, Entry>();

  function remember(host: string, entry: Entry): void {
    entries.delete(host);
    entries.set(host, entry);
    const oldest = entries.keys().next().value;
    if (entries.size > capacity && oldest !== undefined) entries.delete(oldest);
  }

  async function look(host: string, now: number): Promise<HostVerdict> {
    const answer = judgeHost(resolve, host);
    const inTime = await within(timeoutMs, answer);
    const entry = entries.get(host);
    if (entry) entry.until = now + (inTime === 'unknown' ? UNKNOWN_TTL_MS : ANSWER_TTL_MS);
    // A late answer still serves whoever asks next.
    if (inTime === undefined) void answer.then((verdict) => keepLate(host, verdict, now));
    return inTime ?? 'unknown';
  }

  function keepLate(host: string, verdict: HostVerdict, now: number): void {
    if (verdict !== 'unknown')
      remember(host, { verdict: Promise.resolve(verdict), until: now + ANSWER_TTL_MS });
  }

  return {
    check(host, now) {
      if (isIP(host)) return Promise.resolve(isPublicAddress(host) ? 'public' : 'non_public');
      const known = entries.get(host);
      if (known && now < known.until) return known.verdict;
      const verdict = look(host, now);
      remember(host, { verdict, until: now + UNKNOWN_TTL_MS });
      return verdict;
    },
  };
}

async function judgeHost(resolve: Resolver, host: string): Promise<HostVerdict> {
  try {
    const addresses = await resolve(host);
    if (addresses.length === 0) return 'unknown';
    return addresses.every(isPublicAddress) ? 'public' : 'non_public';
  } catch (error) {
    return errorCode(error) === 'ENOTFOUND' ? 'not_found' : 'unknown';
  }
}

function within<T>(ms: number, promise: Promise<T>): Promise<T | undefined> {
  const { promise: late, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(resolve, ms, undefined);
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
