import { Fault } from '../../domain/errors.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { Clock } from '../../ports.ts';
import type { Parameters } from './ssm-parameters.ts';

/** One secret in SSM Parameter Store, remembered for five minutes. That it is missing, or could not be read, is not. */
export class SsmSecret {
  readonly #name: string;
  readonly #parameters: Pick<Parameters, 'get'>;
  readonly #clock: Pick<Clock, 'wall'>;
  #known: { value: string; until: number } | undefined;

  constructor(name: string, parameters: Pick<Parameters, 'get'>, clock: Pick<Clock, 'wall'>) {
    this.#name = name;
    this.#parameters = parameters;
    this.#clock = clock;
  }

  /** @throws Fault dependency.unavailable, if there is none; whatever Parameter Store throws */
  async read(): Promise<string> {
    if (this.#known && this.#clock.wall() < this.#known.until) return this.#known.value;
    const value = await this.#parameters.get(this.#name);
    if (value === undefined)
      throw new Fault('dependency.unavailable', `There is no parameter ${this.#name}.`);
    this.#known = { value, until: this.#clock.wall() + LIMITS.llmKeyRememberedWall };
    return value;
  }
}
