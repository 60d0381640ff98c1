import { partnerOfBot } from '../../shared/domain/bot.ts';
import { conversationId, messageId } from '../../shared/domain/ids.ts';
import { replyToClient } from '../../shared/usecases/operate-conversation.ts';
import type { BroadcastWatch } from '../broadcast-watch.ts';
import { operate } from '../world/functions.ts';
import { DAY, SECOND } from '../world/times.ts';
import type { World } from '../world/world.ts';
import { BOT, HOOK, PARTNER } from './broadcast.ts';

const REPLIES = 100;

/** A reply, and when it was asked for. */
interface Asked {
  text: string;
  at: number;
}

/** Operators answer clients who have long been quiet, one a second, by the same bot and at the same partner. */
export class AskedReplies {
  readonly #world: World;
  readonly #watch: BroadcastWatch;
  #clients = 0;

  constructor(world: World, watch: BroadcastWatch) {
    this.#world = world;
    this.#watch = watch;
  }

  /** Asks for them from then on; they are complete when time has passed. */
  async ask(after: number): Promise<Asked[]> {
    const asked: Asked[] = [];
    const { timeline, times } = this.#world;
    for (let n = 0; n < REPLIES; n++) {
      const id = await this.#quietClient();
      timeline.after(after + n * SECOND, () => {
        const text = messageId(times.business(), id, new Uint8Array(10).fill(9));
        asked.push({ text, at: times.business() });
        const said = { operator: 'op', text: 'Здравствуйте!', key: text, id: text };
        void operate(this.#world, (ports) => replyToClient(ports, id, said));
      });
    }
    return asked;
  }

  /** How long they took, but for those that a fault hit hardest, ms. */
  p95(asked: readonly Asked[]): number {
    const waits = asked.flatMap(({ text, at }) => {
      const reached = this.#watch.reachedAt(text);
      return reached === undefined ? [] : [reached - at];
    });
    return waits.toSorted((a, b) => a - b)[Math.floor(waits.length * 0.95)] ?? Number.POSITIVE_INFINITY;
  }

  async #quietClient(): Promise<string> {
    const { store, times } = this.#world;
    const number = this.#clients++;
    const client_id = `${5_000_000 + number}`;
    const bots = number % 2 === 0;
    const partner = bots ? partnerOfBot(BOT) : PARTNER;
    const channel = bots ? { platform: 'telegram', bot: BOT, chat_id: client_id } : { webhook_url: HOOK };
    const conversation_id = conversationId(partner, client_id);
    const at = times.business() - 2 * DAY;
    const id = messageId(at, conversation_id, new Uint8Array(10));
    const window = { start: at, count: 1 };
    await store.admit(undefined, {
      conversation_id,
      partner,
      client_id,
      id,
      at,
      digest: id,
      window,
      channel,
    });
    const head = await store.head(conversation_id);
    if (head) await store.dropPending(head, [id]);
    const fresh = await store.head(conversation_id);
    if (fresh) await store.take(fresh, { operator: 'op', at: times.business(), withdrawn: [], owed: [] });
    return conversation_id;
  }
}
