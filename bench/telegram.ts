import { setTimeout as wait } from 'node:timers/promises';
import { mixedTexts } from './corpus.ts';
import type { Section } from './figures.ts';
import { look, type WorkDone, workBetween } from './machine-look.ts';
import type { Load } from './open-loop.ts';
import { TARGETS } from './targets.ts';
import { createTelegramEnd } from './telegram-end.ts';
import { type ChatRun, chatsOf, type Flow, type RunNeed, runFlows, TAKEN } from './telegram-run.ts';
import { type Acknowledged, type Sending, telegramSections } from './telegram-sections.ts';
import { comesAgainAfter } from './telegram-updates.ts';
import { startTwinProcess, type TwinProcess } from './twin-process.ts';

const WARM_UP_SECONDS = 15;
const PATIENCE_MS = 15_000;
/** Some chats have an operator by then, and get no answer to what they write next. */
const LATER_PATIENCE_MS = 3_000;
const SENDING_SECONDS = 60;
/** What is sent of what may be sent: by the bot, in the busy chat, in the busy group. */
const SHARE = 0.95;
const REFUSED_AT_MS = 5_000;
const RETRY_AFTER_S = 3;
/** Texts that were put off come back once the wait is over, and some of them find no room at first. */
const REFUSED_PATIENCE_MS = 90_000;
const BUSY_CHAT = 9_000_000_001;
const BUSY_GROUP = -9_000_001;

interface Need extends RunNeed {
  twin: TwinProcess;
  text(n: number): string;
  /** As many chats as there are, in which nobody has written. */
  newChats(): (n: number) => number;
}

/** Posts updates to a whole twin, whose Telegram lets bots send only as fast as the real one does. */
export async function measureTelegram(load: Load): Promise<Section[]> {
  await using twin = await startTwinProcess('on');
  using end = createTelegramEnd(twin.url);
  const need: Need = { twin, end, text: mixedTexts(), ...createNumbers() };

  const first = await run(need, [flowOf(need, { rate: 1, seconds: 1 })], PATIENCE_MS);
  mustBeAnswered(first);
  await run(need, [flowOf(need, { ...load, seconds: WARM_UP_SECONDS })], PATIENCE_MS);
  const fresh = flowOf(need, load);
  const acknowledged: Acknowledged[] = [
    { name: 'first of a chat', load, ...(await counted(need, [fresh], PATIENCE_MS)) },
    { name: 'later one', load, ...(await counted(need, [later(need, fresh)], LATER_PATIENCE_MS)) },
  ];
  const twice = { ...flowOf(need, load), againAfter: comesAgainAfter };
  const sending: Sending[] = [
    { name: 'each fifth twice', ...(await run(need, [twice], PATIENCE_MS)) },
    { name: 'at 95 %', ...(await run(need, crowdOf(need, SENDING_SECONDS), PATIENCE_MS)) },
    { name: `told to wait ${RETRY_AFTER_S} s`, expected429: 1, ...(await refusedRun(need, load.seconds)) },
  ];
  return telegramSections({ acknowledged, sending });
}

/** Chats and updates that there were not before. */
function createNumbers(): Pick<Need, 'number' | 'newChats'> {
  let updates = 0;
  let blocks = 0;
  return {
    number: () => ++updates,
    newChats() {
      const base = ++blocks * 1_000_000;
      return (n) => base + n;
    },
  };
}

/** Every text from a chat of its own. */
function flowOf(need: Need, load: Load): Flow {
  return { ...load, chat: need.newChats(), text: need.text };
}

/** The same chats once more. */
function later({ text }: Need, flow: Flow): Flow {
  return { ...flow, text: (n) => text(n + 1_000) };
}

/** A bot's whole load: one chat and one group that write as much as may be sent there, and many chats for the rest of it. */
function crowdOf(need: Need, seconds: number): Flow[] {
  const { bot, chat, group } = TARGETS.botApi;
  const busyChat = SHARE * chat;
  const busyGroup = (SHARE * group) / 60;
  return [
    flowOf(need, { rate: SHARE * bot - busyChat - busyGroup, seconds }),
    { rate: busyChat, seconds, chat: () => BUSY_CHAT, text: () => '/help' },
    { rate: busyGroup, seconds, chat: () => BUSY_GROUP, text: need.text },
  ];
}

async function refusedRun(need: Need, seconds: number): Promise<ChatRun & WorkDone> {
  const rate = SHARE * TARGETS.botApi.bot;
  const [result] = await Promise.all([
    run(need, [flowOf(need, { rate, seconds: Math.max(seconds, 10) })], REFUSED_PATIENCE_MS),
    wait(REFUSED_AT_MS).then(() => need.end.refuseNext(RETRY_AFTER_S)),
  ]);
  return result;
}

async function run(need: Need, flows: readonly Flow[], patienceMs: number): Promise<ChatRun & WorkDone> {
  await need.end.know(flows.flatMap(chatsOf));
  await quiet(need);
  const before = await look(need.twin.pid);
  const result = await runFlows(need, flows, patienceMs);
  return { ...result, ...workBetween(before, await look(need.twin.pid)) };
}

async function counted(
  need: Need,
  flows: readonly Flow[],
  patienceMs: number,
): Promise<Pick<Acknowledged, 'calls' | 'run'>> {
  await quiet(need);
  await need.twin.resetCalls();
  const result = await run(need, flows, patienceMs);
  // The last attempts are written down after their texts stand in the chats.
  await quiet(need);
  return { run: result, calls: await need.twin.calls() };
}

async function quiet({ twin }: Need): Promise<void> {
  await Promise.race([twin.quiet(), wait(PATIENCE_MS, undefined, { ref: false })]);
}

/** @throws Error, if there is nothing to measure. */
function mustBeAnswered({ posted, counts }: ChatRun): void {
  const status = posted[0]?.[0]?.status;
  if (status !== TAKEN) throw new Error(`the door answers the first update ${status}, not ${TAKEN}`);
  if (counts.sent === 0) throw new Error(`the first update got no answer in ${PATIENCE_MS / 1_000} s`);
}
