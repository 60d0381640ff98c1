import type { ExamplesPage, FeedbackBody, FeedbackPage } from '../../shared/contracts/learning-responses.ts';
import {
  ExamplesQuery,
  FeedbackCursor,
  FeedbackQuery,
  PostFeedback,
} from '../../shared/contracts/operator-learning.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import { cursorOf, parseQuery, readCursor } from '../../shared/edge/paging.ts';
import { parseShape, readJson } from '../../shared/edge/request-body.ts';
import { type HttpResponse, json } from '../../shared/edge/responses.ts';
import { giveFeedback } from '../../shared/usecases/give-feedback.ts';
import { listExamples } from '../../shared/usecases/list-examples.ts';
import { exampleView, feedbackView } from './learning-views.ts';
import type { OperatorDoor, OperatorRequest } from './routes.ts';

/** `POST /api/feedback`: what a person says of how a message was understood. */
export async function postFeedback(
  door: OperatorDoor,
  { event, admin }: OperatorRequest,
): Promise<HttpResponse> {
  const { message_id, verdict, scenario, comment } = parseShape(PostFeedback, readJson(event));
  const { feedback, replaced } = await giveFeedback(door, {
    message_id,
    verdict,
    scenario: scenario ?? undefined,
    comment: comment ?? undefined,
    by: admin,
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

/** `GET /api/admin/examples`: what people have labelled, for a model to learn from. */
export async function getExamples(door: OperatorDoor, { event }: OperatorRequest): Promise<HttpResponse> {
  const { limit = LIMITS.examplesPage, cursor } = parseQuery(ExamplesQuery, event);
  const { before } = readCursor(FeedbackCursor, cursor) ?? {};
  const { items, next } = await listExamples(door, { limit, before });
  const following = cursorOf(next === undefined ? undefined : { before: next });
  return json(200, { items: items.map(exampleView), next: following } satisfies ExamplesPage);
}
