import type { TwinClock } from './clock.ts';
import type { Json } from './json-shape.ts';
import type { Backlog, Update } from './telegram-backlog.ts';
import { type Asked, createLongPoll } from './telegram-long-poll.ts';
import type { WallTime } from './telegram-wall-time.ts';
import { type RunningWebhook, startWebhook, type WebhookSettings } from './telegram-webhook.ts';
import type { WebhookCall } from './telegram-webhook-call.ts';

/** How a bot's updates reach it: by its webhook or, while it has none, by asking. */
export interface Inbox {
  /** The update's id; nothing if the bot does not want its kind. */
  offer(chat: number, content: Json): number | undefined;
  setWebhook(settings: WebhookSettings | undefined): void;
  webhook(): WebhookSettings | undefined;
  /** None: all but those that must be asked for by name. */
  setAllowed(kinds: string[]): void;
  allowed(): string[];
  /** As getWebhookInfo tells it. */
  info(): Json;
  /** Updates, for a bot without a webhook; nothing if another call has come since. */
  take(asked: Asked, gone: AbortSignal): Promise<Update[] | undefined>;
  drop(): void;
  close(): void;
}

export interface InboxNeed {
  backlog: Backlog;
  time: WallTime;
  clock: Pick<TwinClock, 'now'>;
  open<T>(work: () => Promise<T>): Promise<T>;
  perform(call: WebhookCall): void;
  /** The webhook, or the kinds of updates that are wanted, have changed. */
  onChange(): void;
  settings?: WebhookSettings | undefined;
  allowed?: string[] | undefined;
}

const ON_DEMAND = ['chat_member', 'message_reaction', 'message_reaction_count'];

export function createInbox(need: InboxNeed): Inbox {
  const { backlog, time, clock, open, perform, onChange } = need;
  const polling = createLongPoll(backlog, time);
  let settings = need.settings;
  let allowed = need.allowed ?? [];
  let running: RunningWebhook | undefined;
  let lastError: { last_error_date: number; last_error_message: string } | undefined;

  function start(): void {
    running?.stop();
    running = undefined;
    lastError = undefined;
    if (!settings) return;
    running = startWebhook({
      settings,
      backlog,
      time,
      open,
      perform,
      onError: (message) => {
        lastError = { last_error_date: Math.floor(clock.now() / 1_000), last_error_message: message };
      },
      onGone: () => setWebhook(undefined),
    });
  }

  function setWebhook(next: WebhookSettings | undefined): void {
    settings = next;
    polling.stop();
    start();
    onChange();
  }

  start();
  return {
    offer(chat, content) {
      const kind = Object.keys(content).find((key) => key !== 'update_id') ?? '';
      const wanted = allowed.length === 0 ? !ON_DEMAND.includes(kind) : allowed.includes(kind);
      if (!wanted) return undefined;
      const { update } = backlog.add(chat, content);
      running?.wake(chat);
      polling.arrived();
      return update.update_id;
    },
    setWebhook,
    webhook: () => settings,
    setAllowed(kinds) {
      allowed = kinds;
      onChange();
    },
    allowed: () => allowed,
    info: () => ({
      url: settings?.url ?? '',
      has_custom_certificate: false,
      pending_update_count: backlog.all().length,
      ...(settings && { ip_address: settings.ip ?? '127.0.0.1' }),
      ...lastError,
      ...(settings && { max_connections: settings.connections }),
      ...(allowed.length > 0 && { allowed_updates: allowed }),
    }),
    take: polling.take,
    drop: backlog.clear,
    close() {
      running?.stop();
      polling.stop();
    },
  };
}
