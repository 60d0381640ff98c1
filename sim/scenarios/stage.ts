import { partnerOfBot } from '../../shared/domain/bot.ts';
import { conversationId } from '../../shared/domain/ids.ts';
import { Admin } from '../actors/admin.ts';
import { Operator } from '../actors/operator.ts';
import { Partner, type Post } from '../actors/partner.ts';
import { say } from '../world/classifier.ts';
import { deploy } from '../world/functions.ts';
import { type ChatAct, Telegram } from '../world/telegram.ts';
import type { World } from '../world/world.ts';

/** `sure`: how sure the classifier will be of it. */
export type Saying = Partial<Post> & { client: string; scenario?: string; sure?: number };

/** As {@link Saying}, in a chat. */
export type Writing = ChatAct & { scenario?: string; sure?: number };

/** A world with people in it. A scenario says who does what, and when in business time (ms from the start). */
export class Stage {
  readonly world: World;
  readonly operator: Operator;
  readonly colleague: Operator;
  readonly admin: Admin;
  readonly telegram: Telegram;
  readonly #partners = new Map<string, Partner>();
  #said = 0;

  constructor(world: World) {
    this.world = world;
    deploy(world);
    this.operator = new Operator(world, 'operator_001');
    this.colleague = new Operator(world, 'operator_002');
    this.admin = new Admin(world);
    this.telegram = new Telegram(world, BOT, 1);
  }

  at(time: number, act: () => Promise<unknown>): void {
    this.world.timeline.at(this.world.times.ofBusiness(time), () => {
      act().catch((error: unknown) => this.world.surprises.push(String(error)));
    });
  }

  /** Business time since the start. */
  get elapsed(): number {
    const { times } = this.world;
    return times.business() - times.start;
  }

  partner(name: string): Partner {
    const known = this.#partners.get(name) ?? new Partner(this.world, name, this.#partners.size + 1);
    this.#partners.set(name, known);
    return known;
  }

  /** A client of a partner writes something new. */
  says(partner: string, time: number, post: Saying): void {
    this.#said += 1;
    const { scenario = 'TECH_SUPPORT_BASIC', sure = 0.95, ...rest } = post;
    const text = say(scenario, sure, this.#said);
    const whole = { text, webhook: webhookOf(partner), retries: 12, ...rest };
    this.at(time, () => this.partner(partner).post(whole));
  }

  /** A client does something new in a chat. */
  writes(
    chat: string,
    time: number,
    { scenario = 'TECH_SUPPORT_BASIC', sure = 0.95, ...rest }: Writing = {},
  ): void {
    this.#said += 1;
    const text =
      rest.media === 'sticker' || rest.media === 'voice' ? undefined : say(scenario, sure, this.#said);
    this.at(time, async () => this.telegram.does(chat, { text, ...rest }));
  }

  conversation(partner: string, client: string): string {
    return conversationId(partner, client);
  }
}

/** The bot of the desk, and whose clients they are who write to it. */
export const BOT = 'demo';
export const CHATS = partnerOfBot(BOT);

export function webhookOf(partner: string): string {
  return `https://${partner}.example.com/hook`;
}

/** Something that people do, and how often each step goes wrong is not its business. */
export interface Scenario {
  name: string;
  /** Business time when it begins, if it matters. */
  start?: number;
  play(stage: Stage): void;
}
