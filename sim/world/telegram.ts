import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { hashOfSecret, partnerOfBot } from '../../shared/domain/bot.ts';
import { conversationId } from '../../shared/domain/ids.ts';
import type { HttpResponse } from '../../shared/edge/responses.ts';
import { PURPOSE } from './dice.ts';
import { takeUpdate } from './functions.ts';
import type { Ended } from './process.ts';
import { DAY, HOUR, MINUTE, SECOND } from './times.ts';
import type { World } from './world.ts';

/** What a client does in a chat. */
export interface ChatAct {
  text?: string | undefined;
  media?: 'none' | 'photo' | 'voice' | 'sticker' | undefined;
  /** Photos of one album have the same. */
  album?: string | undefined;
  /** Something that the desk cannot understand. */
  unreadable?: boolean | undefined;
  /** Delivered again so much later (business time, ms), whatever became of it. */
  again?: readonly number[] | undefined;
}

interface Update {
  id: number;
  chat: string;
  /** Its number in the chat, if it is a message. */
  place?: number | undefined;
  unreadable: boolean;
  again: readonly number[];
  body: string;
}

const SECRET = 'secret-of-bot';
const LONGEST_RETRY = 60 * SECOND;
/** An update is offered no longer. */
const GIVES_UP = DAY;

/** Telegram's side of one bot: what clients do in its chats comes to the webhook, of each chat in order, again until it is taken. */
export class Telegram {
  readonly bot: string;
  /** Updates that were made so far, and those that were delivered twice. */
  updates = 0;
  repeated = 0;
  readonly #world: World;
  readonly #number: number;
  readonly #queues = new Map<string, Update[]>();
  readonly #messages = new Map<string, number>();
  #posts = 0;

  constructor(world: World, bot: string, number: number) {
    this.bot = bot;
    this.#world = world;
    this.#number = number;
    const secrets = [{ hash: hashOfSecret(SECRET) }];
    const known = { id: bot, telegram_id: 1, username: `${bot}_bot`, created_at: 0, revision: 0, secrets };
    void world.bots.saveBot(undefined, known);
  }

  /** A client writes; who had blocked the bot unblocks it by that. */
  does(chat: string, act: ChatAct): void {
    if (this.#isBlocked(chat)) this.stands(chat, 'member');
    if (act.unreadable) this.#offer(chat, { something_new: {} }, act);
    else this.#write(chat, act);
  }

  #write(chat: string, act: ChatAct): void {
    const place = (this.#messages.get(chat) ?? 0) + 1;
    this.#messages.set(chat, place);
    const from = { id: Number(chat), is_bot: false, first_name: 'Anna', language_code: 'ru' };
    const content = { message_id: place, date: this.#date(), chat: chatOf(chat), from, ...contentOf(act) };
    this.#offer(chat, { message: content }, act, place);
  }

  /** A client blocks the bot (`kicked`) or unblocks it. */
  stands(chat: string, status: 'kicked' | 'member', again: readonly number[] = []): void {
    const blocked = status === 'kicked';
    if (blocked === this.#isBlocked(chat)) return;
    this.#world.botApi.blocked[blocked ? 'add' : 'delete'](`${this.bot} ${chat}`);
    const conversation = this.#conversation(chat);
    const update = FIRST_ID + this.updates + 1;
    this.#world.tell({ kind: 'stands', conversation, blocked, update });
    const change = { chat: chatOf(chat), date: this.#date(), new_chat_member: { status } };
    this.#offer(chat, { my_chat_member: change }, { again });
  }

  #isBlocked(chat: string): boolean {
    return this.#world.botApi.blocked.has(`${this.bot} ${chat}`);
  }

  #offer(chat: string, fields: object, { again = [], unreadable = false }: ChatAct, place?: number): void {
    this.updates += 1;
    const id = FIRST_ID + this.updates;
    const repeated = [...again, ...this.#repeats()];
    this.repeated += repeated.length > 0 ? 1 : 0;
    const body = JSON.stringify({ update_id: id, ...fields });
    const queue = this.#queues.get(chat) ?? [];
    queue.push({ id, chat, place, unreadable, again: repeated, body });
    this.#queues.set(chat, queue);
    if (queue.length === 1) void this.#drain(queue);
  }

  /** Most repeats come at once, where they do most harm; some a day later. */
  #repeats(): number[] {
    const { dice, faults } = this.#world;
    if (!faults.happens('update.repeat', `update of ${this.bot}`, this.#number, this.updates)) return [];
    const draw = dice.sequence(PURPOSE.actor, UPDATES, this.#number, this.updates);
    return [draw.between(0, draw.pick([50, 50, 5 * SECOND, 10 * MINUTE, 47 * HOUR]))];
  }

  async #drain(queue: Update[]): Promise<void> {
    for (let [next] = queue; next; [next] = queue) {
      await this.#deliver(next);
      queue.shift();
    }
  }

  async #deliver(update: Update): Promise<void> {
    const { timeline, times, surprises } = this.#world;
    const began = timeline.now;
    for (const wait of update.again) timeline.after(times.ofBusiness(wait), () => void this.#post(update));
    for (let attempt = 0; timeline.now - began < GIVES_UP; attempt++) {
      if (await this.#post(update)) return;
      if (attempt > 0) await this.#wait(Math.min(SECOND * 2 ** attempt, LONGEST_RETRY));
    }
    surprises.push(`update ${update.id} was never taken`);
  }

  /** True: it was taken, as far as Telegram hears. */
  async #post(update: Update): Promise<boolean> {
    this.#posts += 1;
    const { faults, surprises } = this.#world;
    const names = [UPDATES + this.#number, this.#posts];
    const lost = faults.happens('answer.lost', `answer to ${this.bot}`, ...names);
    const status = statusOf(await takeUpdate(this.#world, eventOf(this.bot, update)));
    if (status === undefined) return false;
    const taken = status >= 200 && status <= 299;
    if (taken) this.#tellTaken(update);
    else if (status !== 503) surprises.push(`the door answers ${status} to an update`);
    return taken && !lost;
  }

  #tellTaken({ id, chat, place, unreadable }: Update): void {
    const conversation = this.#conversation(chat);
    this.#world.tell({ kind: 'acknowledged', bot: this.bot, update: id, conversation, place, unreadable });
  }

  /** As Telegram tells times. */
  #date(): number {
    return Math.floor(this.#world.times.business() / SECOND);
  }

  #conversation(chat: string): string {
    return conversationId(partnerOfBot(this.bot), chat);
  }

  #wait(time: number): Promise<void> {
    return new Promise((go) => this.#world.timeline.after(time, () => go()));
  }
}

/** Numbers begin anywhere. */
const FIRST_ID = 700_000_000;
/** Tells rolls for updates from those for others. */
const UPDATES = 7000;

/** A function that throws is an error of ours; nothing comes of one that died. */
function statusOf(ended: Ended<HttpResponse>): number | undefined {
  if (ended.kind === 'died') return undefined;
  return ended.kind === 'failed' ? 500 : ended.value.statusCode;
}

function chatOf(chat: string): object {
  return { id: Number(chat), type: 'private', first_name: 'Anna' };
}

function contentOf({ text, media, album }: ChatAct): object {
  const file = { file_id: 'file', file_unique_id: 'unique' };
  const words = text === undefined ? {} : { caption: text };
  const group = album === undefined ? {} : { media_group_id: album };
  switch (media) {
    case 'photo':
      return { photo: [{ ...file, width: 100, height: 100 }], ...words, ...group };
    case 'voice':
      return { voice: { ...file, duration: 3 }, ...words };
    case 'sticker':
      return { sticker: { ...file, type: 'regular', width: 100, height: 100, emoji: '🙂' } };
    default:
      return { text };
  }
}

function eventOf(bot: string, { body }: Update): APIGatewayProxyEventV2 {
  return {
    version: '2.0',
    rawPath: `/api/telegram/${bot}/webhook`,
    headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': SECRET },
    body,
    isBase64Encoded: false,
    requestContext: { requestId: 'request', http: { method: 'POST', sourceIp: '149.154.167.220' } },
  } as unknown as APIGatewayProxyEventV2;
}
