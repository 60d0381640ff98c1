import { LIMITS } from '../../shared/domain/limits.ts';
import type { BotApiAnswer, OutgoingText } from '../../shared/ports.ts';
import type { Silenced, Told } from '../judge/facts.ts';
import { answerOf, BLOCKED, type ChatReply, floods, isClear, puts } from './chat-replies.ts';
import type { Timeline } from './timeline.ts';
import { SECOND, type Times } from './times.ts';

/** What the Bot API does with the n-th message (from 0) of a bot at this business time. */
export type BotTemper = (visit: number, business: number) => ChatReply;

interface SentBot {
  temper: BotTemper;
  visits: number;
  silence?: Silenced | undefined;
}

/** The words of one part, and which of how many it is. */
const PART = /^(\d+)\/(\d+) /;
/** Two of them are more than one message holds. */
const PART_UNITS = Math.floor(LIMITS.chatTextUnits * 0.7);

/** The Bot API as bots see it that send; it writes down what is in which chat. */
export class SimBotApi {
  /** Chats whose clients have blocked their bot. */
  readonly blocked = new Set<string>();
  /** Messages that came although their bot had been told to keep silent. */
  unheeded = 0;
  /** How many messages a text becomes. */
  partsOf: (text: string) => number = () => 1;
  readonly #bots = new Map<string, SentBot>();
  readonly #timeline: Timeline;
  readonly #times: Times;
  readonly #tell: (fact: Told) => void;

  constructor(timeline: Timeline, times: Times, tell: (fact: Told) => void) {
    this.#timeline = timeline;
    this.#times = times;
    this.#tell = tell;
  }

  behave(bot: string, temper: BotTemper): void {
    this.#bots.set(bot, { ...this.#known(bot), temper });
  }

  /** These replies, one after the other, and then all is well. */
  script(bot: string, ...replies: ChatReply[]): void {
    this.behave(bot, (visit) => replies[visit] ?? puts());
  }

  /** The text in so many words that it becomes its number of messages. */
  inFull(outgoing: OutgoingText): OutgoingText {
    const { text } = outgoing;
    const parts = this.partsOf(text.id);
    if (parts === 1) return outgoing;
    const pieces = Array.from({ length: parts }, (_, n) => `${n}/${parts} ${'я'.repeat(PART_UNITS)}`);
    return { ...outgoing, text: { ...text, text: pieces.join('\n\n') } };
  }

  async sendMessage({ text, channel }: OutgoingText, words: string, process: string): Promise<BotApiAnswer> {
    const { bot = '', chat_id: chat = '' } = channel;
    const [, part = 0, of = 1] = (PART.exec(words) ?? []).map(Number);
    const about = { text: text.id, part, process };
    const { silence } = this.#known(bot);
    const reply = this.#replyTo(bot, chat, process);
    if (!reply.unsent) this.#tell({ kind: 'knocked', ...about, bot, clear: isClear(reply), silence });
    if (reply.put) this.#tell({ kind: 'put', ...about, chat: `${bot} ${chat}`, of });
    await new Promise<void>((go) => this.#timeline.after(reply.takes, () => go()));
    return answerOf(reply);
  }

  #replyTo(name: string, chat: string, process: string): ChatReply {
    const bot = this.#known(name);
    this.#bots.set(name, bot);
    const { now } = this.#timeline;
    const reply = bot.temper(bot.visits, this.#times.business());
    bot.visits += 1;
    if (reply.unsent) return reply;
    if (bot.silence) {
      this.unheeded += 1;
      return floods(Math.ceil(((bot.silence.until - now) * this.#times.speed) / SECOND));
    }
    if (reply.put && this.blocked.has(`${name} ${chat}`)) return BLOCKED;
    const wait = reply.refusal?.retry_after;
    if (wait !== undefined)
      bot.silence = { since: now, until: now + this.#times.ofBusiness(wait * SECOND), process };
    return reply;
  }

  /** What is known of the bot; a silence that is over is none. */
  #known(name: string): SentBot {
    const bot = this.#bots.get(name) ?? { temper: () => puts(), visits: 0 };
    return (bot.silence?.until ?? 0) > this.#timeline.now ? bot : { ...bot, silence: undefined };
  }
}
