import type { SendResult } from '../../shared/domain/delivery.ts';
import type { OutgoingText } from '../../shared/ports.ts';
import type { Told } from '../judge/facts.ts';
import { answers, heard, type Reply } from './replies.ts';
import type { Timeline } from './timeline.ts';

/** What a receiver does with its n-th request (from 0) at this business time. */
export type Temper = (visit: number, business: number) => Reply;

interface Receiver {
  temper: Temper;
  visits: number;
}

const WELL: Temper = () => answers(200);

/** The partners' webhooks, each with a temper of its own; they write down what they take in. */
export class Receivers {
  readonly #receivers = new Map<string, Receiver>();
  readonly #timeline: Timeline;
  readonly #business: () => number;
  readonly #tell: (fact: Told) => void;

  constructor(timeline: Timeline, business: () => number, tell: (fact: Told) => void) {
    this.#timeline = timeline;
    this.#business = business;
    this.#tell = tell;
  }

  behave(url: string, temper: Temper): void {
    this.#receivers.set(url, { temper, visits: 0 });
  }

  /** These replies, one after the other, and then all is well. */
  script(url: string, ...replies: Reply[]): void {
    this.behave(url, (visit) => replies[visit] ?? answers(200));
  }

  async receive({ channel, text }: OutgoingText, process: string): Promise<SendResult> {
    const url = channel.webhook_url ?? '';
    const receiver = this.#receivers.get(url) ?? { temper: WELL, visits: 0 };
    const reply = receiver.temper(receiver.visits, this.#business());
    receiver.visits += 1;
    const { result, after } = heard(reply);
    if (reply.received) {
      const success = result.kind === 'response' && result.status >= 200 && result.status < 300;
      this.#tell({ kind: 'received', text: text.id, url, process, heard: success });
    }
    await new Promise<void>((go) => this.#timeline.after(after, () => go()));
    return result;
  }
}
