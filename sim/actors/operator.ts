import { messageId } from '../../shared/domain/ids.ts';
import {
  handBackConversation,
  replyToClient,
  takeConversation,
} from '../../shared/usecases/operate-conversation.ts';
import {
  closeConversation,
  releaseConversation,
  reopenConversation,
} from '../../shared/usecases/settle-conversation.ts';
import { type ActingPorts, operate } from '../world/functions.ts';
import type { Ended } from '../world/process.ts';
import { SECOND } from '../world/times.ts';
import type { World } from '../world/world.ts';

const TRIES = 30;
const BETWEEN_TRIES = 2 * SECOND;

/** Takes conversations, answers, and hands them back; clicks again until the console says that it is done. */
export class Operator {
  readonly #world: World;
  readonly #name: string;
  #clicks = 0;
  #replies = 0;
  #deeds = 0;

  constructor(world: World, name: string) {
    this.#world = world;
    this.#name = name;
  }

  /** From another operator, too. */
  takeOver(conversation: string): Promise<void> {
    const over = { ...this.#deed(conversation), action: 'take', force: true } as const;
    return this.#click((ports) => takeConversation(ports, conversation, this.#name, over));
  }

  release(conversation: string): Promise<void> {
    const deed = this.#deed(conversation);
    return this.#click((ports) => releaseConversation(ports, conversation, deed));
  }

  /** Only if the client has written nothing since the operator looked. */
  async close(conversation: string): Promise<void> {
    const head = await this.#world.store.head(conversation);
    const deed = { ...this.#deed(conversation), seen_version: head?.version };
    return this.#click((ports) => closeConversation(ports, conversation, deed));
  }

  reopen(conversation: string): Promise<void> {
    const deed = this.#deed(conversation);
    return this.#click((ports) => reopenConversation(ports, conversation, deed));
  }

  /** However often it is clicked, it is one deed. */
  #deed(conversation: string) {
    this.#deeds += 1;
    const entropy = new Uint8Array(10).fill(this.#deeds % 32);
    return {
      id: messageId(this.#world.times.business() + this.#deeds, conversation, entropy),
      by: this.#name,
    };
  }

  take(conversation: string): Promise<void> {
    return this.#click((ports) => takeConversation(ports, conversation, this.#name));
  }

  /** However often it is clicked, it is said once: every click of a reply has the same key. */
  reply(conversation: string, text = 'Уже смотрю, напишу вам через минуту.'): Promise<void> {
    this.#replies += 1;
    const said = { operator: this.#name, text, key: `${this.#name}-${this.#replies}` };
    return this.#click((ports) => replyToClient(ports, conversation, said));
  }

  handBack(conversation: string): Promise<void> {
    return this.#click((ports) => handBackConversation(ports, conversation));
  }

  async #click(act: (ports: ActingPorts) => Promise<unknown>): Promise<void> {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      this.#clicks += 1;
      const { faults } = this.#world;
      const first = operate(this.#world, act);
      if (faults.happens('twice', `${this.#name} clicks twice`, 1, this.#clicks))
        void operate(this.#world, act);
      if (this.#hears(await first)) return;
      await new Promise<void>((go) => this.#world.timeline.after(BETWEEN_TRIES, () => go()));
    }
  }

  #hears(ended: Ended<unknown>): boolean {
    const lost = this.#world.faults.happens('answer.lost', `answer to ${this.#name}`, 1000, this.#clicks);
    return ended.kind === 'returned' && !lost;
  }
}
