import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { TimelineCursor } from '../../shared/contracts/operator-inbox.ts';
import {
  ExportConversationQuery,
  ExportReportQuery,
  ExportResultsQuery,
} from '../../shared/contracts/operator-search.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import { dayOf } from '../../shared/domain/said.ts';
import { cursorOf, parseQuery, readCursor } from '../../shared/edge/paging.ts';
import type { HttpResponse } from '../../shared/edge/responses.ts';
import { makeReport, RESULTS_BOUNDS } from '../../shared/usecases/make-report.ts';
import { readTimeline } from '../../shared/usecases/read-inbox.ts';
import { searchMessages } from '../../shared/usecases/search-messages.ts';
import { timelineView } from './conversation-views.ts';
import { FilePage } from './file-page.ts';
import type { OperatorDoor, OperatorRequest } from './operator-route.ts';
import { idIn } from './path-ids.ts';
import { filterOf, whereIn } from './search.ts';
import {
  CONVERSATION_COLUMNS,
  foundMessage,
  REPORT_COLUMNS,
  RESULT_COLUMNS,
  reportLine,
} from './search-views.ts';

/** `GET /api/export/conversation/{conversation_id}`: all of it in the order of time; if it is very long, first the newest part. */
export async function exportConversation(
  door: OperatorDoor,
  { event, parameters }: OperatorRequest,
): Promise<HttpResponse> {
  const { format = 'csv', cursor } = parseQuery(ExportConversationQuery, event);
  const id = idIn(parameters, 'conversation_id');
  const file = new FilePage(format, CONVERSATION_COLUMNS);
  let { before } = readCursor(TimelineCursor, cursor) ?? {};
  for (;;) {
    const items = await readTimeline(door, id, { limit: LIMITS.historyPageMost, before });
    for (const view of items.map(timelineView)) {
      if (!file.add(view)) return file.answer(id, nextOf(event, { before }), 'reversed');
      before = view.id;
    }
    if (items.length < LIMITS.historyPageMost) return file.answer(id, undefined, 'reversed');
  }
}

/** `GET /api/export/results`: what a search for messages finds. */
export async function exportResults(door: OperatorDoor, { event }: OperatorRequest): Promise<HttpResponse> {
  const { format = 'csv', ...query } = parseQuery(ExportResultsQuery, event);
  const { span, at } = whereIn(door, query);
  const page = { limit: LIMITS.resultsHits, at, bounds: RESULTS_BOUNDS };
  const { hits, next } = await searchMessages(door, filterOf(query), span, page);
  const file = new FilePage(format, RESULT_COLUMNS);
  const left = hits.findIndex((hit) => !file.add(foundMessage(hit)));
  const place = left < 0 ? next : hits[left - 1]?.place;
  return file.answer(`results-${dayOf(span.to)}`, nextOf(event, place && { ...place, ...span }));
}

/** `GET /api/export/report`: what was decided, by day and scenario. */
export async function exportReport(door: OperatorDoor, { event }: OperatorRequest): Promise<HttpResponse> {
  const { format = 'csv', ...query } = parseQuery(ExportReportQuery, event);
  const { span, at } = whereIn(door, query);
  const { lines, next } = await makeReport(door, span, at);
  const file = new FilePage(format, REPORT_COLUMNS);
  for (const line of lines) file.add(reportLine(line));
  const name = `report-${dayOf(span.from)}-${dayOf(span.to)}`;
  return file.answer(name, nextOf(event, next && { ...next, ...span }));
}

/** The address of the page that begins there, of a file asked for like this one. */
function nextOf(
  { rawPath, queryStringParameters }: APIGatewayProxyEventV2,
  position: object | undefined,
): string | undefined {
  const cursor = cursorOf(position);
  if (cursor === null) return undefined;
  return `${rawPath}?${new URLSearchParams({ ...(queryStringParameters as Record<string, string>), cursor })}`;
}
