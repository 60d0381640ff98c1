import type { Attempt } from '../../shared/domain/delivery-record.ts';
import { conversationOf } from '../../shared/domain/ids.ts';
import { LADDER } from '../../shared/domain/ladder.ts';
import { parseRetryAfter } from '../../shared/domain/retry-after.ts';
import { type EndState, judgeEnd } from './ending.ts';
import type { Fact, FactKind, FactOf } from './facts.ts';
import { type Finding, newText, Stories, type TextStory, type Wrong } from './story.ts';

export interface Verdict {
  findings: Finding[];
  /** Texts that a receiver took in once more because a process died between sending and recording. */
  resent_after_crash: number;
}

/** Judges a run by its facts, in their order, and by how it ended (design §2, invariants 1–4 and 11). */
export function judge(facts: readonly Fact[], end: EndState): Verdict {
  const court = new Court();
  for (const fact of facts) court.hear(fact);
  return { findings: [...court.findings, ...court.close(end)], resent_after_crash: court.resent };
}

type Hearings = { [Kind in FactKind]: (fact: FactOf<Kind>) => void };

class Court {
  readonly findings: Finding[] = [];
  resent = 0;
  readonly #stories = new Stories();
  /** Message → the text that answers it. */
  readonly #answered = new Map<string, string>();
  readonly #accepted = new Set<string>();
  readonly #written = new Set<string>();
  readonly #keys = new Map<string, string>();
  /** When each process first looked how an endpoint fares, and what that asked for. */
  readonly #looks = new Map<string, number>();
  readonly #asked = new Map<string, { until: number; since: number }>();
  /** Until when each endpoint asked to be left alone. */
  readonly #floors = new Map<string, number>();
  /** When each process was last in trouble, and which died of it. */
  readonly #hits = new Map<string, number>();
  readonly #dead = new Set<string>();

  hear<Kind extends FactKind>(fact: FactOf<Kind> & { kind: Kind }): void {
    (this.#hearings[fact.kind] as (fact: FactOf<Kind>) => void)(fact);
  }

  close(end: EndState): Finding[] {
    return judgeEnd(
      this.#stories,
      {
        accepted: this.#accepted,
        written: this.#written,
        answered: this.#answered,
      },
      end,
    );
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
    committed: ({ turn, at }) => {
      const text = newText(turn);
      const conversation = this.#stories.conversation(text.conversation);
      for (const message of turn.answers) {
        if (this.#answered.has(message)) this.#find('doubled', at, text.id, `${message} is answered twice`);
        this.#answered.set(message, text.id);
      }
      if (turn.due < conversation.lastDue)
        this.#find('out_of_order', at, text.id, 'its due time is before that of an earlier text');
      if (conversation.handler !== 'bot' || conversation.tenure !== turn.tenure)
        this.#find('spoke_over', at, text.id, 'the bot decided it while another had the conversation');
      conversation.lastDue = Math.max(conversation.lastDue, turn.due);
      this.#stories.texts.set(text.id, text);
    },
    claimed: ({ text: id, process, at }) => {
      const text = this.#text(id);
      if (!text) return;
      if (!text.waiting) this.#find('doubled', at, id, 'it is claimed although it has ended');
      text.holder = process;
      const { handler, tenure } = this.#stories.conversation(text.conversation);
      if (handler !== 'bot' || tenure !== text.tenure)
        this.#find('spoke_over', at, id, 'it is claimed although another has the conversation');
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
    recorded: ({ attempt, process, at }) => {
      const text = this.#text(attempt.text_id);
      if (!text) return;
      text.attempts.push(attempt);
      // What a dead process had written may land when another has already looked for it in vain.
      if (isDecisive(text, attempt, process) && text.receipt && !this.#dead.has(process))
        text.receipt.recorded = true;
      if (attempt.outcome === 'retry') this.#judgeStep(text, attempt, at);
    },
    settled: ({ text: id }) => {
      const text = this.#text(id);
      if (!text) return;
      const outcome = text.attempts.at(-1)?.outcome;
      text.waiting = false;
      text.holder = undefined;
      text.ended = outcome === 'retry' ? undefined : outcome;
    },
    cancelled: ({ text: id, at }) => {
      const text = this.#text(id);
      const { handler, tenure } = this.#stories.conversation(conversationOf(id));
      if (!text?.waiting) this.#find('spoke_over', at, id, 'a take-over left it to be said');
      if (handler === 'bot' && tenure === text?.tenure)
        this.#find('lost', at, id, 'it is cancelled although the bot still has the conversation');
      this.#withdraw(id);
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
      if (text) Object.assign(text, { waiting: false, holder: undefined, ended: 'dead' });
    },
    told: ({ text }) => {
      const story = this.#text(text);
      if (story) story.told = true;
    },
    shown: ({ stuck }) => {
      if (stuck.conversation_id) this.#stories.conversation(stuck.conversation_id).shown = true;
    },
    taken: ({ conversation, withdrawn }) => {
      Object.assign(this.#stories.conversation(conversation), { handler: 'operator' });
      this.#stories.conversation(conversation).tenure += 1;
      for (const text of withdrawn) this.#withdraw(text);
    },
    handed_back: ({ conversation }) => {
      Object.assign(this.#stories.conversation(conversation), { handler: 'bot' });
      this.#stories.conversation(conversation).tenure += 1;
    },
    hit: ({ process, fault, at }) => {
      this.#hits.set(process, at);
      if (fault === 'time-out' || fault.startsWith('crashes')) this.#dead.add(process);
    },
  };

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

  #judgeStep(text: TextStory, attempt: Attempt, at: number): void {
    const { number, finished_at, next_at = 0, result } = attempt;
    const step = stepAfter(text, attempt);
    const asked = result?.kind === 'response' ? result.retry_after : undefined;
    const floor = parseRetryAfter(asked, finished_at) ?? 0;
    if (next_at < finished_at + step || next_at < floor)
      this.#find('out_of_order', at, text.id, `attempt ${number} would be repeated too early`);
    if (next_at > Math.max(finished_at + step * LONGEST, floor, this.#floorOf(attempt)))
      this.#find('out_of_order', at, text.id, `attempt ${number} would be repeated too late`);
  }

  /** Whatever any text of the endpoint was asked to wait for holds for this one too. */
  #floorOf({ endpoint }: Attempt): number {
    if (!endpoint) return 0;
    const floor = Math.max(this.#floors.get(endpoint.id) ?? 0, endpoint.not_before ?? 0);
    this.#floors.set(endpoint.id, floor);
    return floor;
  }

  #withdraw(id: string): void {
    const text = this.#text(id);
    if (text) Object.assign(text, { waiting: false, holder: undefined, ended: 'cancelled' });
  }

  #text(id: string): TextStory | undefined {
    return this.#stories.texts.get(id);
  }

  #find(wrong: Wrong, at: number, id: string, what: string): void {
    this.findings.push({ wrong, at, conversation: conversationOf(id), what: `${id}: ${what}` });
  }
}

/** What failed by our own fault is repeated soon, and takes no step of the ladder. Of two with one number the later counts. */
function stepAfter(text: TextStory, { number, uncounted }: Attempt): number {
  if (uncounted) return OWN_FAULT;
  const byNumber = new Map(text.attempts.map((it) => [it.number, it]));
  const free = [...byNumber.values()].filter(
    (it) => it.number > text.base && it.number < number && it.uncounted,
  );
  return LADDER[number - text.base - free.length - 1] ?? 0;
}

const OWN_FAULT = 10_000;

/** A record that lands after another process took over decides nothing. */
function isDecisive(text: TextStory, { outcome }: Attempt, process: string): boolean {
  return outcome === 'delivered' && text.receipt?.process === process && text.holder === process;
}

/** Jitter lengthens a step of the ladder by at most a tenth. */
const LONGEST = 1.1;
