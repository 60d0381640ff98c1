import type { FileLinkBody } from '../../shared/contracts/chat-responses.ts';
import { FileNumber } from '../../shared/contracts/operator-chats.ts';
import { servedAs } from '../../shared/domain/served-file.ts';
import { bytes, type HttpResponse, json } from '../../shared/edge/responses.ts';
import { fetchFile, fileOfLink, linkToFile, unknownFile } from '../../shared/usecases/fetch-file.ts';
import type { LinkRequest, OperatorDoor, OperatorRequest } from './operator-route.ts';

/** `GET /api/files/{message_id}/{number}`: a link to a file that a client has put into a chat. */
export async function getFileLink(
  { files, bots }: OperatorDoor,
  { parameters }: OperatorRequest,
): Promise<HttpResponse> {
  const number = FileNumber.safeParse(parameters['number']);
  if (!number.success) throw unknownFile();
  const { ticket, until, attachment } = await linkToFile(
    files,
    parameters['message_id'] ?? '',
    Number(number.data),
  );
  return json(200, {
    url: new URL(`/api/files/${ticket}`, bots.publicUrl).href,
    expires_at: new Date(until).toISOString(),
    type: attachment.type,
    file_name: attachment.file_name ?? null,
    mime_type: attachment.mime_type ?? null,
    size: attachment.file?.size ?? null,
  } satisfies FileLinkBody);
}

/**
 * `GET /api/files/{ticket}`: the file itself, for whoever has the link. What clients send is shown by nobody's rights: no
 * browser guesses its type, or runs anything of it.
 */
export async function getFile(door: OperatorDoor, { event, parameters }: LinkRequest): Promise<HttpResponse> {
  const file = await fileOfLink(door.files, parameters['ticket'] ?? '');
  if (!file) {
    // So that links cannot be guessed at leisure.
    door.callers.countAddress(event.requestContext.http.sourceIp, door.clock.business());
    throw unknownFile();
  }
  const { type, disposition } = servedAs(file.attachment);
  return bytes(200, await fetchFile(door.files, file), {
    'content-type': type,
    'content-disposition': disposition,
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, no-store',
  });
}
