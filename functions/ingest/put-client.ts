import { ClientPath, PutClient } from '../../shared/contracts/partner-api.ts';
import type { ClientBody } from '../../shared/contracts/partner-responses.ts';
import { conversationId } from '../../shared/domain/ids.ts';
import type { Profile } from '../../shared/domain/message.ts';
import { parseShape, readJson } from '../../shared/edge/request-body.ts';
import { type HttpResponse, json } from '../../shared/edge/responses.ts';
import { rememberProfile } from '../../shared/usecases/remember-profile.ts';
import { toProfile } from './client-profile.ts';
import type { Door, PartnerRequest } from './routes.ts';

/** `PUT /api/clients/{client_id}`: what is known of a client, before or between its messages. */
export async function putClient(
  door: Door,
  { event, partner, parameters }: PartnerRequest,
): Promise<HttpResponse> {
  const body = readJson(event);
  const { client_id: clientId } = parseShape(ClientPath, parameters);
  const told = toProfile(parseShape(PutClient, body));
  const id = conversationId(partner, clientId);
  const profile = await rememberProfile(door.conversations, id, told, door.clock.business());
  return json(200, clientView(clientId, profile));
}

function clientView(
  clientId: string,
  { client_name, locale, notices, next_lesson_at, ...links }: Profile,
): ClientBody {
  return {
    client_id: clientId,
    client_name,
    locale,
    notices,
    context: {
      ...links,
      ...(next_lesson_at !== undefined && { next_lesson_at: new Date(next_lesson_at).toISOString() }),
    },
  };
}
