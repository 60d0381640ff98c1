import { Fault } from '../domain/errors.ts';
import { isSigned, readTicket, signedTicket } from '../domain/file-ticket.ts';
import { conversationOf, isMessageId } from '../domain/ids.ts';
import { LIMITS } from '../domain/limits.ts';
import type { Attachment } from '../domain/message.ts';
import type { BotApi, BotTokens, Clock, Conversations, Download } from '../ports.ts';
import { type Asked, askBotApi, faultOf } from './ask-bot-api.ts';

const TRY_AGAIN_S = 5;

export interface FilePorts {
  conversations: Pick<Conversations, 'head' | 'messages'>;
  tokens: BotTokens;
  botApi: BotApi;
  clock: Pick<Clock, 'business'>;
}

export interface FileLink {
  ticket: string;
  until: number;
  attachment: Attachment;
}

/** A file that a client has put into a chat, and where it is had. */
export interface FileInChat {
  attachment: Attachment;
  /** The Bot API's name of it. */
  id: string;
  token: string;
}

/**
 * A link to a file that a client has put into a chat. It holds for a few minutes, for whoever has it; the bot's token, by
 * which the file is fetched, stays here.
 * @throws Fault file.unknown, file.too_large
 */
export async function linkToFile(ports: FilePorts, message_id: string, number: number): Promise<FileLink> {
  const found = isMessageId(message_id) ? await find(ports, message_id, number) : undefined;
  if (!found) throw unknownFile();
  checkSize(found.attachment.file?.size);
  const until = ports.clock.business() + LIMITS.fileLinkKept;
  const ticket = signedTicket({ message_id, number, until }, found.token);
  return { ticket, until, attachment: found.attachment };
}

/**
 * The file that a link leads to; none if it was not made here.
 * @throws Fault file.unknown if it was, and does not hold any more
 */
export async function fileOfLink(ports: FilePorts, ticket: string): Promise<FileInChat | undefined> {
  const read = readTicket(ticket);
  if (!read) return undefined;
  const { claim, signature } = read;
  const found = await find(ports, claim.message_id, claim.number);
  if (!found || !isSigned(claim, signature, found.token)) return undefined;
  if (ports.clock.business() > claim.until) throw unknownFile();
  return found;
}

async function find(ports: FilePorts, messageId: string, number: number): Promise<FileInChat | undefined> {
  const conversation = conversationOf(messageId);
  const [head, messages] = await Promise.all([
    ports.conversations.head(conversation),
    ports.conversations.messages(conversation, [messageId]),
  ]);
  const attachment = messages[0]?.attachments[number];
  const bot = head?.channel.bot;
  if (!attachment?.file || bot === undefined) return undefined;
  const token = await ports.tokens.token(bot);
  return token === undefined ? undefined : { attachment, token, id: attachment.file.id };
}

/**
 * Its bytes, from Telegram.
 * @throws Fault file.unknown if Telegram has it no more, file.too_large, bot.api_refused, dependency.unavailable
 */
export async function fetchFile(
  { botApi }: Pick<FilePorts, 'botApi'>,
  { attachment, id, token }: FileInChat,
): Promise<Uint8Array> {
  checkSize(attachment.file?.size);
  const asked = await askBotApi(botApi, token, 'getFile', { file_id: id });
  if (asked.kind === 'refused') throw refusalOf(asked);
  if (asked.kind === 'unanswered') throw faultOf(asked);
  const { file_path: path, file_size: size } = (asked.value ?? {}) as Record<string, unknown>;
  if (typeof path !== 'string') throw unknownFile();
  checkSize(size);
  return bytesOf(await botApi.download(token, path, LIMITS.fileBytes));
}

/** With 400 it speaks of the file; with any other code of the bot. */
function refusalOf(asked: Extract<Asked, { kind: 'refused' }>): Fault {
  const { code, description } = asked.refusal;
  if (code !== 400) return faultOf(asked);
  return description.includes('too big') ? tooLarge() : unknownFile();
}

function bytesOf(download: Download): Uint8Array {
  switch (download.kind) {
    case 'file':
      return download.bytes;
    case 'missing':
      throw unknownFile();
    case 'too_large':
      throw tooLarge();
    case 'failed':
      throw new Fault('dependency.unavailable', `the file did not come: ${download.why}`, {
        retryAfterS: TRY_AGAIN_S,
      });
  }
}

/** What is told of a size may be anything. */
function checkSize(size: unknown): void {
  if (typeof size === 'number' && size > LIMITS.fileBytes) throw tooLarge();
}

export function unknownFile(): Fault {
  return new Fault('file.unknown', 'there is no such file, or the link to it does not hold any more');
}

function tooLarge(): Fault {
  return new Fault(
    'file.too_large',
    `files of more than ${LIMITS.fileBytes} bytes are not fetched; ask the client for a smaller one`,
  );
}
