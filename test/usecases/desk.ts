import {
  MemoryAudiences,
  MemoryBroadcastPace,
  MemoryBroadcasts,
} from '../../shared/adapters/memory/broadcasts.ts';
import { MemoryConversations } from '../../shared/adapters/memory/conversations.ts';
import { MemoryEndpoints } from '../../shared/adapters/memory/endpoints.ts';
import { MemoryIncidentLinks, MemoryIncidents } from '../../shared/adapters/memory/incidents.ts';
import { MemoryJobs } from '../../shared/adapters/memory/jobs.ts';
import { MemoryKeyedRequests } from '../../shared/adapters/memory/requests.ts';
import { findPhones } from '../../shared/adapters/phone-numbers.ts';
import type { Classification, Judgement } from '../../shared/domain/classification.ts';
import type { Head } from '../../shared/domain/conversation.ts';
import type { SendResult } from '../../shared/domain/delivery.ts';
import type { Recorded } from '../../shared/domain/figures.ts';
import { type Handbook, SHIPPED_HANDBOOK } from '../../shared/domain/handbook.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import type { Channel } from '../../shared/domain/message.ts';
import type {
  Alarm,
  BroadcastSignal,
  Chance,
  Classifier,
  Clock,
  Handbooks,
  IncidentSignal,
  JobSignal,
  Journal,
  Lane,
  OutgoingText,
  Sender,
  SendLimit,
  Signal,
  WakeUps,
} from '../../shared/ports.ts';
import type { AcceptPorts, IncomingMessage } from '../../shared/usecases/accept-message.ts';
import type { AnswerPorts } from '../../shared/usecases/answer-conversation.ts';
import type { DeliverPorts } from '../../shared/usecases/deliver-outbound.ts';
import type { OperatePorts } from '../../shared/usecases/operate-conversation.ts';
import type { RedrivePorts } from '../../shared/usecases/redrive-dead.ts';
import type { BroadcastPorts } from '../../shared/usecases/run-broadcast.ts';
import type { FollowUpPorts } from '../../shared/usecases/run-follow-ups.ts';
import { aJudgement, CLIENT, CONVERSATION, NOW, PARTNER } from '../builders.ts';

/** Both times stand still until a test moves them. */
export class FixedClock implements Clock {
  #business = NOW;
  #wall = Date.UTC(2030, 0, 1);

  business = (): number => this.#business;
  wall = (): number => this.#wall;

  /** Moves both times. */
  advance(milliseconds: number): void {
    this.#business += milliseconds;
    this.#wall += milliseconds;
  }

  advanceWall(milliseconds: number): void {
    this.#wall += milliseconds;
  }

  advanceBusiness(milliseconds: number): void {
    this.#business += milliseconds;
  }
}

/** Counts instead of rolling dice. */
class CountingChance implements Chance {
  #drawn = 0;
  next = 0;

  entropy = (): Uint8Array => {
    this.#drawn += 1;
    const bytes = new Uint8Array(10);
    for (let rest = this.#drawn, at = 9; at >= 0; at--, rest = Math.floor(rest / 32)) bytes[at] = rest % 32;
    return bytes;
  };
  fraction = (): number => this.next;
}

export interface Sent<Carried = Signal> {
  signal: Carried;
  delayS: number;
}

export class RecordingLane<Carried = Signal> implements Lane<Carried> {
  sent: Sent<Carried>[] = [];
  readonly groups: (string | undefined)[] = [];

  async send(signal: Carried, delayS = 0, group?: string): Promise<void> {
    this.sent.push({ signal, delayS });
    this.groups.push(group);
  }

  /** What was sent since the last look. */
  take(): Sent<Carried>[] {
    return this.sent.splice(0);
  }
}

class RecordingAlarm implements Alarm {
  readonly armed: { name: string; at: number; signal: Signal }[] = [];

  async arm(name: string, at: number, signal: Signal): Promise<void> {
    if (!this.armed.some((known) => known.name === name)) this.armed.push({ name, at, signal });
  }
}

class RecordingWakeUps implements WakeUps {
  readonly armed: { conversation_id: string; at: number }[] = [];

  async arm(conversation_id: string, at: number): Promise<void> {
    this.armed.push({ conversation_id, at });
  }
}

/** What is shipped, until a test changes it. */
class PlayedHandbooks implements Handbooks {
  handbook: Handbook = SHIPPED_HANDBOOK;

  current = async (): Promise<Handbook> => this.handbook;
}

export class RecordingJournal implements Journal {
  readonly lines: { level: 'info' | 'warn' | 'error'; event: string; fields: Record<string, unknown> }[] = [];
  readonly figures: Recorded[] = [];

  info = this.#writer('info');
  warn = this.#writer('warn');
  error = this.#writer('error');

  of(event: string): Record<string, unknown>[] {
    return this.lines.filter((line) => line.event === event).map((line) => line.fields);
  }

  #writer(level: 'info' | 'warn' | 'error'): Journal['info'] {
    return (event, fields, figures) => {
      this.lines.push({ level, event, fields });
      if (figures) this.figures.push(figures);
    };
  }
}

/** Has room for every send until a test closes it. */
class OpenLimit implements SendLimit {
  full = false;
  underWay = 0;

  async enter(): Promise<(() => void) | undefined> {
    if (this.full) return undefined;
    this.underWay += 1;
    return () => {
      this.underWay -= 1;
    };
  }
}

/** Understands what a test taught it; everything else is a technical problem, unless a test says what it usually is. */
class TaughtClassifier implements Classifier {
  readonly heard: string[] = [];
  readonly answers = new Map<string, Partial<Classification>>();
  /** What everything else is taken for. */
  usual: Partial<Classification> = {};

  async classify(text: string): Promise<Judgement> {
    this.heard.push(text);
    return aJudgement(this.answers.get(text) ?? this.usual);
  }
}

export const status = (code: number, retry_after?: string): SendResult => ({
  kind: 'response',
  status: code,
  body: '',
  timing: { total_ms: 1 },
  ...(retry_after !== undefined && { retry_after }),
});

/** A partner's webhook: answers 200, or what `next` holds, and remembers what came. */
class PlayedSender implements Sender {
  readonly sent: OutgoingText[] = [];
  readonly next: (SendResult | Error)[] = [];
  /** Chats in which it was shown that somebody writes. */
  readonly writing: Channel[] = [];
  /** Runs while the text is under way. */
  meanwhile: (() => Promise<void>) | undefined;

  async send(text: OutgoingText): Promise<SendResult> {
    this.sent.push(text);
    const { meanwhile } = this;
    this.meanwhile = undefined;
    await meanwhile?.();
    const answer = this.next.shift() ?? status(200);
    if (answer instanceof Error) throw answer;
    return answer;
  }

  async typing(channel: Channel): Promise<void> {
    this.writing.push(channel);
  }

  ids(): string[] {
    return this.sent.map(({ text }) => text.id);
  }
}

/** The whole pipeline in memory, each use case with its ports, on one clock. */
export function aDesk(over: { rate?: AcceptPorts['policy']['rate']; pace?: 'natural' | 'immediate' } = {}) {
  const conversations = new MemoryConversations();
  const clock = new FixedClock();
  const chance = new CountingChance();
  const journal = new RecordingJournal();
  const inbound = new RecordingLane();
  const outbound = new RecordingLane();
  const slow = new RecordingLane();
  const deadLetters = new RecordingLane();
  const jobLane = new RecordingLane<JobSignal>();
  const incidentLane = new RecordingLane<IncidentSignal>();
  const jobs = new MemoryJobs();
  const broadcasts = new MemoryBroadcasts();
  const broadcastLane = new RecordingLane<BroadcastSignal>();
  const alarm = new RecordingAlarm();
  const wakeUps = new RecordingWakeUps();
  const followUps = new RecordingLane();
  const handbooks = new PlayedHandbooks();
  const sender = new PlayedSender();
  const classifier = new TaughtClassifier();
  const requests = new MemoryKeyedRequests();
  const endpoints = new MemoryEndpoints();
  const limit = new OpenLimit();
  const waiting = Promise.withResolvers<void>();
  const pace = over.pace ?? 'natural';
  const rate = 'rate' in over ? over.rate : { most: 10, span: 60_000 };
  const accept: AcceptPorts = {
    conversations,
    requests,
    inbound,
    clock,
    chance,
    callers: { countKey: () => undefined },
    policy: { rate, burstQuiet: pace === 'immediate' ? 0 : LIMITS.burstQuiet },
  };
  const answer: AnswerPorts = {
    conversations,
    classifier,
    handbooks,
    findPhones,
    inbound,
    outbound,
    followUps,
    clock,
    chance,
    journal,
    pace,
  };
  const deliver: DeliverPorts = {
    conversations,
    outbox: conversations,
    broadcasts,
    endpoints,
    sender,
    limit,
    outbound,
    slow,
    deadLetters,
    alarm,
    wakeUps,
    inbound,
    clock,
    chance,
    pause: () => waiting.promise,
    journal,
  };
  const redrive: RedrivePorts = {
    conversations,
    outbox: conversations,
    jobs,
    inbound,
    outbound,
    followUps,
    jobLane,
    incidentLane,
    broadcastLane,
    clock,
    journal,
  };
  const broadcast: BroadcastPorts = {
    broadcasts,
    broadcastLane,
    audiences: new MemoryAudiences(conversations),
    incidents: new MemoryIncidents(),
    toldClients: new MemoryIncidentLinks(),
    said: conversations,
    conversations,
    outbox: conversations,
    endpoints,
    handbooks,
    noticePace: new MemoryBroadcastPace(),
    outbound,
    clock,
    journal,
  };
  const follow: FollowUpPorts = {
    conversations,
    handbooks,
    inbound,
    outbound,
    followUps,
    wakeUps,
    clock,
    journal,
  };
  const operate: OperatePorts = {
    conversations,
    outbox: conversations,
    endpoints,
    handbooks,
    inbound,
    outbound,
    followUps,
    chance,
    clock,
    journal,
  };
  return {
    conversations,
    requests,
    clock,
    chance,
    journal,
    inbound,
    outbound,
    slow,
    endpoints,
    limit,
    broadcasts,
    broadcastLane,
    broadcast,
    /** What is under way takes long from here on. */
    keepWaiting: () => waiting.resolve(),
    deadLetters,
    jobLane,
    jobs,
    alarm,
    wakeUps,
    followUps,
    handbooks,
    sender,
    classifier,
    accept,
    answer,
    deliver,
    redrive,
    follow,
    operate,
    async head(): Promise<Head> {
      const head = await conversations.head(CONVERSATION);
      if (!head) throw new Error('there is no conversation yet');
      return head;
    },
  };
}

export type Desk = ReturnType<typeof aDesk>;

export const HOOK = 'https://crm.example.com/hook';
export const SIGNAL: Signal = { conversation_id: CONVERSATION };

export function incoming(over: Partial<IncomingMessage> = {}): IncomingMessage {
  return {
    partner: PARTNER,
    client_id: CLIENT,
    text: 'Не открывается урок',
    attachments: [],
    channel: { webhook_url: HOOK },
    profile: {},
    ...over,
  };
}

export class Crash extends Error {
  override name = 'Crash';
}

/** Calls that nothing outside the process takes part in. */
const IN_PROCESS = new Set<string | symbol>(['business', 'wall', 'entropy', 'fraction', 'countKey', 'enter']);

/**
 * The same ports, but their `k`-th call (from 1) crashes its process: before it took effect, or after. Calls made
 * later crash too, because the process is dead.
 */
export function crashing<Ports extends object>(
  ports: Ports,
  k: number,
  when: 'before' | 'after',
): { ports: Ports; calls: () => number } {
  let calls = 0;
  const wrap = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        return (...input: unknown[]): unknown => {
          const act = (): unknown => Reflect.apply(member, target, input);
          if (IN_PROCESS.has(name)) return act();
          calls += 1;
          if (calls > k || (calls === k && when === 'before')) throw new Crash();
          if (calls < k) return act();
          return Promise.resolve(act()).then(() => {
            throw new Crash();
          });
        };
      },
    });
  const wrapped = Object.fromEntries(
    Object.entries(ports).map(([name, port]) => [
      name,
      typeof port === 'object' && !['policy', 'handbooks', 'journal', 'limit'].includes(name)
        ? wrap(port as object)
        : port,
    ]),
  );
  return { ports: wrapped as Ports, calls: () => calls };
}

/** Dead at once, and no fault of the endpoint. */
export const fatal: SendResult = { kind: 'error', error: 'request.invalid', timing: { total_ms: 0 } };
