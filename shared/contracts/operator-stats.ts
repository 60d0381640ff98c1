import * as z from 'zod/mini';
import { isMessageId } from '../domain/ids.ts';
import { LIMITS } from '../domain/limits.ts';
import { inOrder, Moment } from './operator-api.ts';

/** What operators ask how the desk fares. Queries are text. */

const SPAN_MOST = LIMITS.statisticsSpan / 86_400_000;

const shortEnough = z.refine<{ from?: number | undefined; to?: number | undefined }>(
  ({ from, to }) => from === undefined || to === undefined || to - from <= LIMITS.statisticsSpan,
  { path: ['from'], error: `must not be more than ${SPAN_MOST} days before to` },
);

export const StatisticsQuery = z
  .object({ from: z.optional(Moment), to: z.optional(Moment) })
  .check(inOrder, shortEnough);
export type StatisticsQuery = z.infer<typeof StatisticsQuery>;

export const FeedbackSummaryQuery = z
  .object({ from: z.optional(Moment), to: z.optional(Moment), cursor: z.optional(z.string()) })
  .check(inOrder);

const Time = z.int().check(z.gte(0), z.lte(Date.UTC(9999, 0)));
/** What a cursor of the summary holds, to callers a word without meaning. */
export const FeedbackSummaryCursor = z.object({
  before: z.string().check(z.refine((value: string) => isMessageId(value))),
  from: Time,
  to: Time,
});
