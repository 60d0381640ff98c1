import { conversationOf } from '../../shared/domain/ids.ts';
import type { EndState } from './ending.ts';
import type { FactKind, FactOf } from './facts.ts';
import type { Finding, Wrong } from './story.ts';

const SECOND = 1000;
/** Wall time between two messages of the bot in one chat, in ms. */
const SPACING = 1000;
/** So many messages a bot may send in any second. */
const RATE = 30;
/** A bot that is told to keep silent may still send what is on its way, until that is known to all. */
const UNDER_WAY = 250;
/** A process may still go by what was true so long ago: as long as it lives, and a moment. */
const LIFE = 30_000;

const NEVER_BLOCKED: Standing = { blocked: false, update: 0, known: Number.NEGATIVE_INFINITY };

type Hearings = { [Kind in FactKind]?: (fact: FactOf<Kind>) => void };

/** What has become of one chat so far, as its client sees it. */
interface ChatStory {
  /** When something was last put into it. */
  putAt: number;
  /** Number of the last text that came in its turn. */
  sequence: number;
}

/** What has become of one text so far, as its chat's side sees it. */
interface SendingStory {
  /** Processes that had it. */
  holders: Set<string>;
  /** The part of which nobody can know whether it is in the chat. */
  unclear: number | undefined;
}

/** How a client stands to the bot, and since when the desk knows. */
interface Standing {
  blocked: boolean;
  update: number;
  known: number | undefined;
}

/**
 * Judges what is in the chats of bots: nothing tells a chat that a text is the same once more, so a text that is there twice
 * is wrong whatever has happened, and so is a text that is sent again although it may be there. Judges how fast bots send, and
 * whether they keep silent when they are told to. And judges the updates of bots: whatever was answered with success is kept.
 */
export class ChatCourt {
  readonly findings: Finding[] = [];
  /** Messages whose updates were answered with success. */
  readonly acknowledged = new Set<string>();
  readonly #skew: number;
  readonly #chats = new Map<string, ChatStory>();
  readonly #put = new Set<string>();
  readonly #sequences = new Map<string, number>();
  readonly #replayed = new Set<string>();
  /** Messages by their place in their chat, and the last place of each. */
  readonly #messages = new Map<string, string>();
  readonly #places = new Map<string, number>();
  readonly #aside = new Set<string>();
  readonly #standings = new Map<string, Standing>();
  readonly #sendings = new Map<string, SendingStory>();
  /** When each bot sent its last messages, as many as it may in a second. */
  readonly #pulses = new Map<string, number[]>();
  readonly #hit = new Set<string>();

  constructor({ skew }: Pick<EndState, 'skew'>) {
    this.#skew = 2 * skew;
  }

  hear<Kind extends FactKind>(fact: FactOf<Kind> & { kind: Kind }): void {
    (this.#hearings[fact.kind] as ((fact: FactOf<Kind>) => void) | undefined)?.(fact);
  }

  readonly #hearings: Hearings = {
    written: ({ message, place, at }) => this.#hearMessage(message, place, at),
    wrote: ({ message, row, place, at }) => {
      if (row) this.#hearMessage(message, place, at);
    },
    acknowledged: ({ bot, update, conversation, place, unreadable, at }) => {
      const message = this.#messages.get(`${conversation} ${place}`);
      const kept = unreadable ? this.#aside.has(`${bot} ${update}`) : place === undefined || message;
      if (!kept)
        this.#find('lost', at, conversation, `update ${update} is answered, and nothing is kept of it`);
      if (message) this.acknowledged.add(message);
      const standing = this.#standings.get(conversation);
      if (standing && update >= standing.update) standing.known ??= at;
    },
    set_aside: ({ bot, update }) => {
      this.#aside.add(`${bot} ${update}`);
    },
    stands: ({ conversation, blocked, update }) => {
      this.#standings.set(conversation, { blocked, update, known: undefined });
    },
    committed: ({ text: { id, sequence } }) => {
      this.#sequences.set(id, sequence);
    },
    replayed: ({ text }) => {
      this.#replayed.add(text);
      this.#sendings.delete(text);
    },
    hit: ({ process }) => {
      this.#hit.add(process);
    },
    claimed: ({ text, process }) => {
      this.#sending(text).holders.add(process);
    },
    knocked: (knock) => {
      this.#judgeRepeat(knock);
      // What was stalled comes when it can.
      if (this.#hit.has(knock.process)) return;
      this.#judgePace(knock);
      this.#judgeSilence(knock);
    },
    buried: ({ dead: { text_id, unknown }, at }) => {
      const { holders, unclear } = this.#sending(text_id);
      const excused = unclear !== undefined || !holders.isDisjointFrom(this.#hit);
      if (unknown && !excused)
        this.#find('lost', at, text_id, 'it is left unknown although nothing happened to it');
    },
    put: ({ text, chat, part, at }) => {
      const story = this.#chats.get(chat) ?? { putAt: Number.NEGATIVE_INFINITY, sequence: 0 };
      this.#chats.set(chat, story);
      if (this.#put.has(`${text} ${part}`))
        this.#find('doubled', at, text, `part ${part} of it is in the chat twice`);
      if (part > 0 && !this.#put.has(`${text} ${part - 1}`))
        this.#find(
          'out_of_order',
          at,
          text,
          `part ${part} of it is in the chat before the one that it follows`,
        );
      if (at - story.putAt < SPACING - this.#skew)
        this.#find('out_of_order', at, text, `it comes ${at - story.putAt} ms after another in its chat`);
      this.#put.add(`${text} ${part}`);
      story.putAt = at;
      if (!this.#replayed.has(text)) this.#judgeTurn(story, text, at);
    },
    recorded: ({ attempt: { text_id, rule }, at }) => {
      const { blocked, known = at } = this.#standings.get(conversationOf(text_id)) ?? NEVER_BLOCKED;
      if (rule === 'channel.closed' && !blocked && at - known > LIFE)
        this.#find('lost', at, text_id, 'it is given up although its client has not blocked the bot');
    },
  };

  #hearMessage(message: string, place: number | undefined, at: number): void {
    if (place === undefined) return;
    const conversation = conversationOf(message);
    const name = `${conversation} ${place}`;
    const first = this.#messages.get(name) ?? message;
    const last = this.#places.get(conversation) ?? 0;
    if (first !== message) this.#find('doubled', at, message, 'one update was made two messages');
    else if (place < last)
      this.#find('out_of_order', at, message, 'it is taken in after a later one of its chat');
    this.#messages.set(name, first);
    this.#places.set(conversation, Math.max(last, place));
  }

  #judgeRepeat({ text, part, clear, at }: FactOf<'knocked'>): void {
    const sending = this.#sending(text);
    if (sending.unclear !== undefined)
      this.#find(
        'doubled',
        at,
        text,
        `part ${part} of it is sent although nobody knows of what was sent before`,
      );
    if (!clear) sending.unclear = part;
  }

  #judgePace({ text, bot, at }: FactOf<'knocked'>): void {
    const pulse = this.#pulses.get(bot) ?? [];
    this.#pulses.set(bot, pulse);
    const first = pulse.length === RATE ? pulse.shift() : undefined;
    if (first !== undefined && at - first < SECOND - this.#skew)
      this.#find('out_of_order', at, text, `its bot sends ${RATE + 1} messages in ${at - first} ms`);
    pulse.push(at);
  }

  #judgeSilence({ text, silence, at }: FactOf<'knocked'>): void {
    if (!silence || this.#hit.has(silence.process)) return;
    if (at - silence.since > UNDER_WAY && silence.until - at > this.#skew)
      this.#find(
        'out_of_order',
        at,
        text,
        `it is sent ${at - silence.since} ms after its bot was told to keep silent`,
      );
  }

  #sending(text: string): SendingStory {
    const known = this.#sendings.get(text) ?? { holders: new Set(), unclear: undefined };
    this.#sendings.set(text, known);
    return known;
  }

  #judgeTurn(story: ChatStory, text: string, at: number): void {
    const sequence = this.#sequences.get(text) ?? 0;
    if (sequence < story.sequence)
      this.#find('out_of_order', at, text, 'it is in the chat behind a later text');
    story.sequence = Math.max(story.sequence, sequence);
  }

  #find(wrong: Wrong, at: number, id: string, what: string): void {
    const conversation = id.startsWith('cnv_') ? id : conversationOf(id);
    this.findings.push({ wrong, at, conversation, what: `${id}: ${what}` });
  }
}
