import type { BotApi, BotApiAnswer, Download } from '../../shared/ports.ts';

interface Identity {
  id: number;
  username: string;
}

const timing = { total_ms: 1 };

export function answerOf(value: unknown): BotApiAnswer {
  return { result: { kind: 'response', status: 200, body: '', timing }, answer: { ok: true, value } };
}

export function refusal(code: number, description: string, retry_after?: number): BotApiAnswer {
  const answer = { ok: false as const, code, description, ...(retry_after !== undefined && { retry_after }) };
  return { result: { kind: 'response', status: code, body: '', timing }, answer };
}

/** No answer came; or the question never left. */
export const LOST: BotApiAnswer = { result: { kind: 'error', error: 'response.timeout', timing } };
export const UNSENT: BotApiAnswer = {
  result: { kind: 'error', error: 'connect.refused', timing },
  unsent: true,
};

/** The Bot API as far as bots are configured by it: it knows tokens and keeps webhooks. */
export class PlayedBotApi implements BotApi {
  readonly asked: { token: string; method: string; parameters: Record<string, unknown> }[] = [];
  readonly #bots = new Map<string, Identity>();
  readonly #webhooks = new Map<string, Record<string, unknown>>();
  readonly #files = new Map<string, Uint8Array>();
  readonly #next = new Map<string, BotApiAnswer>();
  readonly downloads: { token: string; path: string; most: number }[] = [];
  /** Every download ends like this from now on. */
  downloadsEndWith: Download | undefined;
  /** Happens while a method is under way. */
  meanwhile: (method: string) => Promise<void> = async () => undefined;

  knows(token: string, bot: Identity): void {
    this.#bots.set(token, bot);
  }

  /** This method has this answer from now on; it does nothing then. */
  answerWith(method: string, answer: BotApiAnswer | undefined): void {
    if (answer) this.#next.set(method, answer);
    else this.#next.delete(method);
  }

  /** What this method was asked with. */
  of(method: string): Record<string, unknown>[] {
    return this.asked.filter((one) => one.method === method).map(({ parameters }) => parameters);
  }

  async call(token: string, method: string, parameters: Record<string, unknown>): Promise<BotApiAnswer> {
    this.asked.push({ token, method, parameters });
    await this.meanwhile(method);
    const bot = this.#bots.get(token);
    return (
      this.#next.get(method) ??
      (bot ? this.#answer(bot, token, method, parameters) : refusal(401, 'Unauthorized'))
    );
  }

  holds(path: string, bytes: Uint8Array): void {
    this.#files.set(path, bytes);
  }

  async download(token: string, path: string, most: number): Promise<Download> {
    this.downloads.push({ token, path, most });
    const bytes = this.#files.get(path);
    return this.downloadsEndWith ?? (bytes ? { kind: 'file', bytes } : { kind: 'missing' });
  }

  #answer(bot: Identity, token: string, method: string, parameters: Record<string, unknown>): BotApiAnswer {
    switch (method) {
      case 'getMe':
        return answerOf({ ...bot, is_bot: true, first_name: 'Bot' });
      case 'setWebhook':
        this.#webhooks.set(token, parameters);
        return answerOf(true);
      case 'deleteWebhook':
        this.#webhooks.delete(token);
        return answerOf(true);
      case 'getWebhookInfo':
        return answerOf(infoOf(this.#webhooks.get(token)));
      default:
        return refusal(404, 'Not Found');
    }
  }
}

function infoOf(webhook: Record<string, unknown> | undefined): object {
  const { url = '', max_connections, allowed_updates } = webhook ?? {};
  const told = { url, has_custom_certificate: false, pending_update_count: 0 };
  return webhook ? { ...told, max_connections, allowed_updates } : told;
}
