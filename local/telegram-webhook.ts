import { STATUS_CODES } from 'node:http';
import type { Backlog, PendingUpdate } from './telegram-backlog.ts';
import type { WallTime } from './telegram-wall-time.ts';
import { callIn, type WebhookCall } from './telegram-webhook-call.ts';

/** A bot's webhook as setWebhook takes it. */
export interface WebhookSettings {
  url: string;
  /** Shown in `X-Telegram-Bot-Api-Secret-Token`. */
  secret?: string;
  /** Updates under way at a time. */
  connections: number;
  /** What setWebhook was told; the name is looked up all the same. */
  ip?: string;
}

export interface RunningWebhook {
  /** There is an update of this chat. */
  wake(chat: number): void;
  /** Ends at once; what is under way counts as not taken. */
  stop(): void;
}

export interface WebhookNeed {
  settings: WebhookSettings;
  backlog: Backlog;
  time: WallTime;
  /** Runs an attempt, so that others can wait for its end. */
  open<T>(work: () => Promise<T>): Promise<T>;
  /** An update was taken with an answer that asks for something. */
  perform(call: WebhookCall): void;
  onError(message: string): void;
  /** It said for 23 hours that it is gone. */
  onGone(): void;
}

/** What is known of a chat whose updates wait or are under way. */
interface Lane {
  failures: number;
  delayS: number;
  /** Ends its waiting for the next attempt. */
  cancel?: () => void;
}

interface Outcome {
  /** Nothing if the update was taken. */
  failure?: Failure;
  call?: WebhookCall | undefined;
}

interface Failure {
  message: string;
  status?: number;
  retryAfterS?: number;
}

const LONGEST_DELAY_S = 60;
const LONGEST_RETRY_AFTER_S = 3_600;
const ATTEMPT_MS = 60_000;
/** Failing for so long without one success, a webhook is left one connection. */
const FAILING_MS = 10_000;
const GONE_MS = 23 * 3_600_000;

/**
 * Posts a bot's updates to its webhook: in order within a chat, chats side by side. Whatever is not a 2xx is tried
 * again, at once and then after 2, 4, 8 … 60 s or what `Retry-After` says, until the update is too old.
 */
export function startWebhook(need: WebhookNeed): RunningWebhook {
  const { settings, backlog, time } = need;
  const lanes = new Map<number, Lane>();
  const ready: number[] = [];
  const ending = new AbortController();
  let underWay = 0;
  let failingSince: number | undefined;
  let goneSince: number | undefined;

  function connections(): number {
    const failing = failingSince !== undefined && time.now() - failingSince > FAILING_MS;
    return failing ? 1 : settings.connections;
  }

  function pump(): void {
    while (!ending.signal.aborted && underWay < connections()) {
      const chat = ready.shift();
      if (chat === undefined) return;
      const head = backlog.first(chat);
      if (head) void attempt(head);
      else lanes.delete(chat);
    }
  }

  async function attempt(head: PendingUpdate): Promise<void> {
    underWay += 1;
    const { failure, call } = await need.open(() => post(need, head, ending.signal));
    underWay -= 1;
    if (ending.signal.aborted) return;
    note(failure);
    if (goneSince !== undefined && time.now() - goneSince > GONE_MS) return need.onGone();
    if (failure) postpone(head, failure);
    else taken(head);
    if (call) need.perform(call);
    pump();
  }

  function note(failure: Failure | undefined): void {
    failingSince = failure && (failingSince ?? time.now());
    goneSince = failure?.status === 410 ? (goneSince ?? time.now()) : undefined;
    if (failure) need.onError(failure.message);
  }

  function taken(head: PendingUpdate): void {
    backlog.remove(head);
    lanes.set(head.chat, newLane());
    ready.push(head.chat);
  }

  function postpone(head: PendingUpdate, { retryAfterS = 0 }: Failure): void {
    const lane = lanes.get(head.chat) ?? newLane();
    if (retryAfterS === 0 && lane.failures > 0) lane.delayS = Math.min(LONGEST_DELAY_S, lane.delayS * 2);
    const waitS = retryAfterS > 0 ? retryAfterS : lane.failures > 0 ? lane.delayS : 0;
    lane.failures += 1;
    lane.cancel = time.after(waitS * 1_000, () => {
      ready.push(head.chat);
      pump();
    });
  }

  function wake(chat: number): void {
    if (lanes.has(chat)) return;
    lanes.set(chat, newLane());
    ready.push(chat);
    pump();
  }

  for (const chat of backlog.chats()) wake(chat);
  return {
    wake,
    stop() {
      ending.abort();
      for (const { cancel } of lanes.values()) cancel?.();
    },
  };
}

function newLane(): Lane {
  return { failures: 0, delayS: 1 };
}

async function post(
  { settings, time }: WebhookNeed,
  { update }: PendingUpdate,
  ending: AbortSignal,
): Promise<Outcome> {
  const late = new AbortController();
  const cancel = time.after(ATTEMPT_MS, () => late.abort());
  try {
    const response = await fetch(settings.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(settings.secret !== undefined && { 'x-telegram-bot-api-secret-token': settings.secret }),
      },
      body: JSON.stringify(update),
      redirect: 'manual',
      signal: AbortSignal.any([ending, late.signal]),
    });
    const call = await callIn(response);
    return response.ok ? { call } : { failure: failureOf(response) };
  } catch (error) {
    const message = late.signal.aborted ? 'Read timeout expired' : connectionFailure(error);
    return { failure: { message } };
  } finally {
    cancel();
  }
}

function failureOf({ status, headers }: Response): Failure {
  const seconds = /^\d+$/.exec(headers.get('retry-after') ?? '')?.[0];
  return {
    message: `Wrong response from the webhook: ${status} ${STATUS_CODES[status] ?? ''}`.trimEnd(),
    status,
    ...(seconds !== undefined && { retryAfterS: Math.min(Number(seconds), LONGEST_RETRY_AFTER_S) }),
  };
}

function connectionFailure(error: unknown): string {
  const { code } = (error as { cause?: { code?: string } }).cause ?? {};
  return code === 'ECONNREFUSED' ? 'Connection refused' : 'Webhook connection closed';
}
