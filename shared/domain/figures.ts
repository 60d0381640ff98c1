/**
 * Every figure of the desk's own in CloudWatch's namespace `Firstline`, and the dimensions that it is told apart by. Nothing
 * else is emitted, and alarms and dashboards ask for nothing else. Each series is paid for in the hours in which it has a
 * value, so what alarms alone look at is emitted where something is wrong, and not a zero where nothing is.
 */
export const FIGURES = {
  /** From what a text answers, or from when it was written, to its arrival, milliseconds; its count is that of deliveries. */
  DeliveredMs: ['stage'],
  /** Tries to deliver that failed. */
  DeliveryFailed: ['stage'],
  /** Turns that handed a conversation to people. */
  Escalated: ['stage'],
  /** Signals, records and requests that failed by a fault of ours, wherever. */
  WorkFailed: ['stage'],
  /** Tries to sign in that were refused. */
  SignInRefused: ['stage'],
  /** One endpoint that takes nothing. */
  EndpointFailing: ['stage', 'endpoint_id'],
  BotsUnwell: ['service', 'stage'],
  UpdatesWaiting: ['service', 'stage'],
  LlmAnswered: ['service', 'stage'],
  LlmCached: ['service', 'stage'],
  LlmTimedOut: ['service', 'stage'],
  LlmFailed: ['service', 'stage'],
  LlmMalformed: ['service', 'stage'],
  LlmCapped: ['service', 'stage'],
  LlmBreakerOpen: ['service', 'stage'],
  /** Millionths of a US dollar. */
  LlmSpendMicroUsd: ['service', 'stage'],
} as const satisfies Record<string, readonly string[]>;

export type FigureName = keyof typeof FIGURES;
/** By name, as of now. */
export type Recorded = Readonly<Partial<Record<FigureName, number>>>;
