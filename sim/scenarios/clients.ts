import type { TextSource } from '../../shared/domain/conversation.ts';
import { conversationOf } from '../../shared/domain/ids.ts';
import type { Fact } from '../judge/facts.ts';
import { PURPOSE, type Sequence } from '../world/dice.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../world/times.ts';
import type { Stage } from './stage.ts';

/** What clients begin with, each as often as it stands here. */
const BEGINNINGS = [
  ...['TECH_SUPPORT_BASIC', 'TECH_SUPPORT_BASIC', 'TECH_SUPPORT_BASIC', 'TECH_SUPPORT_BASIC'],
  ...['LESSON_LINK', 'LESSON_LINK', 'LESSON_LINK', 'GREETING', 'GREETING', 'GREETING'],
  ...['ABSENCE_REQUEST', 'ABSENCE_REQUEST', 'LESSON_CANCELLATION', 'LESSON_CANCELLATION'],
  ...['REFERRAL', 'REVIEW_BONUS', 'SCHEDULE_CHANGE', 'SCHEDULE_CHANGE', 'CROSS_EXTENSION'],
  ...['COMPLAINT', 'MISSING_TRAINER', 'UNKNOWN', 'REMINDER'],
];
const MORE = ['TECH_SUPPORT_BASIC', 'LESSON_LINK', 'ABSENCE_REQUEST', 'COMPLAINT', 'UNKNOWN', 'REMINDER'];

/** How many answer what they are told, how soon at most, and how many of these answers only thank. */
const ANSWERS: Partial<Record<TextSource, { share: number; most: number; thanks: number }>> = {
  ai_bot: { share: 0.35, most: 20 * MINUTE, thanks: 0.45 },
  operator: { share: 0.45, most: 10 * MINUTE, thanks: 0.6 },
  reminder: { share: 0.22, most: HOUR, thanks: 0.3 },
  farewell: { share: 0.03, most: 10 * MINUTE, thanks: 0.5 },
};
/** So many write on a day; the others of them at night. */
const DAILY = 0.06;
const BY_DAY = 0.85;
/** Whoever was promised an answer may ask where it stays. */
const NUDGES = 0.25;

interface Client {
  partner: string;
  name: string;
  draw: Sequence;
}

/** Clients of one desk, who write when it suits them, answer or not, and lose patience. */
export class Clients {
  readonly #stage: Stage;
  readonly #clients = new Map<string, Client>();
  /** Texts that were decided and not taken in yet. */
  readonly #texts = new Map<string, { source: TextSource; promises: boolean }>();
  #keys = 0;

  constructor(stage: Stage, partners: readonly string[], count: number) {
    this.#stage = stage;
    for (let number = 0; number < count; number++) {
      const partner = partners[number % 4 === 0 ? 1 : 0] ?? '';
      const draw = stage.world.dice.sequence(PURPOSE.actor, number);
      const client = { partner, name: `client-${number}`, draw };
      this.#clients.set(stage.conversation(partner, client.name), client);
    }
    stage.world.listeners.push((fact) => this.#hear(fact));
  }

  /** The days begin at midnight. */
  live(days: number): void {
    for (const client of this.#clients.values())
      for (let day = 0; day < days; day++)
        if (client.draw.chance(DAILY)) this.#begin(client, day * DAY + timeOfDay(client.draw));
  }

  #begin(client: Client, at: number): void {
    const { draw } = client;
    this.#say(client, at, draw.pick(BEGINNINGS));
    if (draw.chance(0.25))
      for (let more = draw.between(1, 3); more > 0; more--)
        this.#say(client, at + draw.between(0, 5 * SECOND), draw.pick(BEGINNINGS));
  }

  #hear(fact: Fact): void {
    if (fact.kind === 'committed') {
      const { id, source, reply } = fact.text;
      this.#texts.set(id, { source, promises: reply?.hands_over ?? false });
    } else if (fact.kind === 'received') {
      const text = this.#texts.get(fact.text);
      const client = this.#clients.get(conversationOf(fact.text));
      this.#texts.delete(fact.text);
      if (text && client) this.#react(client, text);
    }
  }

  #react(client: Client, { source, promises }: { source: TextSource; promises: boolean }): void {
    const { draw } = client;
    const answer = ANSWERS[source];
    const now = this.#stage.elapsed;
    if (answer && draw.chance(answer.share)) {
      const scenario = draw.chance(answer.thanks) ? 'FAREWELL' : draw.pick(MORE);
      this.#say(client, now + draw.between(15 * SECOND, answer.most), scenario);
    } else if (promises && draw.chance(NUDGES))
      this.#say(client, now + draw.between(20 * MINUTE, 5 * HOUR), 'REMINDER');
  }

  #say({ partner, name, draw }: Client, at: number, scenario: string): void {
    this.#keys += 1;
    this.#stage.says(partner, at, {
      client: name,
      scenario,
      sure: draw.pick([0.95, 0.95, 0.95, 0.95, 0.95, 0.95, 0.95, 0.5, 0.2]),
      photo: draw.chance(0.08),
      key: draw.chance(0.9) ? `key-${this.#keys}` : undefined,
    });
  }
}

/** Most write between nine and nine; some cannot sleep. */
function timeOfDay(draw: Sequence): number {
  return draw.chance(BY_DAY)
    ? draw.between(9 * HOUR, 21 * HOUR)
    : (21 * HOUR + draw.between(0, 12 * HOUR)) % DAY;
}
