import { type AccessClaims, knowsMore } from '../domain/access-token.ts';
import { LIMITS } from '../domain/limits.ts';
import type { Operator } from '../domain/operator.ts';
import type { Clock, KnownOperators, Operators } from '../ports.ts';

const MOST = 1000;

interface Known {
  operator: Operator | undefined;
  readAt: number;
}

/**
 * Remembers people of the desk for a minute of wall time, so that their requests cost one read a minute and person. It looks again
 * for a token that was given out since, in a session or after a change that it does not know: who has just signed in, or
 * changed a password, does not wait for the minute.
 */
export class CachedOperators implements KnownOperators {
  readonly #source: Pick<Operators, 'operator'>;
  readonly #clock: Pick<Clock, 'wall'>;
  readonly #known = new Map<string, Known>();

  constructor(source: Pick<Operators, 'operator'>, clock: Pick<Clock, 'wall'>) {
    this.#source = source;
    this.#clock = clock;
  }

  /** Of whoever shows no session of the desk's own. */
  async operatorNamed(id: string): Promise<Operator | undefined> {
    const known = this.#known.get(id);
    const now = this.#clock.wall();
    const fresh = known && now - known.readAt < LIMITS.operatorsRememberedWall;
    return fresh ? known.operator : this.#read(id, now);
  }

  async operatorOf(claims: AccessClaims): Promise<Operator | undefined> {
    const known = this.#known.get(claims.operator);
    const now = this.#clock.wall();
    const fresh = known && now - known.readAt < LIMITS.operatorsRememberedWall;
    if (fresh && !knowsMore(claims, known.operator, known.readAt)) return known.operator;
    return this.#read(claims.operator, now);
  }

  /** @param readAt the time before the read: what happens during it may be missing */
  async #read(id: string, readAt: number): Promise<Operator | undefined> {
    const operator = await this.#source.operator(id);
    if (this.#known.size >= MOST) this.#known.clear();
    this.#known.set(id, { operator, readAt });
    return operator;
  }
}
