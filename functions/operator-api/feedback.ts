import type { ExamplesPage, FeedbackBody, FeedbackPage } from '../../shared/contracts/learning-responses.ts';
import {
  ExamplesQuery,
  FeedbackCursor,
  FeedbackQuery,
  PostFeedback,
} from '../../shared/contracts/operator-learning.ts';
import { FeedbackSummaryCursor, FeedbackSummaryQuery } from '../../shared/contracts/operator-stats.ts';
import type { FeedbackSummaryBody } from '../../shared/contracts/stats-responses.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import { cursorOf, parseQuery, readCursor } from '../../shared/edge/paging.ts';
import { parseShape, readJson } from '../../shared/edge/request-body.ts';
import { type HttpResponse, json } from '../../shared/edge/responses.ts';
import { giveFeedback } from '../../shared/usecases/give-feedback.ts';
import { listExamples } from '../../shared/usecases/list-examples.ts';
import { listMisclassified, summariseFeedback } from '../../shared/usecases/review-feedback.ts';
import { exampleView, feedbackView } from './learning-views.ts';
import type { OperatorDoor, OperatorRequest } from './operator-route.ts';
import { summaryView } from './stats-views.ts';

/** `POST /api/feedback`: what a person says of how a message was understood. */
export async function postFeedback(
  door: OperatorDoor,
  { event, staff }: OperatorRequest,
): Promise<HttpResponse> {
  const { message_id, verdict, scenario, comment } = parseShape(PostFeedback, readJson(event));
  const { feedback, replaced } = await giveFeedback(door, {
    message_id,
    verdict,
    scenario: scenario ?? undefined,
    comment: comment ?? undefined,
    by: staff.id,
  });
  return json(replaced ? 200 : 201, feedbackView(feedback) satisfies FeedbackBody);
}

/** `GET /api/feedback`: newest turns first. */
export async function getFeedback(door: OperatorDoor, { event }: OperatorRequest): Promise<HttpResponse> {
  const { limit = LIMITS.listPage, cursor } = parseQuery(FeedbackQuery, event);
  const { before } = readCursor(FeedbackCursor, cursor) ?? {};
  const found = await door.feedback.list({ limit: limit + 1, before });
  const items = found.slice(0, limit);
  const last = found.length > limit ? items.at(-1)?.turn_id : undefined;
  const next = cursorOf(last === undefined ? undefined : { before: last });
  return json(200, { items: items.map(feedbackView), next } satisfies FeedbackPage);
}

/** `GET /api/feedback/summary`: counts of it, by verdict, by what was mistaken for what, and by model. */
export async function getFeedbackSummary(
  door: OperatorDoor,
  { event }: OperatorRequest,
): Promise<HttpResponse> {
  const { cursor, from, to } = parseQuery(FeedbackSummaryQuery, event);
  const position = readCursor(FeedbackSummaryCursor, cursor);
  const until = to ?? door.clock.business();
  const span = position ?? { from: from ?? Math.max(0, until - LIMITS.searchBack), to: until };
  const { summary, next } = await summariseFeedback(door, span, position?.before);
  const following = cursorOf(next === undefined ? undefined : { before: next, from: span.from, to: span.to });
  return json(200, summaryView(span, summary, following) satisfies FeedbackSummaryBody);
}

/** `GET /api/feedback/misclassified`: newest turns first. */
export async function getMisclassified(
  door: OperatorDoor,
  { event }: OperatorRequest,
): Promise<HttpResponse> {
  const { limit = LIMITS.listPage, cursor } = parseQuery(FeedbackQuery, event);
  const { before } = readCursor(FeedbackCursor, cursor) ?? {};
  const { feedback, next } = await listMisclassified(door, { limit, before });
  const following = cursorOf(next === undefined ? undefined : { before: next });
  return json(200, { items: feedback.map(feedbackView), next: following } satisfies FeedbackPage);
}

/** `GET /api/admin/examples`: what people have labelled, for a model to learn from. */
export async function getExamples(door: OperatorDoor, { event }: OperatorRequest): Promise<HttpResponse> {
  const { limit = LIMITS.examplesPage, cursor } = parseQuery(ExamplesQuery, event);
  const { before } = readCursor(FeedbackCursor, cursor) ?? {};
  const { items, next } = await listExamples(door, { limit, before });
  const following = cursorOf(next === undefined ? undefined : { before: next });
  return json(200, { items: items.map(exampleView), next: following } satisfies ExamplesPage);
}
