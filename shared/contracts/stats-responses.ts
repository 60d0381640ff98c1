import * as z from 'zod/mini';
import { VERDICTS } from '../domain/feedback.ts';
import { type EscalationReason, SCENARIOS } from '../domain/scenario.ts';
import { ESCALATION_REASONS, meanings, TEXT_SOURCES } from './partner-responses.ts';

/** What operators are told of how the desk fares. Functions import the types alone. */

const Instant = z.iso.datetime();
const Count = z.int().check(z.gte(0));
const Share = z.number().check(z.gte(0), z.lte(1));

/** How long something took. */
export const TimesBody = z.object({
  count: Count,
  median_s: z.nullable(Count),
  p90_s: z.nullable(Count),
});
export type TimesBody = z.infer<typeof TimesBody>;

/** Figures of each hour, and of all together. */
const byHour = <Shape extends z.core.$ZodLooseShape>(figures: Shape) => ({
  from: Instant,
  to: Instant,
  partial: z.boolean(),
  hours: z.array(z.object({ hour: Instant, counted_at: Instant, ...figures })),
  total: z.object(figures),
});

export const MessageFigures = z.object({
  messages: Count,
  texts: z.partialRecord(z.enum(meanings(TEXT_SOURCES)), Count),
  answered_by_bot_in: TimesBody,
  answered_by_operators_in: TimesBody,
});
export type MessageFigures = z.infer<typeof MessageFigures>;

/** `GET /api/stats/messages`. */
export const MessageStatsBody = z.object(byHour(MessageFigures.shape));
export type MessageStatsBody = z.infer<typeof MessageStatsBody>;

export const ScenarioFiguresBody = z.object({
  scenario: z.enum(SCENARIOS),
  turns: Count,
  messages: Count,
  answered_alone: Count,
  left: Count,
  escalated: Count,
  escalated_by: z.partialRecord(z.enum(meanings<EscalationReason>(ESCALATION_REASONS)), Count),
  mean_confidence: Share,
  bands: z.object({ answer: Count, doubt: Count, refuse: Count }),
});
export type ScenarioFiguresBody = z.infer<typeof ScenarioFiguresBody>;

/** `GET /api/stats/scenarios`. */
export const ScenarioStatsBody = z.object(byHour({ scenarios: z.array(ScenarioFiguresBody) }));
export type ScenarioStatsBody = z.infer<typeof ScenarioStatsBody>;

export const DeliveryFigures = z.object({
  source: z.enum(meanings(TEXT_SOURCES)),
  waiting: Count,
  delivered: Count,
  stored: Count,
  dead: Count,
  unknown: Count,
  cancelled: Count,
});
export type DeliveryFigures = z.infer<typeof DeliveryFigures>;

/** `GET /api/stats/deliveries`. */
export const DeliveryStatsBody = z.object(byHour({ texts: z.array(DeliveryFigures) }));
export type DeliveryStatsBody = z.infer<typeof DeliveryStatsBody>;

export const OperatorFiguresBody = z.object({
  operator: z.string(),
  replies: Count,
  takes: Count,
  assigns: Count,
  releases: Count,
  hand_backs: Count,
  closes: Count,
  reopens: Count,
});
export type OperatorFiguresBody = z.infer<typeof OperatorFiguresBody>;

/** `GET /api/stats/operators`. */
export const OperatorStatsBody = z.object(
  byHour({ operators: z.array(OperatorFiguresBody), taken_in: TimesBody, answered_in: TimesBody }),
);
export type OperatorStatsBody = z.infer<typeof OperatorStatsBody>;

const verdicts = Object.fromEntries(VERDICTS.map((verdict) => [verdict, Count])) as Record<
  (typeof VERDICTS)[number],
  typeof Count
>;

/** `GET /api/feedback/summary`. */
export const FeedbackSummaryBody = z.object({
  from: Instant,
  to: Instant,
  ...verdicts,
  share_correct: z.nullable(Share),
  corrections: z.array(z.object({ guess: z.enum(SCENARIOS), right: z.enum(SCENARIOS), count: Count })),
  models: z.array(z.object({ model: z.string(), ...verdicts, share_correct: z.nullable(Share) })),
  next: z.nullable(z.string()),
});
export type FeedbackSummaryBody = z.infer<typeof FeedbackSummaryBody>;
