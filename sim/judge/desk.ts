import type { Attempt } from '../../shared/domain/delivery-record.ts';
import { conversationOf } from '../../shared/domain/ids.ts';
import { Calm } from './calm.ts';
import {
  type Allowance,
  type Objection,
  objectionsToClose,
  objectionsToFollowUp,
  objectionsToRest,
  objectionsToReturn,
  objectionsToSilence,
  objectionsToTurn,
  SKEW,
} from './desk-rules.ts';
import { type DeskStory, type FollowUpStory, isFollowUp, newDesk, replyOf } from './desk-story.ts';
import type { EndState } from './ending.ts';
import type { CommittedText, Fact, FactKind, FactOf } from './facts.ts';
import { EXPIRES, FAREWELL, isNight, Silence } from './silence.ts';
import type { Finding, Wrong } from './story.ts';

/** Wall time, in ms. */
const LATE = 120_000;
/** What was decided may be done so much later: as long as a process lives, or a moment if nothing hit it. */
const LIFE = 20_000;
const MOMENT = 2000;

type Hearings = { [Kind in FactKind]?: (fact: FactOf<Kind>) => void };

/**
 * Judges what the desk does by itself: follow-ups, open items, the way to an operator and back (design §4.2, invariants 4
 * and 5). It counts the times on its own.
 */
export class DeskCourt {
  readonly findings: Finding[] = [];
  readonly #speed: number;
  /** How late anything of the desk's own may come if nothing went wrong. */
  readonly #late: number;
  readonly #calm: Calm;
  readonly #desks = new Map<string, DeskStory>();
  readonly #followUps = new Map<string, FollowUpStory>();
  /** How each text's last attempt went. */
  readonly #attempts = new Map<string, Attempt>();
  /** When each message was written. */
  readonly #times = new Map<string, number>();
  readonly #hit = new Set<string>();
  readonly #shown = new Set<string>();

  constructor(speed: number) {
    this.#speed = speed;
    this.#late = LATE * speed;
    this.#calm = new Calm(speed);
  }

  hear<Kind extends FactKind>(fact: FactOf<Kind> & { kind: Kind } & Fact): void {
    this.#calm.hear(fact);
    (this.#hearings[fact.kind] as ((fact: FactOf<Kind>) => void) | undefined)?.(fact);
  }

  readonly #hearings: Hearings = {
    wrote: ({ conversation, message, at, now }) => {
      const desk = this.#desk(conversation);
      this.#object(at, conversation, objectionsToSilence(desk, now, this.#allowed(desk)));
      this.#times.set(message, now);
      desk.open.set(message, now);
      desk.epoch += 1;
      Object.assign(desk, { closed: false, silence: undefined, reply: undefined, blocked: desk.away });
      desk.said.clear();
      desk.replies.clear();
    },
    stands: ({ conversation, blocked }) => {
      const desk = this.#desk(conversation);
      // What it wrote before may come later.
      Object.assign(desk, { away: blocked, blocked: desk.blocked || blocked });
    },
    forgotten: ({ conversation, messages, now }) => {
      const desk = this.#desk(conversation);
      for (const message of messages) desk.open.delete(message);
      const { handler, item, silence, open, replies, underWay } = desk;
      const waits = open.size > 0 || [...replies.keys()].some((id) => underWay.has(id));
      // What never came leaves nothing to be reminded of.
      if (handler === 'bot' && !item && !silence && !waits) desk.silence = new Silence('closes', now);
    },
    committed: ({ text, at }) => {
      const desk = this.#desk(conversationOf(text.id));
      if (isFollowUp(text)) return this.#judgeFollowUp(text, desk, at);
      for (const message of text.answers) desk.open.delete(message);
      if (text.source === 'operator') this.#hearOperator(desk, text.decided_at);
      else {
        desk.item = text.reply?.item ?? desk.item;
        this.#object(at, text.id, objectionsToTurn(text, desk));
      }
      desk.silence = undefined;
      desk.reply = replyOf(text, desk);
      desk.replies.set(text.id, desk.reply);
      desk.underWay.add(text.id);
    },
    left: ({ conversation, item, at }) => {
      const desk = this.#desk(conversation);
      desk.item = item ?? desk.item;
      desk.silence = undefined;
      if (!desk.item)
        this.#find('lost', at, conversation, 'messages are left to operators without an open item');
    },
    recorded: ({ attempt }) => {
      this.#attempts.set(attempt.text_id, attempt);
    },
    settled: ({ text, now }) => this.#hearEnd(text, now),
    cancelled: ({ text, unanswered, now }) => {
      this.#hearEnd(text, now);
      this.#reopen(conversationOf(text), unanswered, now);
    },
    buried: ({ dead, now }) => this.#hearEnd(dead.text_id, now),
    replayed: ({ text, due }) => {
      const reply = this.#desk(conversationOf(text)).replies.get(text);
      if (reply) reply.replayed = true;
      // An admin wants it said now, at whatever time of day.
      const followUp = this.#followUps.get(text);
      if (followUp) Object.assign(followUp, { due, reminds: false });
    },
    claimed: ({ text, at, now }) => this.#judgeClaim(text, at, now),
    sent: ({ text, process, business, at }) => {
      if (!this.#followUps.get(text)?.reminds || !isNight(business)) return;
      const life = this.#hit.has(process) ? LIFE : MOMENT;
      if (isNight(business - life * this.#speed))
        this.#find('out_of_order', at, text, 'it is sent in the quiet hours');
    },
    taken: ({ conversation, since, withdrawn, unanswered, at, now }) => {
      const desk = this.#desk(conversation);
      this.#object(at, conversation, objectionsToSilence(desk, now, this.#allowed(desk)));
      for (const text of withdrawn) this.#hearEnd(text, now);
      Object.assign(desk, { handler: 'operator', silence: undefined, operatorAt: since, closed: false });
      this.#reopen(conversation, unanswered, now);
    },
    handed_back: ({ conversation, since, now }) => {
      const desk = this.#desk(conversation);
      Object.assign(desk, { handler: 'bot', closed: false });
      // What no operator answered is still owed.
      if (!desk.item && desk.underWay.size === 0) desk.silence = this.#silenceOf(desk, since, now);
    },
    returned: ({ conversation, item, at, now }) => {
      const desk = this.#desk(conversation);
      this.#object(at, conversation, objectionsToReturn(desk, now, this.#allowedOperator(desk)));
      Object.assign(desk, { handler: 'bot', item, closed: false });
    },
    released: ({ conversation, item }) => {
      Object.assign(this.#desk(conversation), { handler: 'bot', item, closed: false });
    },
    shut: ({ conversation, withdrawn, messages, now }) => {
      const desk = this.#desk(conversation);
      const shut = { handler: 'bot', item: undefined, silence: undefined, reply: undefined, closed: true };
      Object.assign(desk, shut);
      for (const text of withdrawn) this.#hearEnd(text, now);
      for (const message of messages) desk.open.delete(message);
    },
    reopened: ({ conversation }) => {
      // Nothing follows by itself until somebody says something.
      Object.assign(this.#desk(conversation), { closed: false, reply: undefined });
    },
    overdue: ({ conversation, at, now }) => {
      const { item } = this.#desk(conversation);
      if (!item)
        this.#find('out_of_order', at, conversation, 'a promise is told to be overdue that nobody made');
      else if (now < item.deadline - SKEW)
        this.#find('out_of_order', at, conversation, 'a promise is told to be overdue before its deadline');
    },
    closed: ({ conversation, at, now }) => {
      const desk = this.#desk(conversation);
      this.#object(at, conversation, objectionsToClose(desk, now, this.#allowed(desk)));
      Object.assign(desk, { closed: true, silence: undefined });
    },
    shown: ({ stuck }) => {
      if (stuck.conversation_id) this.#shown.add(stuck.conversation_id);
    },
    hit: ({ process }) => {
      this.#hit.add(process);
    },
  };

  /** An operator's words answer what came so far, and the matter begins anew. */
  #hearOperator(desk: DeskStory, operatorAt: number): void {
    Object.assign(desk, { item: undefined, closed: false, operatorAt });
    desk.said.clear();
  }

  /** A text is off the head; if it was a reply and has arrived, silence counts from then. */
  #hearEnd(text: string, now: number): void {
    const desk = this.#desk(conversationOf(text));
    desk.underWay.delete(text);
    const reply = desk.replies.get(text);
    if (!reply) return;
    const { outcome, finished_at } = this.#attempts.get(text) ?? {};
    reply.failed = outcome !== 'delivered' && outcome !== 'stored';
    if (reply.failed || desk.handler !== 'bot' || desk.item || desk.closed) return;
    // A replay is one more text of a silence that is counted already.
    if (!reply.replayed || !desk.silence) desk.silence = new Silence(reply.sequel, finished_at ?? now);
  }

  /** After a hand-back: the matter is settled, unless a reply was on its way when the operator clicked. */
  #silenceOf({ said, replies }: DeskStory, since: number | undefined, now: number): Silence {
    const [id, reply] = [...replies].at(-1) ?? [];
    const arrived = id === undefined || reply?.failed ? undefined : this.#attempts.get(id)?.finished_at;
    if (since === undefined && reply && arrived !== undefined) return new Silence(reply.sequel, arrived);
    return new Silence(said.has(FAREWELL) ? 'closes' : 'resolved', since ?? now);
  }

  #reopen(conversation: string, messages: readonly string[], now: number): void {
    const { open } = this.#desk(conversation);
    for (const message of messages) open.set(message, this.#times.get(message) ?? now);
  }

  #judgeFollowUp(text: CommittedText, desk: DeskStory, at: number): void {
    const { id, source, number, due } = text;
    const { silence } = desk;
    this.#object(at, id, objectionsToFollowUp(text, desk, this.#allowed(desk)));
    const name = `${source} ${number}`;
    const step = silence?.step(name);
    const latest = step && silence?.latestOf(step, this.#late);
    this.#followUps.set(id, {
      name,
      reminds: source === 'reminder',
      due,
      latest: latest ?? due,
      claimed: false,
    });
    desk.said.add(name);
    if (step) silence?.pass(step, due);
  }

  #judgeClaim(text: string, at: number, now: number): void {
    const followUp = this.#followUps.get(text);
    if (!followUp) return;
    const desk = this.#desk(conversationOf(text));
    const { name, due, latest, claimed } = followUp;
    if (desk.item) this.#find('spoke_over', at, text, 'it is claimed although somebody owes an answer');
    if (now > due + EXPIRES + LIFE * this.#speed)
      this.#find('out_of_order', at, text, 'it is claimed although its time is over');
    if (!claimed && now > latest && this.#allowed(desk).calm)
      this.#find('out_of_order', at, text, `${name} comes too late`);
    followUp.claimed = true;
  }

  /** Nothing may be late where nothing has gone wrong since the silence began. */
  #allowed({ id, silence }: DeskStory): Allowance {
    return { calm: silence !== undefined && this.#calm.has(id, silence.begun), late: this.#late };
  }

  /** An operator's silence begins when it took the conversation or wrote last. */
  #allowedOperator({ id, operatorAt }: DeskStory): Allowance {
    return { calm: this.#calm.has(id, operatorAt), late: this.#late };
  }

  close(end: EndState): void {
    for (const desk of this.#desks.values())
      if (!this.#shown.has(desk.id))
        this.#object(end.at, desk.id, objectionsToRest(desk, end.heads.get(desk.id)));
  }

  #desk(id: string): DeskStory {
    const known = this.#desks.get(id);
    if (known) return known;
    const fresh = newDesk(id);
    this.#desks.set(id, fresh);
    return fresh;
  }

  #object(at: number, id: string, objections: readonly Objection[]): void {
    for (const [wrong, what] of objections) this.#find(wrong, at, id, what);
  }

  #find(wrong: Wrong, at: number, id: string, what: string): void {
    const conversation = id.startsWith('cnv_') ? id : conversationOf(id);
    this.findings.push({ wrong, at, conversation, what: `${id}: ${what}` });
  }
}
