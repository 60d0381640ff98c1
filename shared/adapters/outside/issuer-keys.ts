import type { JSONWebKeySet } from 'jose';
import { Fault } from '../../domain/errors.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { OutsideIssuer } from '../../domain/outside-issuer.ts';
import type { Clock } from '../../ports.ts';
import type { GuardedClient } from '../http/guarded-client.ts';

type Fields = Record<string, unknown>;

/**
 * The keys that an outside issuer publishes, read by the guarded client: only from public addresses, only so much, only for so
 * long. What was read holds for a while and no longer: if they cannot be read then, nobody is let in by them.
 */
export class IssuerKeys {
  readonly #issuer: OutsideIssuer;
  readonly #client: Pick<GuardedClient, 'exchange'>;
  readonly #clock: Pick<Clock, 'wall'>;
  #known: JSONWebKeySet | undefined;
  #readAt = Number.NEGATIVE_INFINITY;
  #triedAt = Number.NEGATIVE_INFINITY;
  #reading: Promise<void> | undefined;

  constructor(issuer: OutsideIssuer, client: Pick<GuardedClient, 'exchange'>, clock: Pick<Clock, 'wall'>) {
    this.#issuer = issuer;
    this.#client = client;
    this.#clock = clock;
  }

  /** @throws Fault dependency.unavailable */
  async keys(): Promise<JSONWebKeySet> {
    if (!this.#isFresh()) await this.#readAgain();
    if (this.#known && this.#isFresh()) return this.#known;
    throw new Fault('dependency.unavailable', 'the keys of the issuer of this token cannot be read', {
      retryAfterS: LIMITS.outsideKeysLookedForWall / 1000,
    });
  }

  /** The same, read anew unless that was tried a moment ago: for a key that is not among them. @throws Fault dependency.unavailable */
  async newerKeys(): Promise<JSONWebKeySet> {
    await this.#readAgain();
    return this.keys();
  }

  #isFresh(): boolean {
    return this.#clock.wall() - this.#readAt < LIMITS.outsideKeysRememberedWall;
  }

  /** Whoever makes tokens up cannot make the desk ask more often; who comes meanwhile waits for the same answer. */
  async #readAgain(): Promise<void> {
    if (this.#reading) return this.#reading;
    const now = this.#clock.wall();
    if (now - this.#triedAt < LIMITS.outsideKeysLookedForWall) return;
    this.#triedAt = now;
    this.#reading = this.#read(now).finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #read(now: number): Promise<void> {
    const url = this.#issuer.jwksUrl ?? (await this.#described());
    const found = url === undefined ? undefined : keySetIn(await this.#fetched(url));
    if (!found) return;
    this.#known = found;
    this.#readAt = now;
  }

  /** Where the issuer says its keys are; a description of somebody else is none. */
  async #described(): Promise<string | undefined> {
    const { issuer } = this.#issuer;
    const said = await this.#fetched(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
    return said?.['issuer'] === issuer && typeof said['jwks_uri'] === 'string' ? said['jwks_uri'] : undefined;
  }

  async #fetched(url: string): Promise<Fields | undefined> {
    const headers = { accept: 'application/json' };
    const most = LIMITS.outsideAnswerBytes;
    const { result, received } = await this.#client.exchange({ method: 'GET', url, headers, most });
    if (result.kind === 'error' || result.status !== 200 || !received || received.cut) return undefined;
    try {
      const value: unknown = JSON.parse(received.bytes.toString());
      return typeof value === 'object' && value !== null ? (value as Fields) : undefined;
    } catch {
      return undefined;
    }
  }
}

/** Public keys alone: what is shared with anybody signs for nobody. */
function keySetIn(value: Fields | undefined): JSONWebKeySet | undefined {
  const keys = value?.['keys'];
  if (!Array.isArray(keys) || keys.length > LIMITS.outsideKeys) return undefined;
  const usable = keys.filter((key) => ['RSA', 'EC', 'OKP'].includes(String((key as Fields | null)?.['kty'])));
  return { keys: usable as JSONWebKeySet['keys'] };
}
