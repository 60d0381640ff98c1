/** What the figures are held against; at most, all of them. A figure without a target is for information. */
export const TARGETS = {
  bundleKb: { ingest: 400, deliver: 600, others: 700 },
  loadMs: { ingest: 75, others: 120 },
  classifier: { p50Us: 300, p99Us: 1_000, modelLoadMs: 40 },
  /** At this many messages a second, and at fewer. */
  accept: { rate: 50, p50Ms: 25, p99Ms: 120 },
  firstByte: { rate: 20, p50Ms: 150, p95Ms: 400 },
  /** From the accept to the screen. */
  screen: { p95Ms: 400 },
  writeUnitsPerMessage: 12,
  /** The door of a bot's updates. */
  update: { p99Ms: 120 },
  /** What the Bot API lets a bot send: a second, in one chat a second, in one group a minute. */
  botApi: { bot: 30, chat: 1, group: 20 },
  /** Requests to the table for the inbox and for one conversation, and the first page of a search. */
  readsOfInbox: 3,
  searchMs: 2_000,
  /** Of the page with nothing opened, gzipped. */
  consoleScriptKb: 300,
  /** Of the inbox with 2,000 conversations. */
  scrolling: { rows: 80, taskMs: 100 },
  /** Of one attempt, whatever the receiver answers. */
  bodyMib: 8,
} as const;

export function bundleTargetKb(label: string): number {
  const { ingest, deliver, others } = TARGETS.bundleKb;
  return { ingest, deliver }[label] ?? others;
}

export function loadTargetMs(label: string): number {
  return label === 'ingest' ? TARGETS.loadMs.ingest : TARGETS.loadMs.others;
}
