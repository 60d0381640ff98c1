import { conversationOf } from '../../shared/domain/ids.ts';
import { Operator } from '../actors/operator.ts';
import type { Fact } from '../judge/facts.ts';
import { PURPOSE, type Sequence } from '../world/dice.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../world/times.ts';
import type { Stage } from './stage.ts';

const BEGINS = 9 * HOUR;
const ENDS = 18 * HOUR;
/** So many conversations are taken and forgotten at once, or after they were answered. */
const FORGOTTEN = 0.08;
const NOT_HANDED_BACK = 0.07;

/** Operators who work off what waits for a person, by day. */
export class Shift {
  readonly #stage: Stage;
  /** Conversations that wait for a person, who waits longest first. */
  readonly #queue = new Set<string>();

  constructor(stage: Stage) {
    this.#stage = stage;
    stage.world.listeners.push((fact) => this.#hear(fact));
  }

  /** So many operators, on so many days from now on. */
  work(operators: number, days: number): void {
    for (let number = 1; number <= operators; number++) {
      const operator = new Operator(this.#stage.world, `operator_00${number}`);
      const draw = this.#stage.world.dice.sequence(PURPOSE.actor, -number);
      for (let day = 0; day < days; day++)
        this.#stage.at(day * DAY + BEGINS, () => this.#day(operator, draw, day * DAY + ENDS));
    }
  }

  async #day(operator: Operator, draw: Sequence, end: number): Promise<void> {
    while (this.#stage.elapsed < end) {
      const [next] = this.#queue;
      if (next === undefined) await this.#pause(draw.between(30 * SECOND, 90 * SECOND));
      else await this.#serve(operator, draw, next);
    }
  }

  async #serve(operator: Operator, draw: Sequence, conversation: string): Promise<void> {
    this.#queue.delete(conversation);
    await operator.take(conversation);
    if (draw.chance(FORGOTTEN)) return;
    for (let replies = draw.pick([0, 1, 1, 1, 2]); replies > 0; replies--) {
      await this.#pause(draw.between(20 * SECOND, 3 * MINUTE));
      await operator.reply(conversation);
    }
    if (draw.chance(NOT_HANDED_BACK)) return;
    await this.#pause(draw.between(10 * SECOND, 2 * MINUTE));
    await operator.handBack(conversation);
  }

  #hear(fact: Fact): void {
    switch (fact.kind) {
      case 'committed':
        if (fact.text.reply?.item) this.#queue.add(conversationOf(fact.text.id));
        break;
      case 'returned':
        this.#queue.add(fact.conversation);
        break;
      case 'taken':
      case 'handed_back':
        this.#queue.delete(fact.conversation);
    }
  }

  #pause(wait: number): Promise<void> {
    const { timeline, times } = this.#stage.world;
    return new Promise((go) => timeline.after(times.ofBusiness(wait), () => go()));
  }
}
