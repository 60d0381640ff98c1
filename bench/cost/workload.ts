import { setTimeout as wait } from 'node:timers/promises';
import { DEMO } from '../../local/seed.ts';
import type { Twin } from '../../local/twin.ts';

/** Morning at the desk, UTC: at night reminders wait for the day, and so do their schedules. The counted messages begin an hour. */
const MORNING_S = (7 * 60 + 10) * 60;
/** The client answers before the first reminder, which comes after a quarter of an hour. */
const BETWEEN_S = 14 * 60;
/** The burst has ended, the typing too, and the reply is delivered. */
const ANSWERED_S = 20;
const DAY_S = 86_400;
const PATIENCE_MS = 15_000;
/** Posts of a crowd that are under way. */
const AT_ONCE = 8;

/**
 * What each client writes, one after the other; the first makes the client known and is not counted, the last is for a
 * screen. None of them goes to an operator, who would keep the bot from answering the next, or tells of an outage.
 */
const TEXTS = [
  'Здравствуйте!',
  'Ребёнок заболел, завтра не придём',
  'И в пятницу нас не будет, уезжаем',
  'Сегодня пропустим занятие, ребёнок приболел',
  'Завтра нас тоже не будет, мы в поездке',
  'Здравствуйте, это снова мы',
];
/** Those that are counted: they go through an hour, in which a conversation moves once in the index of the inbox. */
export const STEPS = TEXTS.length - 2;

export interface Workload {
  /** Lets it be morning. */
  begin(): Promise<void>;
  /** Each client writes its next text and is answered, by itself; then a quarter of an hour all but passes. */
  step(): Promise<void>;
  /** The same of so many other clients, who all write at the same time, which says what hot functions take. */
  crowd(clients: number): Promise<void>;
  /** Bodies of all webhooks so far, bytes. */
  webhookBytes(): Promise<number>;
}

/** The standard workload: a message whose reply is delivered in 250 ms, and to which the client answers. */
export function standardWorkload(twin: Twin, clients: readonly string[], partnerMs: number): Workload {
  const crm = `${twin.url}/_local/crm/demo`;
  const ask = (url: string, method: string, body: object, headers = {}) =>
    send(url, method, body, { 'content-type': 'application/json', ...headers });
  const advance = (seconds: number) => ask(`${twin.url}/_local/clock/advance`, 'POST', { seconds });
  let at = 0;
  let crowds = 0;

  const post = (client_id: string, content: string) =>
    ask(
      `${twin.url}/api/messages`,
      'POST',
      { client_id, content },
      { authorization: `Bearer ${DEMO.key}`, 'x-webhook-url': crm },
    );

  async function say(client: string, text: string): Promise<void> {
    const due = (await posted(crm)).length + 1;
    await post(client, text);
    await answered(due, text);
  }

  async function answered(due: number, text: string): Promise<void> {
    await advance(ANSWERED_S);
    const giveUpAt = performance.now() + PATIENCE_MS;
    while ((await posted(crm)).length < due) {
      if (performance.now() > giveUpAt) throw new Error(`"${text}" got no reply`);
      await wait(20);
    }
    await twin.quiet();
  }

  return {
    async begin() {
      await ask(`${crm}/behaviour`, 'PUT', { delay_ms: partnerMs });
      const second = (twin.clock.now() / 1_000) % DAY_S;
      await advance((MORNING_S - second + DAY_S) % DAY_S);
    },
    async step() {
      const text = TEXTS[at++ % TEXTS.length] ?? '';
      for (const client of clients) await say(client, text);
      await advance(BETWEEN_S - ANSWERED_S * clients.length);
    },
    async crowd(size) {
      const text = TEXTS[1 + (crowds++ % STEPS)] ?? '';
      const due = (await posted(crm)).length + size;
      for (let from = 0; from < size; from += AT_ONCE) {
        const named = Array.from({ length: Math.min(AT_ONCE, size - from) }, (_, n) => `crowd-${from + n}`);
        await Promise.all(named.map((client) => post(client, text)));
      }
      await answered(due, text);
      await advance(BETWEEN_S - ANSWERED_S);
    },
    webhookBytes: async () => (await posted(crm)).reduce((sum, { body }) => sum + Buffer.byteLength(body), 0),
  };
}

async function posted(crm: string): Promise<{ body: string }[]> {
  const { items } = (await (await fetch(crm)).json()) as { items: { body: string }[] };
  return items;
}

async function send(
  url: string,
  method: string,
  body: object,
  headers: Record<string, string>,
): Promise<void> {
  const answer = await fetch(url, { method, headers, body: JSON.stringify(body) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${url} answers ${answer.status}: ${text}`);
}
