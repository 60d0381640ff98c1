import { Fault } from '../../domain/errors.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { Clock } from '../../ports.ts';

/**
 * One secret in SSM Parameter Store, remembered for five minutes. That it is missing, or could not be read, is not. The SDK's
 * client is loaded by the first question.
 */
export class SsmSecret {
  readonly #name: string;
  readonly #clock: Pick<Clock, 'wall'>;
  #known: { value: string; until: number } | undefined;

  constructor(name: string, clock: Pick<Clock, 'wall'>) {
    this.#name = name;
    this.#clock = clock;
  }

  /** @throws Fault dependency.unavailable, if there is none; whatever the SDK throws */
  async read(): Promise<string> {
    if (this.#known && this.#clock.wall() < this.#known.until) return this.#known.value;
    const { openParameters } = await import('./ssm-parameters.ts');
    const value = await openParameters().get(this.#name);
    if (value === undefined)
      throw new Fault('dependency.unavailable', `There is no parameter ${this.#name}.`);
    this.#known = { value, until: this.#clock.wall() + LIMITS.llmKeyRememberedWall };
    return value;
  }
}
