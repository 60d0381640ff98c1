import { PostMessage } from '../../shared/contracts/partner-api.ts';
import type { AcceptedBody } from '../../shared/contracts/partner-responses.ts';
import type { Attachment } from '../../shared/domain/message.ts';
import { readIdempotencyKey } from '../../shared/edge/idempotency-header.ts';
import { parseShape, readJson } from '../../shared/edge/request-body.ts';
import { type HttpResponse, json } from '../../shared/edge/responses.ts';
import { type Accepted, acceptMessage, type IncomingMessage } from '../../shared/usecases/accept-message.ts';
import { awaitOutcome } from '../../shared/usecases/await-outcome.ts';
import { readChannel } from './channel-headers.ts';
import { toProfile, withoutNulls } from './client-profile.ts';
import { outcomeView } from './outcome-view.ts';
import { readWait } from './prefer-header.ts';
import type { Door, PartnerRequest } from './routes.ts';

/** `POST /api/messages`: judged in the order of the contract, size, type, JSON, shape, URL, and then taken in. */
export async function postMessage(door: Door, { event, partner }: PartnerRequest): Promise<HttpResponse> {
  const body = parseShape(PostMessage, readJson(event));
  const idempotency_key = readIdempotencyKey(event.headers);
  const channel = await readChannel(door, event.headers);
  const accepted = await acceptMessage(door, { ...toIncoming(partner, body), channel, idempotency_key });
  const seconds = readWait(event.headers['prefer']);
  const outcome = seconds > 0 ? await awaitOutcome(door, accepted.message_id, seconds) : undefined;
  const headers = accepted.replayed ? { 'idempotent-replayed': 'true' } : {};
  const answer = outcome
    ? json(201, outcomeView(accepted, outcome), headers)
    : json(202, acceptedView(accepted), headers);
  return { ...answer, told: { message_id: accepted.message_id } };
}

function toIncoming(partner: string, body: PostMessage): Omit<IncomingMessage, 'channel'> {
  return {
    partner,
    client_id: body.client_id,
    text: body.content,
    attachments: (body.attachments ?? []).map((attachment) => withoutNulls<Attachment>(attachment)),
    said_at: body.timestamp ? Date.parse(body.timestamp) : undefined,
    profile: toProfile(body),
  };
}

function acceptedView({ status, message_id, client_id, received_at }: Accepted): AcceptedBody {
  return {
    status,
    message_id,
    ...(status === 'duplicate' && { original_message_id: message_id }),
    client_id,
    received_at: new Date(received_at).toISOString(),
  };
}
