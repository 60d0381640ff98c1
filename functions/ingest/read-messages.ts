import { ClientPath } from '../../shared/contracts/partner-api.ts';
import { isMessageId } from '../../shared/domain/ids.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import { invalid, parseShape } from '../../shared/edge/request-body.ts';
import { type HttpResponse, json } from '../../shared/edge/responses.ts';
import { classificationView } from '../../shared/edge/text-views.ts';
import type { HistoryItem } from '../../shared/ports.ts';
import { turnIn } from '../../shared/usecases/find-turn.ts';
import { readDelivery, readHistory } from '../../shared/usecases/read-conversation.ts';
import type { Door, PartnerRequest, StaffRequest } from './routes.ts';
import { deliveryView, historyView } from './views.ts';

/** `GET /api/messages/{client_id}`: newest first; the next page's address stands in `Link`. */
export async function getHistory(door: Door, request: PartnerRequest): Promise<HttpResponse> {
  const { clientId, items, link } = await readPage(door, request, '');
  return json(
    200,
    items.flatMap((item) => historyView(clientId, item)),
    link,
  );
}

/** `GET /api/messages/{client_id}/classifications`: how a client's messages were understood, newest first. */
export async function getClassifications(door: Door, request: PartnerRequest): Promise<HttpResponse> {
  const { items, link } = await readPage(door, request, '/classifications');
  return json(200, items.flatMap(turnIn).map(classificationView), link);
}

async function readPage(
  door: Door,
  { event, partner, parameters }: PartnerRequest,
  tail: '' | '/classifications',
) {
  const { client_id: clientId } = parseShape(ClientPath, parameters);
  const asked = readPaging(event.queryStringParameters ?? {});
  const items = await readHistory(door, partner, clientId, { ...asked, decisionsOnly: tail !== '' });
  const last = items.at(-1);
  const more = last !== undefined && items.length === asked.limit;
  const next = `/api/messages/${clientId}${tail}?limit=${asked.limit}&before=${last && idOf(last)}`;
  return { clientId, items, link: more ? { link: `<${next}>; rel="next"` } : {} };
}

function idOf(item: HistoryItem): string {
  if (item.kind === 'message') return item.message.id;
  return item.kind === 'left' ? item.turn.id : item.text.id;
}

/** `GET /api/deliveries/{message_id}`: why a text was, or was not, delivered. */
export async function getDelivery(door: Door, request: PartnerRequest | StaffRequest): Promise<HttpResponse> {
  const partner = 'partner' in request ? request.partner : undefined;
  const delivery = await readDelivery(door, partner, request.parameters['message_id'] ?? '');
  return json(200, deliveryView(delivery));
}

const WHOLE = /^\d{1,3}$/;

function readPaging(query: Record<string, string | undefined>): {
  limit: number;
  before?: string | undefined;
} {
  const asked = query['limit'] ?? `${LIMITS.historyPage}`;
  const limit = WHOLE.test(asked) ? Number(asked) : 0;
  if (limit < 1 || limit > LIMITS.historyPageMost) {
    throw invalid([{ path: 'query.limit', message: `must be 1 to ${LIMITS.historyPageMost}` }]);
  }
  const { before } = query;
  if (before !== undefined && !isMessageId(before))
    throw invalid([{ path: 'query.before', message: 'must be a message id' }]);
  return { limit, before };
}
