import type {
  KeywordBody,
  KeywordsBody,
  KeywordsPreviewBody,
  KeywordVersionsPage,
} from '../../shared/contracts/keyword-responses.ts';
import {
  KeywordsRollback,
  KeywordVersionsQuery,
  PostKeyword,
  PreviewKeywords,
  type TriedKeyword,
} from '../../shared/contracts/operator-keywords.ts';
import { KEYWORDS_DOCUMENT } from '../../shared/domain/documents.ts';
import { KEYWORD_PRIORITY } from '../../shared/domain/keyword.ts';
import type { NewKeyword } from '../../shared/domain/keyword-list.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import { parseQuery } from '../../shared/edge/paging.ts';
import { parseShape, readJson } from '../../shared/edge/request-body.ts';
import { type HttpResponse, json, noContent } from '../../shared/edge/responses.ts';
import {
  addKeyword,
  keywordsInForce,
  removeKeyword,
  rollBackKeywords,
} from '../../shared/usecases/publish-keywords.ts';
import { readDryRunOf } from './dry-run-of.ts';
import { keywordsPreviewView, keywordsVersionView, keywordsView, keywordView } from './keyword-views.ts';
import type { OperatorDoor, OperatorRequest } from './operator-route.ts';
import { pageOfVersions } from './versions.ts';

/** `GET /api/keywords`: all by which the desk itself knows a scenario. */
export async function getKeywords(door: OperatorDoor): Promise<HttpResponse> {
  return json(200, keywordsView(await keywordsInForce(door)) satisfies KeywordsBody);
}

/** `POST /api/keywords`: one more, or another priority of one that is there. */
export async function postKeyword(
  door: OperatorDoor,
  { event, staff, note }: OperatorRequest,
): Promise<HttpResponse> {
  const { seen_version, reason, ...asked } = parseShape(PostKeyword, readJson(event));
  const publisher = { by: staff.id, reason: reason ?? undefined, seen_version: seen_version ?? undefined };
  const added = await addKeyword(door, { ...newKeyword(asked), ...publisher });
  note({ target: added.keyword.id, after: { version: added.version } });
  return json(added.added ? 201 : 200, keywordView(added) satisfies KeywordBody);
}

function newKeyword({ scenario, keyword, priority }: TriedKeyword): NewKeyword {
  return { scenario, phrase: keyword, priority: priority ?? KEYWORD_PRIORITY.usual };
}

/** `DELETE /api/keywords/{keyword_id}`. */
export async function deleteKeyword(
  door: OperatorDoor,
  { parameters, staff, note }: OperatorRequest,
): Promise<HttpResponse> {
  const { version } = await removeKeyword(door, { id: parameters['keyword_id'] ?? '', by: staff.id });
  note({ after: { version } });
  return noContent();
}

/** `GET /api/keywords/versions`: newest first. */
export async function getKeywordVersions(
  door: OperatorDoor,
  { event }: OperatorRequest,
): Promise<HttpResponse> {
  const { limit = LIMITS.keywordVersionsPage, cursor } = parseQuery(KeywordVersionsQuery, event);
  const { found, next } = await pageOfVersions(door, KEYWORDS_DOCUMENT, { limit, cursor });
  return json(200, { items: found.map(keywordsVersionView), next } satisfies KeywordVersionsPage);
}

/** `POST /api/keywords/rollback`: the keywords of an older version, as a new one. */
export async function postKeywordsRollback(
  door: OperatorDoor,
  { event, staff, note }: OperatorRequest,
): Promise<HttpResponse> {
  const { version, reason } = parseShape(KeywordsRollback, readJson(event));
  const state = await rollBackKeywords(door, { version, by: staff.id, reason: reason ?? undefined });
  const body = keywordsView(state);
  note({ after: { version: body.version, as: version } });
  return json(200, body satisfies KeywordsBody);
}

/** `POST /api/keywords/preview`: what others would decide, and would have decided. Nothing changes. */
export async function postKeywordsPreview(
  door: OperatorDoor,
  { event, staff }: OperatorRequest,
): Promise<HttpResponse> {
  const { add, remove, text, ...whose } = parseShape(PreviewKeywords, readJson(event));
  const changes = { add: (add ?? []).map(newKeyword), remove: remove ?? [], text: text ?? undefined };
  const asked = { ...changes, ...readDryRunOf(whose), by: staff.id };
  // All that decides turns, and here for this alone.
  const { previewKeywords } = await import('../../shared/usecases/preview-keywords.ts');
  return json(200, keywordsPreviewView(await previewKeywords(door, asked)) satisfies KeywordsPreviewBody);
}
