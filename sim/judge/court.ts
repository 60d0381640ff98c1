import type { Attempt } from '../../shared/domain/delivery-record.ts';
import { conversationOf } from '../../shared/domain/ids.ts';
import { Answers } from './answers.ts';
import { type EndState, judgeEnd } from './ending.ts';
import type { FactKind, FactOf } from './facts.ts';
import { Steps } from './steps.ts';
import { type Finding, newText, Stories, type TextStory, type Wrong } from './story.ts';

type Hearings = { [Kind in FactKind]?: (fact: FactOf<Kind>) => void };

/** Judges the way of every text: who decides, claims, sends and records it, and when (design §2, invariants 1–4 and 11). */
export class TextCourt {
  readonly findings: Finding[] = [];
  /** Texts that a receiver took in once more because a process died between sending and recording. */
  resent = 0;
  readonly #stories = new Stories();
  readonly #answers = new Answers();
  readonly #steps = new Steps();
  readonly #accepted = new Set<string>();
  readonly #written = new Set<string>();
  readonly #keys = new Map<string, string>();
  /** When each process first looked how an endpoint fares, and what that asked for. */
  readonly #looks = new Map<string, number>();
  readonly #asked = new Map<string, { until: number; since: number }>();
  /** When each process was last in trouble, and which died of it. */
  readonly #hits = new Map<string, number>();
  readonly #dead = new Set<string>();

  hear<Kind extends FactKind>(fact: FactOf<Kind> & { kind: Kind }): void {
    (this.#hearings[fact.kind] as ((fact: FactOf<Kind>) => void) | undefined)?.(fact);
  }

  /** @param acknowledged messages that bots brought and were told to be taken */
  close(end: EndState, acknowledged: ReadonlySet<string> = new Set()): void {
    const accepted = this.#accepted.union(acknowledged);
    const messages = { accepted, written: this.#written, answered: this.#answers.by };
    this.findings.push(...judgeEnd(this.#stories, messages, end));
  }

  readonly #hearings: Hearings = {
    accepted: ({ message, key, at }) => {
      this.#accepted.add(message);
      if (key === undefined) return;
      const first = this.#keys.get(key) ?? message;
      this.#keys.set(key, first);
      if (first !== message) this.#find('doubled', at, message, 'one key was given two messages');
    },
    written: ({ message }) => {
      this.#written.add(message);
    },
    wrote: ({ conversation, message, row }) => {
      this.#stories.conversation(conversation).epoch += 1;
      if (row) this.#written.add(message);
    },
    committed: ({ text: said, at }) => {
      const text = newText(said);
      const conversation = this.#stories.conversation(text.conversation);
      // An operator answers what there is to be read.
      const read = said.answers.filter((it) => text.source !== 'operator' || this.#written.has(it));
      for (const message of read)
        if (!this.#answers.answer(message, text.id))
          this.#find('doubled', at, message, 'it is answered twice');
      if (said.due < conversation.lastDue)
        this.#find('out_of_order', at, text.id, 'its due time is before that of an earlier text');
      if (text.source === 'operator' && conversation.handler !== 'operator')
        this.#find('spoke_over', at, text.id, 'an operator says it who has not got the conversation');
      if (
        text.source !== 'operator' &&
        (conversation.handler !== 'bot' || conversation.tenure !== said.tenure)
      )
        this.#find('spoke_over', at, text.id, 'the bot decided it while another had the conversation');
      conversation.lastDue = Math.max(conversation.lastDue, said.due);
      this.#stories.add(text);
    },
    left: ({ conversation, messages, tenure, at }) => {
      const { handler, tenure: stands } = this.#stories.conversation(conversation);
      if (handler !== 'bot' || tenure !== stands)
        this.#find('spoke_over', at, conversation, 'the bot decided while another had the conversation');
      for (const message of messages)
        if (!this.#answers.leave(message)) this.#find('doubled', at, message, 'it is answered twice');
    },
    closed: ({ conversation, at }) => {
      const { handler } = this.#stories.conversation(conversation);
      if (handler !== 'bot') this.#find('spoke_over', at, conversation, 'it is closed under its operator');
    },
    claimed: ({ text: id, process, at }) => {
      const text = this.#text(id);
      if (!text) return;
      if (!text.waiting) this.#find('doubled', at, id, 'it is claimed although it has ended');
      text.holder = process;
      const { handler, tenure, epoch } = this.#stories.conversation(text.conversation);
      if (text.source !== 'operator' && (handler !== 'bot' || tenure !== text.tenure))
        this.#find('spoke_over', at, id, 'it is claimed although another has the conversation');
      if (text.epoch !== undefined && text.epoch !== epoch)
        this.#find('spoke_over', at, id, 'it follows up although the client has written');
      const earlier = this.#stories
        .waitingIn(text.conversation)
        .find(({ sequence }) => sequence < text.sequence);
      if (earlier && !text.replay)
        this.#find('out_of_order', at, id, `the earlier ${earlier.id} still waits`);
    },
    looked: ({ endpoint, process, at }) => {
      const look = `${process} ${endpoint}`;
      if (!this.#looks.has(look)) this.#looks.set(look, at);
    },
    asked: ({ endpoint, until, at }) => {
      if (until !== this.#asked.get(endpoint)?.until) this.#asked.set(endpoint, { until, since: at });
    },
    sent: ({ text: id, endpoint, process, business, at }) => {
      const text = this.#text(id);
      if (!text) return;
      const asked = this.#asked.get(endpoint);
      const knew = asked && (this.#looks.get(`${process} ${endpoint}`) ?? 0) > asked.since;
      if (knew && business < asked.until)
        this.#find('out_of_order', at, id, 'it is sent although its endpoint asked for time');
      if (text.holder !== process) this.#find('spoke_over', at, id, `${process} sends it without holding it`);
      else if (business < text.due) this.#find('out_of_order', at, id, 'it is sent before it is due');
    },
    received: ({ text: id, process, heard, at }) => {
      const text = this.#text(id);
      if (!text) return;
      // What a dead process had sent may arrive at any time: once more for one crash.
      if (text.receipt && this.#hits.get(process) !== undefined && text.holder !== process) {
        this.resent += 1;
        return;
      }
      if (text.receipt) this.#judgeRepeat(text, at);
      text.receipt = { at, process, heard, recorded: false };
      text.receipts += 1;
    },
    put: ({ text: id, part, of, process, at }) => {
      const text = this.#text(id);
      // Parts come in their order; the chats' judge sees to that.
      if (!text || part + 1 < of) return;
      text.receipt = { at, process, heard: true, recorded: false };
      text.receipts += 1;
    },
    recorded: ({ attempt, process, at }) => {
      const text = this.#text(attempt.text_id);
      if (!text) return;
      text.attempts.push(attempt);
      // What a dead process had written may land when another has already looked for it in vain.
      if (isDecisive(text, attempt, process) && text.receipt && !this.#dead.has(process))
        text.receipt.recorded = true;
      if (attempt.outcome !== 'retry') return;
      for (const what of this.#steps.judge(text, attempt)) this.#find('out_of_order', at, text.id, what);
    },
    settled: ({ text: id }) => {
      const text = this.#text(id);
      if (!text) return;
      const outcome = text.attempts.at(-1)?.outcome;
      text.waiting = false;
      text.holder = undefined;
      text.ended = outcome === 'retry' ? undefined : outcome;
    },
    cancelled: ({ text: id, unanswered, at }) => {
      const text = this.#text(id);
      const { handler, tenure } = this.#stories.conversation(conversationOf(id));
      if (!text?.waiting) this.#find('spoke_over', at, id, 'a take-over left it to be said');
      if (handler === 'bot' && tenure === text?.tenure && text.epoch === undefined)
        this.#find('lost', at, id, 'it is cancelled although the bot still has the conversation');
      this.#withdraw(id);
      this.#answers.reopen(unanswered, [id]);
    },
    parked: ({ text: id, due }) => {
      const text = this.#text(id);
      if (text) Object.assign(text, { due, holder: undefined });
    },
    replayed: ({ text: id, due, tenure, base, at }) => {
      const text = this.#text(id);
      if (!text) return;
      if (text.ended !== 'dead')
        this.#find('doubled', at, id, `it is replayed although it is ${text.ended ?? 'on its way'}`);
      Object.assign(text, {
        waiting: true,
        replay: true,
        due,
        tenure,
        base,
        ended: undefined,
        receipt: undefined,
      });
      text.told = false;
    },
    buried: ({ dead }) => {
      const text = this.#text(dead.text_id);
      if (text)
        Object.assign(text, { waiting: false, holder: undefined, ended: dead.unknown ? 'unknown' : 'dead' });
    },
    told: ({ text }) => {
      const story = this.#text(text);
      if (story) story.told = true;
    },
    shown: ({ stuck }) => {
      if (stuck.conversation_id) this.#stories.conversation(stuck.conversation_id).shown = true;
    },
    taken: ({ conversation, withdrawn, unanswered }) => {
      const story = this.#stories.conversation(conversation);
      Object.assign(story, { handler: 'operator', tenure: story.tenure + 1 });
      for (const text of withdrawn) this.#withdraw(text);
      this.#answers.reopen(unanswered, withdrawn);
    },
    handed_back: ({ conversation }) => {
      this.#giveToBot(conversation);
      this.#answers.bringBack(conversation);
    },
    returned: ({ conversation }) => this.#giveToBot(conversation),
    released: ({ conversation }) => this.#giveToBot(conversation),
    shut: ({ conversation, withdrawn, messages }) => {
      this.#giveToBot(conversation);
      for (const text of withdrawn) this.#withdraw(text);
      this.#answers.settle(conversation, messages);
    },
    hit: ({ process, fault, at }) => {
      this.#hits.set(process, at);
      if (fault === 'time-out' || fault.startsWith('crashes')) this.#dead.add(process);
    },
  };

  #giveToBot(conversation: string): void {
    const story = this.#stories.conversation(conversation);
    Object.assign(story, { handler: 'bot', tenure: story.tenure + 1 });
  }

  /** Once more is right if the first answer never reached anybody, and excused if whoever heard it died of it. */
  #judgeRepeat(text: TextStory, at: number): void {
    const { receipt } = text;
    if (!receipt) return;
    if (receipt.recorded)
      this.#find('doubled', at, text.id, 'it is taken in again after it was recorded as delivered');
    else if (receipt.heard && (this.#hits.get(receipt.process) ?? -1) < receipt.at)
      this.#find(
        'doubled',
        at,
        text.id,
        `it is taken in again although nothing happened to ${receipt.process}`,
      );
    else if (receipt.heard) this.resent += 1;
  }

  #withdraw(id: string): void {
    const text = this.#text(id);
    if (text) Object.assign(text, { waiting: false, holder: undefined, ended: 'cancelled' });
  }

  #text(id: string): TextStory | undefined {
    return this.#stories.texts.get(id);
  }

  #find(wrong: Wrong, at: number, id: string, what: string): void {
    this.findings.push({ wrong, at, conversation: conversationIn(id), what: `${id}: ${what}` });
  }
}

function conversationIn(id: string): string {
  return id.startsWith('cnv_') ? id : conversationOf(id);
}

/** A record that lands after another process took over decides nothing. */
function isDecisive(text: TextStory, { outcome }: Attempt, process: string): boolean {
  return outcome === 'delivered' && text.receipt?.process === process && text.holder === process;
}
