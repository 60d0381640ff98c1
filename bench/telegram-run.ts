import { setTimeout as wait } from 'node:timers/promises';
import { type Load, loadClock, openLoop } from './open-loop.ts';
import type { SendCounts, TelegramEnd } from './telegram-end.ts';
import type { TextTimes } from './telegram-texts.ts';
import { textUpdate } from './telegram-updates.ts';

const POLL_MS = 250;
const READ_AT_ONCE = 20;
export const TAKEN = 200;

/** Texts that customers write at a steady rate. */
export interface Flow extends Load {
  chat(n: number): number;
  text(n: number): string;
  /** How long after its first time an update is posted a second time, ms. */
  againAfter?: (n: number) => number | undefined;
}

export interface RunNeed {
  end: TelegramEnd;
  /** A number that no update has had. */
  number(): number;
}

/** What became of one post of an update. */
export interface Posted {
  chat: number;
  status: number;
  /** How late the sender itself was; part of the other time. */
  sentLateMs: number;
  /** From the moment it was meant to be posted. */
  tookMs: number;
  /** That moment, epoch ms. */
  meantAt: number;
}

export interface ChatRun {
  /** By flow. */
  posted: Posted[][];
  /** Of this run alone. */
  texts: TextTimes;
  counts: SendCounts;
}

/**
 * Posts the updates of several flows side by side, and waits for as many texts as there were updates.
 * @param patienceMs how long they may take after the last answer
 */
export async function runFlows(need: RunNeed, flows: readonly Flow[], patienceMs: number): Promise<ChatRun> {
  const { end } = need;
  const chats = new Set(flows.flatMap(chatsOf));
  const startedAt = Date.now();
  await end.forgetCounts();
  const posted = await Promise.all(flows.map((flow) => runFlow(need, flow)));
  const expected = flows.reduce((sum, { rate, seconds }) => sum + Math.round(rate * seconds), 0);
  const giveUpAt = performance.now() + patienceMs;
  while ((await end.counts()).sent < expected && performance.now() < giveUpAt) await wait(POLL_MS);
  const texts = await readTexts(end, chats, startedAt);
  return { posted, texts, counts: await end.counts() };
}

/** Every chat of a flow, by the number of its update. */
export function chatsOf({ rate, seconds, chat }: Flow): number[] {
  return Array.from({ length: Math.round(rate * seconds) }, (_, n) => chat(n));
}

async function runFlow({ end, number }: RunNeed, flow: Flow): Promise<Posted[]> {
  const rounds = await openLoop(flow, loadClock, async (n, intendedAt) => {
    const update = textUpdate(number(), flow.chat(n), flow.text(n), Date.now());
    const post = (meant: number): Promise<Posted> => postAt(end, update, meant);
    const first = post(intendedAt);
    const againAfterMs = flow.againAfter?.(n);
    if (againAfterMs === undefined) return [await first];
    if (againAfterMs > 0) await wait(againAfterMs);
    return Promise.all([first, post(performance.now())]);
  });
  return rounds.flat();
}

async function postAt(
  end: TelegramEnd,
  update: ReturnType<typeof textUpdate>,
  meant: number,
): Promise<Posted> {
  const sentAt = performance.now();
  // Whom the door does not even answer was not taken in: that is a finding, and no end of the run.
  const { status, answeredAt } = await end
    .post(update)
    .catch(() => ({ status: 0, answeredAt: performance.now() }));
  return {
    chat: update.message.chat.id,
    status,
    sentLateMs: sentAt - meant,
    tookMs: answeredAt - meant,
    meantAt: performance.timeOrigin + meant,
  };
}

async function readTexts(end: TelegramEnd, chats: Iterable<number>, since: number): Promise<TextTimes> {
  const left = [...chats];
  const texts = new Map<number, number[]>();
  while (left.length > 0)
    await Promise.all(
      left.splice(0, READ_AT_ONCE).map(async (chat) => {
        texts.set(
          chat,
          (await end.texts(chat)).filter((at) => at >= since),
        );
      }),
    );
  return texts;
}

/** From the moment an update was meant to be posted until the first text stood in its chat, ms. */
export function replyTimes({ posted, texts }: ChatRun): number[] {
  const first = new Map<number, number>();
  for (const { chat, meantAt } of posted.flat()) if (!first.has(chat)) first.set(chat, meantAt);
  return [...first].flatMap(([chat, meantAt]) => {
    const at = texts.get(chat)?.[0];
    return at === undefined ? [] : [at - meantAt];
  });
}
