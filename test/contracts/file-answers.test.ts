import { describe, expect, it } from 'vitest';
import type { FaultCode } from '../../shared/domain/errors.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import type { Attachment } from '../../shared/domain/message.ts';
import type { HttpResponse } from '../../shared/edge/responses.ts';
import { acceptUpdate } from '../../shared/usecases/accept-update.ts';
import { MINUTE, NOW } from '../builders.ts';
import { aReading, BOT, IN_CHAT } from '../usecases/chat.ts';
import { answerOf, LOST, refusal } from '../usecases/played-bot-api.ts';
import { AnswerBook } from './answer-book.ts';
import { type OpenOperatorDoor, openOperatorDoor } from './operator-door.ts';
import { itRefusesStrangers } from './operator-refusals.ts';
import { type Request, verdictOf } from './partner-door.ts';

const book = new AnswerBook();
const ask = (door: OpenOperatorDoor, request: Request) => book.ask(door, request);
const parsed = (response: HttpResponse) => JSON.parse(response.body);

const TOKEN = `42:${'CANARY'.repeat(6)}`;
const BYTES = new TextEncoder().encode('a picture');
const parkedPage = (query: Record<string, string> = {}): Request => ({
  method: 'GET',
  path: '/api/admin/parked-updates',
  query,
});
const link = (id = `msg_${'0'.repeat(40)}`, number = '0'): Request => ({
  method: 'GET',
  path: `/api/files/${id}/${number}`,
});
/** Without any key. */
const follow = (ticket: string): Request => ({
  method: 'GET',
  path: `/api/files/${ticket}`,
  headers: { authorization: undefined },
});

/** A door, and a message in a bot's chat that has this with it. */
async function withFile(attachment: Attachment = { type: 'photo', file: { id: 'file-1', size: 9 } }) {
  const door = await openOperatorDoor();
  const { desk, botApi, botTokens } = door;
  await botTokens.putToken(BOT, TOKEN);
  botApi.answerWith('getFile', answerOf({ file_path: 'photos/1.jpg', file_size: BYTES.length }));
  botApi.holds('photos/1.jpg', BYTES);
  await acceptUpdate(
    { ...desk.accept, parked: door.parked, pause: async () => undefined },
    { bot: BOT, update: 1, reading: aReading({ text: '', attachments: [attachment] }), body: '{}' },
  );
  const head = await desk.conversations.head(IN_CHAT);
  return { ...door, message: head?.pending[0] ?? '' };
}

const ticketIn = (response: HttpResponse): string => parsed(response).url.split('/').at(-1);

describe('a file that a client has sent to a bot', () => {
  it('is had by a link that needs no key, and shows no token', async () => {
    const door = await withFile();
    const made = await ask(door, link(door.message));
    const { url, ...rest } = parsed(made);
    expect(rest).toEqual({
      expires_at: new Date(NOW + LIMITS.fileLinkKept).toISOString(),
      type: 'photo',
      file_name: null,
      mime_type: null,
      size: 9,
    });
    expect(url).toMatch(/^https:\/\/desk\.example\.com\/api\/files\/msg_[\w.-]+$/);
    const file = await ask(door, follow(ticketIn(made)));
    expect([file.statusCode, file.isBase64Encoded]).toEqual([200, true]);
    expect(Buffer.from(file.body, 'base64')).toEqual(Buffer.from(BYTES));
    expect(file.headers).toMatchObject({
      'content-type': 'image/jpeg',
      'content-disposition': 'inline',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    });
    expect(`${made.body}${JSON.stringify(file.headers)}`).not.toContain('CANARY');
  });

  it('is not had any more when the link is five minutes old', async () => {
    const door = await withFile();
    const ticket = ticketIn(await ask(door, link(door.message)));
    door.desk.clock.advance(LIMITS.fileLinkKept);
    expect((await ask(door, follow(ticket))).statusCode).toBe(200);
    door.desk.clock.advance(1);
    expect(verdictOf(await ask(door, follow(ticket)))).toEqual({ status: 404, code: 'file.unknown' });
  });

  it('that can run is bytes to be saved', async () => {
    const door = await withFile({
      type: 'document',
      mime_type: 'text/html',
      file_name: 'счёт.html',
      file: { id: 'file-1' },
    });
    const made = await ask(door, link(door.message));
    expect(parsed(made)).toMatchObject({ mime_type: 'text/html', file_name: 'счёт.html', size: null });
    const { headers } = await ask(door, follow(ticketIn(made)));
    expect([headers['content-type'], headers['content-disposition']]).toEqual([
      'application/octet-stream',
      "attachment; filename*=UTF-8''%D1%81%D1%87%D1%91%D1%82.html",
    ]);
  });

  it('that is too large is had by nobody', async () => {
    const size = LIMITS.fileBytes + 1;
    const told = await withFile({ type: 'video', file: { id: 'file-1', size } });
    expect(verdictOf(await ask(told, link(told.message))).code).toBe('file.too_large');
    const untold = await withFile();
    const ticket = ticketIn(await ask(untold, link(untold.message)));
    untold.botApi.answerWith('getFile', answerOf({ file_path: 'photos/1.jpg', file_size: size }));
    expect(verdictOf(await ask(untold, follow(ticket)))).toEqual({ status: 413, code: 'file.too_large' });
  });

  it('may be asked for again if Telegram does not answer, or breaks off', async () => {
    const door = await withFile();
    const ticket = ticketIn(await ask(door, link(door.message)));
    const unavailable = { status: 503, code: 'dependency.unavailable' };
    door.botApi.answerWith('getFile', LOST);
    expect(verdictOf(await ask(door, follow(ticket)))).toEqual(unavailable);
    door.botApi.answerWith('getFile', refusal(429, 'Too Many Requests: retry after 7', 7));
    const later = await ask(door, follow(ticket));
    expect([verdictOf(later), later.headers['retry-after']]).toEqual([unavailable, '7']);
    door.botApi.answerWith('getFile', answerOf({ file_path: 'photos/1.jpg' }));
    door.botApi.downloadsEndWith = { kind: 'failed', why: 'response.aborted' };
    expect(verdictOf(await ask(door, follow(ticket)))).toEqual(unavailable);
    door.botApi.downloadsEndWith = { kind: 'too_large' };
    expect(verdictOf(await ask(door, follow(ticket)))).toEqual({ status: 413, code: 'file.too_large' });
  });

  it('is not had by a token that was revoked', async () => {
    const door = await withFile();
    const ticket = ticketIn(await ask(door, link(door.message)));
    door.botApi.answerWith('getFile', refusal(401, 'Unauthorized'));
    const refused = await ask(door, follow(ticket));
    expect(verdictOf(refused)).toEqual({ status: 422, code: 'bot.api_refused' });
    expect(refused.body).not.toContain('CANARY');
  });

  it.each<[string, Request]>([
    ['of no message', link('msg_0')],
    ['of a message that there is none of', link()],
    ['at no place', link(undefined, '1e0')],
    ['at a place far off', link(undefined, '100')],
  ])('there is none %s', async (_, request) => {
    expect(verdictOf(await ask(await withFile(), request))).toEqual({ status: 404, code: 'file.unknown' });
  });

  it('cannot be guessed at leisure, and a link that holds is never refused', async () => {
    const door = await withFile();
    const ticket = ticketIn(await ask(door, link(door.message)));
    for (let guess = 1; guess <= 60; guess++)
      expect(verdictOf(await ask(door, follow(`guess-${guess}`))).code).toBe('file.unknown');
    expect(verdictOf(await ask(door, follow('guess-61'))).code).toBe('limit.address');
    expect((await ask(door, follow(ticket))).statusCode).toBe(200);
    door.desk.clock.advance(MINUTE);
    expect(verdictOf(await ask(door, follow('guess-62'))).code).toBe('file.unknown');
  });

  it.each<[string, (door: Awaited<ReturnType<typeof withFile>>) => void]>([
    ['its link does not hold any more', ({ desk }) => desk.clock.advance(LIMITS.fileLinkKept + 1)],
    ['Telegram has it no more', ({ botApi }) => botApi.answerWith('getFile', refusal(400, 'Bad Request'))],
    ['it does not come', ({ botApi }) => botApi.answerWith('getFile', LOST)],
  ])('that is not had, because %s, was not guessed at', async (_, spoil) => {
    const door = await withFile();
    const ticket = ticketIn(await ask(door, link(door.message)));
    spoil(door);
    for (let time = 1; time <= 61; time++)
      expect(verdictOf(await ask(door, follow(ticket))).code).not.toBe('limit.address');
    expect(verdictOf(await ask(door, follow('guess'))).code).toBe('file.unknown');
  });

  it('is not had if the table fails in a way nobody foresaw', async () => {
    const door = await withFile();
    const ticket = ticketIn(await ask(door, link(door.message)));
    const fails = { head: () => Promise.reject(new TypeError('unforeseen')), messages: async () => [] };
    const broken = await openOperatorDoor({ files: { ...door.door.files, conversations: fails } });
    expect(verdictOf(await ask(broken, follow(ticket)))).toEqual({ status: 500, code: 'internal' });
  });

  it('is read, and nothing else is done to it', async () => {
    const door = await withFile();
    const deleted = await door.ask({ method: 'DELETE', path: '/api/files/x' });
    expect([deleted.statusCode, deleted.headers['allow']]).toEqual([405, 'GET']);
    const stranger = await door.ask({ ...follow('x'), method: 'DELETE' });
    expect(stranger.statusCode).toBe(401);
  });
});

describe('updates that nobody understood', () => {
  const anUpdate = (update: number) => ({
    bot: BOT,
    update,
    at: NOW,
    why: 'update.unknown_kind',
    body: `{"update_id":${update}}`,
  });

  it('are listed newest first, page by page', async () => {
    const door = await openOperatorDoor();
    for (const update of [1, 2, 3]) await door.parked.park(anUpdate(update));
    const first = parsed(await ask(door, parkedPage({ limit: '2' })));
    expect(first.items).toEqual(
      [3, 2].map((update_id) => ({
        bot: BOT,
        update_id,
        parked_at: new Date(NOW).toISOString(),
        why: 'update.unknown_kind',
        body: `{"update_id":${update_id}}`,
      })),
    );
    const second = parsed(await ask(door, parkedPage({ limit: '2', cursor: first.next })));
    expect([second.items.map(({ update_id }: { update_id: number }) => update_id), second.next]).toEqual([
      [1],
      null,
    ]);
  });

  it.each<[Record<string, string>]>([[{ limit: '0' }], [{ cursor: 'x' }], [{ cursor: 'e30' }]])(
    '%o is refused',
    async (query) => {
      const code: FaultCode = 'request.invalid';
      expect(verdictOf(await ask(await openOperatorDoor(), parkedPage(query))).code).toBe(code);
    },
  );
});

itRefusesStrangers(book, [parkedPage(), link()]);

it('every answer that is described was given', () => {
  book.expectAll((operation) => operation.tags.includes('chats'));
});
