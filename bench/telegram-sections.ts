import type { CallSnapshot } from '../local/call-counts.ts';
import { type Figure, figure, type Section } from './figures.ts';
import type { WorkDone } from './machine-look.ts';
import type { Load } from './open-loop.ts';
import { percentile } from './percentile.ts';
import { TARGETS } from './targets.ts';
import { type ChatRun, replyTimes, TAKEN } from './telegram-run.ts';
import { answeredWrong, closestTwo, mostWithin, rateOf } from './telegram-texts.ts';
import { percent, timeRow } from './throughput-sections.ts';

/** A run at a steady rate, every update in another chat, and what it cost through to its recorded delivery. */
export interface Acknowledged {
  name: string;
  load: Load;
  run: ChatRun & WorkDone;
  calls: CallSnapshot;
}

/** A run in which it is the sends that count. Its first flow writes once in each of its chats. */
export interface Sending extends ChatRun, WorkDone {
  name: string;
  /** Refusals that the bench has asked for itself. */
  expected429?: number;
}

export interface TelegramFound {
  acknowledged: readonly Acknowledged[];
  sending: readonly Sending[];
}

type Figures = Record<string, Figure>;

export function telegramSections({ acknowledged, sending }: TelegramFound): Section[] {
  return [acknowledgedSection(acknowledged, sending), sendingSection(sending)];
}

function acknowledgedSection(runs: readonly Acknowledged[], sending: readonly Sending[]): Section {
  const posted = [...runs.map(({ run }) => run), ...sending].flatMap((run) => run.posted.flat());
  const late = posted.map(({ sentLateMs }) => sentLateMs);
  const refused = posted.filter(({ status }) => status !== TAKEN).length;
  return {
    name: 'telegram',
    title: "Updates at a bot's door, from the moment each was meant to be posted",
    rows: Object.fromEntries([
      ...runs.flatMap(rowsOf),
      ...sending.flatMap((run): [string, Figures][] => [
        [`acknowledged, ${run.name}`, acknowledgedRow(run)],
        textRow(run.name, run),
      ]),
    ]),
    notes: [
      `${posted.length} posts, ${refused} not answered ${TAKEN}.`,
      ...runs.flatMap(({ name, run }) => othersNote(name, run)),
      `The bench itself sent up to ${percentile(late, 0.99).toFixed(1)} ms late (p99), which is counted in.`,
    ],
  };
}

function rowsOf({ name, load, run, calls }: Acknowledged): [string, Figures][] {
  const updates = run.posted.flat().length;
  const busyMs = Object.values(run.used).reduce((sum, ms) => sum + ms, 0);
  const costs = {
    'write units': figure(calls.write_units / updates, '', TARGETS.writeUnitsPerMessage),
    // Where the machine does not tell, nothing is told.
    ...(busyMs > 0 && { 'processor time': figure(busyMs / updates, 'ms') }),
  };
  return [
    [`acknowledged, ${name}, at ${load.rate}/s`, { ...acknowledgedRow(run), ...costs }],
    textRow(name, run),
  ];
}

function textRow(name: string, run: ChatRun): [string, Figures] {
  return [`text in the chat, ${name}`, withRatio(timeRow(replyTimes(run)))];
}

function acknowledgedRow({ posted }: ChatRun): Figures {
  const times = posted.flat().map(({ tookMs }) => tookMs);
  return withRatio(timeRow(times, { p99: TARGETS.update.p99Ms }));
}

/** How far the slowest are from the usual. */
function withRatio(row: Figures): Figures {
  const { p50, p99 } = row;
  return p50 && p99 ? { ...row, 'p99 : p50': figure(p99.value / p50.value, '') } : row;
}

function sendingSection(runs: readonly Sending[]): Section {
  const rows: Section['rows'] = {};
  for (const run of runs)
    for (const [name, one] of sendsOf(run)) rows[name] = { ...rows[name], [run.name]: one };
  return {
    name: 'telegram-sending',
    title: 'What bots send, at a Telegram that lets them send only so fast',
    rows,
    notes: [
      'A group is told once that the desk serves in private only, whatever is written there.',
      ...runs.flatMap((run) => othersNote(run.name, run)),
    ],
  };
}

function sendsOf(run: Sending): [string, Figure][] {
  const { counts, texts, expected429 = 0 } = run;
  const { bot, chat, group } = TARGETS.botApi;
  const all = [...texts.values()].flat();
  const groups = [...texts].filter(([id]) => id < 0).flatMap(([, times]) => times);
  const gap = closestTwo(texts);
  const first = run.posted[0] ?? [];
  const { unanswered, doubled } = answeredWrong(
    texts,
    first.map((one) => one.chat),
  );
  const rows: [string, Figure][] = [
    ['updates posted', figure(run.posted.flat().length, '')],
    ['texts sent', figure(counts.sent, '')],
    ['texts a second, first to last', figure(rateOf(all), '')],
    ['most texts in a second', figure(mostWithin(all, 1_000), '', bot)],
    ...(gap === undefined ? [] : distanceRows(gap, chat)),
    ['answers 429', figure(counts.refused_429, '', expected429)],
    ['sends within a retry_after', figure(counts.within_retry_after, '', 0)],
    ['chats without an answer', figure(unanswered, '', 0)],
    ['chats with a second answer', figure(doubled, '', 0)],
  ];
  if (groups.length > 0)
    rows.push(['most texts in a minute, the group', figure(mostWithin(groups, 60_000), '', group)]);
  return rows;
}

/** A distance has a least, and figures a most: so it is told as a rate as well. */
function distanceRows(gapMs: number, most: number): [string, Figure][] {
  return [
    ['closest two texts in a chat', figure(gapMs, 'ms')],
    ['the same, a second', figure(1_000 / gapMs, '', most)],
  ];
}

function othersNote(name: string, { othersShare }: WorkDone): string[] {
  return othersShare === undefined ? [] : [`Other work took ${percent(othersShare)} of the cores: ${name}.`];
}
