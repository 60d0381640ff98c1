import { StatisticsQuery } from '../../shared/contracts/operator-stats.ts';
import type {
  DeliveryStatsBody,
  MessageStatsBody,
  OperatorStatsBody,
  ScenarioStatsBody,
} from '../../shared/contracts/stats-responses.ts';
import { Fault } from '../../shared/domain/errors.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import { type Figures, hoursIn } from '../../shared/domain/statistics.ts';
import { parseQuery } from '../../shared/edge/paging.ts';
import { type HttpResponse, json } from '../../shared/edge/responses.ts';
import { countHours } from '../../shared/usecases/count-hours.ts';
import type { Span } from '../../shared/usecases/walk-said.ts';
import type { OperatorDoor, OperatorRequest } from './operator-route.ts';
import {
  deliveryFigures,
  messageFigures,
  operatorFigures,
  scenarioFigures,
  statsView,
  wholeHours,
} from './stats-views.ts';

/** `GET /api/stats/messages`: what was said, and how soon it was answered. */
export async function getMessageStats(door: OperatorDoor, request: OperatorRequest): Promise<HttpResponse> {
  return answer((await statsOf(door, request, messageFigures)) satisfies MessageStatsBody);
}

/** `GET /api/stats/scenarios`: what it was about, how surely, and who had to see to it. */
export async function getScenarioStats(door: OperatorDoor, request: OperatorRequest): Promise<HttpResponse> {
  return answer((await statsOf(door, request, scenarioFigures)) satisfies ScenarioStatsBody);
}

/** `GET /api/stats/deliveries`: what became of texts, reminders and farewells among them. */
export async function getDeliveryStats(door: OperatorDoor, request: OperatorRequest): Promise<HttpResponse> {
  return answer((await statsOf(door, request, deliveryFigures)) satisfies DeliveryStatsBody);
}

/** `GET /api/stats/operators`: what people did, and how long clients waited for them. */
export async function getOperatorStats(door: OperatorDoor, request: OperatorRequest): Promise<HttpResponse> {
  return answer((await statsOf(door, request, operatorFigures)) satisfies OperatorStatsBody);
}

async function statsOf<View extends object>(
  door: OperatorDoor,
  { event }: OperatorRequest,
  viewOf: (figures: Figures) => View,
) {
  const span = spanOf(parseQuery(StatisticsQuery, event), door.clock.business());
  return statsView(wholeHours(hoursIn(span)), await countHours(door, span), viewOf);
}

/** @throws Fault request.invalid if Lambda could not answer with so much: many operators over a long time */
function answer(body: object): HttpResponse {
  const response = json(200, body);
  if (Buffer.byteLength(response.body) <= LIMITS.exportBytes) return response;
  throw new Fault('request.invalid', 'the answer would be too large', {
    issues: [{ path: 'query.from', message: 'must be nearer to to, because there is too much to tell' }],
  });
}

/** Of the time that is asked for, what is neither to come nor gone. */
function spanOf({ from, to }: StatisticsQuery, now: number): Span {
  const until = Math.max(0, Math.min(to ?? (from === undefined ? now : from + LIMITS.statisticsSpan), now));
  const since = Math.max(0, from ?? until - LIMITS.statisticsBack, now - LIMITS.messagesKept);
  return { from: Math.min(since, until), to: until };
}
