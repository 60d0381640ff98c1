import { Fault } from '../domain/errors.ts';
import { LIMITS } from '../domain/limits.ts';
import type { Caller } from '../domain/partner.ts';
import { countIn, type Rate, type RatePolicy, type RateWindow, secondsLeft } from '../domain/rate-limit.ts';
import type { CallerLimit, PingLimit } from '../ports.ts';

/**
 * Request rates of keys, test pings and addresses as this instance sees them. Approximate by intent: it keeps one caller from
 * taking an instance's whole attention, and costs no write.
 */
export class CallerRates implements CallerLimit, PingLimit {
  readonly #rates: RatePolicy | undefined;
  readonly #windows = new Map<string, RateWindow>();

  constructor(rates: RatePolicy | undefined) {
    this.#rates = rates;
  }

  /** @throws Fault limit.key */
  countKey(partner: string, at: number): void {
    if (!this.#rates) return;
    const wait = this.#count(`key ${partner}`, this.#rates.key, at);
    if (wait) throw new Fault('limit.key', 'too many requests with this key', { retryAfterS: wait });
  }

  /** @throws Fault limit.ping */
  countPing(partner: string, at: number): void {
    if (!this.#rates) return;
    const wait = this.#count(`ping ${partner}`, this.#rates.ping, at);
    if (wait) throw new Fault('limit.ping', 'too many test pings with this key', { retryAfterS: wait });
  }

  /** @throws Fault limit.address */
  countAddress(address: string, at: number): void {
    for (const rate of this.#rates?.address ?? []) {
      const wait = this.#count(`address ${rate.span} ${network(address)}`, rate, at);
      if (wait)
        throw new Fault('limit.address', 'too many requests without a valid key', { retryAfterS: wait });
    }
  }

  #count(name: string, rate: Rate, at: number): number | undefined {
    const window = countIn(this.#windows.get(name), rate, at);
    if (window.count > rate.most) return secondsLeft(window, rate, at);
    const oldest = this.#windows.keys().next().value;
    if (this.#windows.size >= LIMITS.ratedCallers && oldest !== undefined) this.#windows.delete(oldest);
    this.#windows.set(name, window);
    return undefined;
  }
}

/** What the rate of a caller's keys is counted by. */
export function nameOfCaller(caller: Caller): string {
  return caller.kind === 'partner' ? caller.partner : `staff ${caller.id}`;
}

/** What callers are counted by who are not known: one household or machine commonly has a whole /64 of IPv6 addresses, so their first four groups. */
export function network(address: string): string {
  const mapped = /^::ffff:(\d+(?:\.\d+){3})$/i.exec(address)?.[1];
  if (mapped || !address.includes(':')) return mapped ?? address;
  const [front = [], back] = address.split('::').map((groups) => groups.split(':').filter(Boolean));
  const zeros = back ? Array<string>(Math.max(0, 8 - front.length - back.length)).fill('0') : [];
  const groups = [...front, ...zeros, ...(back ?? [])].slice(0, 4);
  return groups.map((group) => Number.parseInt(group, 16)).join(':');
}
