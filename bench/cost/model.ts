/**
 * What the twin cannot count and is assumed instead; every figure of docs/cost.md that rests on one of these says so.
 */
export const MODEL = {
  /** Memory that comes with a whole core, MB; a function gets its share of one by its own. */
  mbPerCore: 1_769,
  /** How long a function waits for a call to table, queue or scheduler, ms. */
  callMs: 5,
  /** The standard workload's reply: how long the partner takes to answer, ms. */
  partnerMs: 250,
  /** Headers of a webhook and of its connection's share, bytes. */
  webhookFrameBytes: 1_024,
  /** SQS takes and bills a request for each batch that is received, and for each that is deleted. */
  requestsPerBatch: 2,
  /** Lambda looks at an idle queue with this many pollers, each for this long, s. */
  pollers: 5,
  pollS: 20,
  hoursPerMonth: 730,
  /** A GB that is logged takes so much of one where it is kept, and stays so many months (production: three). */
  logsKept: { share: 0.15, months: 3 },
  /** What a desk keeps in its table while nobody writes, GB: a year of a small one. */
  tableGb: 1,
  /** Built console in its bucket, GB. */
  consoleGb: 0.01,
  /** The probe of bots: processor time and lines of one look. */
  probe: { processorMs: 10, calls: 1, logBytes: 600 },
  /** Dashboards of an account that are free. */
  freeDashboards: 3,
  /** An operator at work: hours a day, days a month, minutes between pings, messages of the desk told to them a month, pages opened for each. */
  operator: { hoursPerDay: 8, days: 21, pingEveryMin: 5, messages: 5_000, pagesPerMessage: 0.5 },
  /** A page of the console: requests of the API, its read units, processor time, bytes. */
  page: { requests: 2, readUnits: 8, processorMs: 20, calls: 4, bytes: 20_000 },
  /** Messages in the band of doubt, tokens of a question and its answer (docs/llm.md), units of table that each takes. */
  opinion: { share: 0.1, tokensIn: 800, tokensOut: 20, writeUnits: 3, readUnits: 1 },
  /** US dollars for a million tokens: the stage's defaults, and a small model's. */
  usdPerMillionTokens: { default: { in: 3, out: 15 }, small: { in: 0.06, out: 0.24 } },
} as const;
