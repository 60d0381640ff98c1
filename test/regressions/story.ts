import { expect } from 'vitest';
import { type Door, respond } from '../../functions/ingest/routes.ts';
import { MemoryDirectory } from '../../shared/adapters/memory/directory.ts';
import { MemoryWebhookKeys } from '../../shared/adapters/memory/webhook-keys.ts';
import type { DeliveryBody } from '../../shared/contracts/partner-responses.ts';
import type { Classification } from '../../shared/domain/classification.ts';
import { DEFAULT_RATES } from '../../shared/domain/rate-limit.ts';
import type { Scenario } from '../../shared/domain/scenario.ts';
import type { Turn } from '../../shared/domain/turn.ts';
import { CallerRates } from '../../shared/edge/caller-rates.ts';
import { httpEdge } from '../../shared/edge/http-edge.ts';
import { hashKey } from '../../shared/edge/partner-key.ts';
import type { HttpResponse } from '../../shared/edge/responses.ts';
import type { Signal } from '../../shared/ports.ts';
import { answerConversation } from '../../shared/usecases/answer-conversation.ts';
import { deliverOutbound } from '../../shared/usecases/deliver-outbound.ts';
import { redriveDead } from '../../shared/usecases/redrive-dead.ts';
import { runFollowUps } from '../../shared/usecases/run-follow-ups.ts';
import { CLIENT, CONVERSATION, httpEvent, lambdaContext, PARTNER, SECOND } from '../builders.ts';
import { NOBODY } from '../staff.ts';
import { aDesk, type Desk, HOOK, status } from '../usecases/desk.ts';

type LaneName = 'inbound' | 'outbound' | 'slow' | 'followUps';

const WORKERS: Record<LaneName, (desk: Desk, signal: Signal) => Promise<void>> = {
  inbound: ({ answer }, signal) => answerConversation(answer, signal),
  outbound: ({ deliver }, signal) => deliverOutbound(deliver, signal, 'outbound'),
  slow: ({ deliver }, signal) => deliverOutbound(deliver, signal, 'slow'),
  followUps: ({ follow }, signal) => runFollowUps(follow, signal),
};
const LANES = Object.keys(WORKERS) as LaneName[];

/** A failed signal comes again after this, and goes to the dead letters after so many times. */
const UNSEEN = 30 * SECOND;
const RECEIVES = 5;

interface Work {
  at: number;
  lane: LaneName;
  signal: Signal;
  receives: number;
}

/** What lanes, alarms and schedules hold back, and who attends to it when it is time. */
class Running {
  readonly #desk: Desk;
  readonly #processes: number;
  #held: Work[] = [];
  #alarms = 0;
  #wakeUps = 0;

  constructor(desk: Desk, processes: number) {
    this.#desk = desk;
    this.#processes = processes;
  }

  /** Lets time pass, and does whatever falls due in it, each at its time. */
  passes = async (span: number): Promise<void> => {
    const { clock } = this.#desk;
    const end = clock.business() + span;
    for (let rounds = 0; ; rounds++) {
      if (rounds > 2000) throw new Error('it goes in circles');
      this.#collect();
      const next = Math.min(...this.#held.map(({ at }) => at));
      if (next > end) break;
      clock.advance(Math.max(0, next - clock.business()));
      const due = this.#held.filter(({ at }) => at <= clock.business());
      this.#held = this.#held.filter((work) => !due.includes(work));
      for (const work of due) await this.#attend(work);
    }
    clock.advance(end - clock.business());
  };

  #collect(): void {
    const { alarm, wakeUps, clock } = this.#desk;
    const now = clock.business();
    const hold = (lane: LaneName, at: number, signal: Signal) =>
      this.#held.push({ lane, at, signal, receives: 0 });
    for (const lane of LANES)
      for (const { signal, delayS } of this.#desk[lane].take()) hold(lane, now + delayS * SECOND, signal);
    for (const { at, signal } of alarm.armed.slice(this.#alarms)) hold('outbound', at, signal);
    for (const { at, conversation_id } of wakeUps.armed.slice(this.#wakeUps))
      hold('followUps', at, { conversation_id });
    this.#alarms = alarm.armed.length;
    this.#wakeUps = wakeUps.armed.length;
  }

  async #attend(work: Work): Promise<void> {
    const { lane, signal } = work;
    const all = Array.from({ length: this.#processes }, () => WORKERS[lane](this.#desk, signal));
    const results = await Promise.allSettled(all);
    if (results.every(({ status }) => status === 'fulfilled')) return;
    const again = { ...work, at: this.#desk.clock.business() + UNSEEN, receives: work.receives + 1 };
    if (again.receives < RECEIVES) this.#held.push(again);
    else await redriveDead(this.#desk.redrive, signal);
  }
}

interface Asked {
  body?: unknown;
  headers?: Record<string, string>;
  /** None: nobody shows a key. */
  key?: string;
}

type UnderstoodAs = Scenario | Partial<Classification>;

/**
 * A desk with its partners' door open and its lanes running: what a client writes goes in by HTTP, and time brings what
 * was held back. It answers at once.
 * @param over.processes so many attend to every signal at the same moment
 */
export async function aStory(over: { processes?: number } = {}) {
  const desk = aDesk({ pace: 'immediate' });
  const { passes } = new Running(desk, over.processes ?? 1);
  const directory = new MemoryDirectory();
  await directory.putPartnerKey(hashKey('key'), PARTNER);
  await directory.putPartnerKey(hashKey('other-key'), 'other');
  const door: Door = {
    ...desk.accept,
    outbox: desk.conversations,
    directory,
    signedIn: NOBODY,
    hosts: { check: async () => 'public' },
    loopbackAllowed: () => false,
    journal: desk.journal,
    callers: new CallerRates(DEFAULT_RATES),
    pinger: { ping: async () => ({ result: status(200), signatures: 1 }) },
    webhookKeys: new MemoryWebhookKeys(),
    dependencies: {},
    openApi: async () => '{}',
    hasStatusPage: false,
    pause: async (milliseconds) => {
      desk.clock.advanceWall(milliseconds);
      await passes(0);
    },
  };
  const handler = httpEdge(desk, (event) => respond(door, event));
  const ask = (
    method: string,
    path: string,
    { body, headers = {}, key = 'key' }: Asked = {},
  ): Promise<HttpResponse> =>
    handler(
      httpEvent(method, path, { headers: { ...(key && { 'x-api-key': key }), ...headers }, body }),
      lambdaContext,
    );
  const post = (content: string, headers: Record<string, string> = {}, more: object = {}) =>
    ask('POST', '/api/messages/', { body: { client_id: CLIENT, content, ...more }, headers });
  return {
    ...desk,
    desk,
    passes,
    ask,
    post,
    /** A client writes, which is understood like this, and what follows at once happens. */
    async says(content: string, as: UnderstoodAs = 'TECH_SUPPORT_BASIC', more: object = {}): Promise<void> {
      desk.classifier.answers.set(content, typeof as === 'string' ? { scenario: as } : as);
      expect((await post(content, { 'x-webhook-url': HOOK }, more)).statusCode).toBe(202);
      await passes(0);
    },
    async body<Body>(asked: Promise<HttpResponse>): Promise<Body> {
      return JSON.parse((await asked).body) as Body;
    },
    texts: (): string[] => desk.sender.sent.map(({ text }) => text.text),
    /** Who spoke, in the order of what was sent. */
    sources: (): string[] => desk.sender.sent.map(({ text }) => text.source),
    async turns(): Promise<Turn[]> {
      const items = await desk.conversations.history(CONVERSATION, { limit: 200, decisionsOnly: true });
      return items
        .flatMap((item) => {
          if (item.kind === 'left') return [item.turn];
          return item.kind === 'text' && item.text.source === 'ai_bot' ? [item.text] : [];
        })
        .reverse();
    },
  };
}

export type Story = Awaited<ReturnType<typeof aStory>>;

/** What became of a text, if no other is named of the first. */
export async function deliveryOf(story: Story, id = story.sender.ids()[0] ?? ''): Promise<DeliveryBody> {
  return story.body(story.ask('GET', `/api/deliveries/${id}`));
}
