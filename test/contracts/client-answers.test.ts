import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../shared/domain/limits.ts';
import type { HttpResponse } from '../../shared/edge/responses.ts';
import { acceptMessage } from '../../shared/usecases/accept-message.ts';
import { workOnJob } from '../../shared/usecases/work-on-job.ts';
import { CLIENT, CONVERSATION, PARTNER } from '../builders.ts';
import { incoming } from '../usecases/desk.ts';
import { AnswerBook } from './answer-book.ts';
import { ADMIN, type OpenOperatorDoor, openOperatorDoor } from './operator-door.ts';
import { itRefusesStrangers } from './operator-refusals.ts';
import { type Request, verdictOf } from './partner-door.ts';

const book = new AnswerBook();
const ask = (door: OpenOperatorDoor, request: Request) => book.ask(door, request);
const parsed = async (asked: Promise<HttpResponse>) => JSON.parse((await asked).body);

const about = (method: string, client = CLIENT, query: object = { partner: PARTNER }): Request => ({
  method,
  path: `/api/admin/clients/${client}`,
  query: query as Record<string, string>,
});
const read = about('GET');
const erase = about('DELETE');
const job = (id = 'job_01M86PTPG00000000000'): Request => ({
  method: 'GET',
  path: `/api/admin/erasures/${id}`,
});

const write = ({ desk }: OpenOperatorDoor, text: string) => acceptMessage(desk.accept, incoming({ text }));

describe('the export of a client', () => {
  it('has all that is kept, without what only machinery needs', async () => {
    const door = await openOperatorDoor();
    await acceptMessage(
      door.desk.accept,
      incoming({ idempotency_key: 'k', profile: { client_name: 'Анна' } }),
    );
    const response = await ask(door, read);
    expect(response.headers['cache-control']).toBe('no-store');
    const { items, ...rest } = JSON.parse(response.body);
    expect(rest).toMatchObject({
      partner: PARTNER,
      client_id: CLIENT,
      conversation_id: CONVERSATION,
      next: null,
    });
    expect(items).toMatchObject([
      { kind: 'conversation', data: { status: 'open', client_id: CLIENT } },
      { kind: 'message', data: { text: 'Не открывается урок', received_at: '2026-11-24T12:00:00.000Z' } },
      { kind: 'profile', data: { client_name: 'Анна' } },
    ]);
    expect(items[0].data).not.toHaveProperty('version');
    expect(items[1].data).not.toHaveProperty('key');
    expect(door.desk.journal.of('client.exported')).toEqual([{ conversation_id: CONVERSATION, by: ADMIN }]);
  });

  it('comes page by page if it is more than an answer holds, each thing once', async () => {
    const door = await openOperatorDoor();
    const { conversations, clock } = door.desk;
    const caption = 'к'.repeat(LIMITS.contentCharacters);
    const attachments = Array.from({ length: 10 }, () => ({ type: 'photo' as const, caption }));
    const written: string[] = [];
    for (let n = 0; n < 60; n++) {
      clock.advance(LIMITS.unlimitedWindow);
      const { message_id } = await acceptMessage(door.desk.accept, incoming({ text: `${n}`, attachments }));
      written.push(message_id);
    }
    const seen: string[] = [];
    let pages = 0;
    for (let cursor: string | null | undefined; cursor !== null; pages++) {
      const query = { partner: PARTNER, ...(cursor && { cursor }) };
      const response = await ask(door, about('GET', CLIENT, query));
      expect(Buffer.byteLength(response.body)).toBeLessThan(6_000_000);
      const { items, next } = JSON.parse(response.body);
      seen.push(...items.flatMap((it: { data: { id?: string } }) => it.data.id ?? []));
      cursor = next;
    }
    expect([seen, pages]).toEqual([written, 2]);
    expect(await conversations.head(CONVERSATION)).toBeDefined();
  });

  it('is refused for nobody, and for what is no question', async () => {
    const door = await openOperatorDoor();
    for (const client of ['nobody', 'no%20client'])
      expect(verdictOf(await ask(door, about('GET', client)))).toMatchObject({
        status: 404,
        code: 'client.unknown',
      });
    for (const query of [{}, { partner: '' }, { partner: PARTNER, cursor: 'nonsense' }])
      expect(verdictOf(await ask(door, about('GET', CLIENT, query)))).toMatchObject({
        code: 'request.invalid',
      });
  });
});

describe('the erasing of a client at the door', () => {
  it('is a job that can be asked after, and is nobody else’s to see', async () => {
    const door = await openOperatorDoor();
    await write(door, 'Не открывается урок');
    const response = await ask(door, erase);
    expect(response.statusCode).toBe(202);
    const begun = JSON.parse(response.body);
    expect(begun).toMatchObject({
      state: 'running',
      look: 1,
      partner: PARTNER,
      conversation_id: CONVERSATION,
      started_by: ADMIN,
      ended_at: null,
    });
    expect(response.body).not.toContain(CLIENT);
    for (const path of [
      `/api/deliveries/redrive/${begun.id}`,
      `/api/deliveries/redrive/${begun.id}/cancel`,
    ]) {
      const method = path.endsWith('cancel') ? 'POST' : 'GET';
      expect(verdictOf(await door.ask({ method, path, body: '' }))).toMatchObject({ code: 'job.unknown' });
    }
    await door.desk.workOff((signal) => workOnJob(door.desk.work, signal));
    expect(await parsed(ask(door, job(begun.id)))).toMatchObject({
      state: 'done',
      look: 2,
      erased: 2,
      next_at: null,
    });
    expect(verdictOf(await ask(door, read))).toMatchObject({ status: 404 });
  });

  it('is the same job under the same key, and answers for whoever never was there', async () => {
    const door = await openOperatorDoor();
    const keyed = { ...about('DELETE', 'nobody'), headers: { 'idempotency-key': 'a' } };
    const first = await parsed(ask(door, keyed));
    door.desk.clock.advance(LIMITS.jobAskedTwice);
    expect((await parsed(ask(door, keyed))).id).toBe(first.id);
    expect((await parsed(ask(door, about('DELETE', 'nobody')))).id).not.toBe(first.id);
  });

  it('is refused as described', async () => {
    const door = await openOperatorDoor();
    expect(verdictOf(await ask(door, about('DELETE', CLIENT, {})))).toMatchObject({
      code: 'request.invalid',
    });
    expect(verdictOf(await ask(door, about('DELETE', 'no%20client')))).toMatchObject({
      code: 'client.unknown',
    });
    const records = { ...door.desk.records, begin: async () => 'conflict' as const };
    const busy = await openOperatorDoor({ records: records as never });
    expect(verdictOf(await ask(busy, erase))).toMatchObject({ status: 503, code: 'job.busy' });
    for (const id of ['nonsense', undefined])
      expect(verdictOf(await ask(door, job(id)))).toMatchObject({ status: 404, code: 'job.unknown' });
    // Work on texts is to be seen elsewhere.
    const redrive = await parsed(door.ask({ path: '/api/deliveries/redrive', body: { filter: {} } }));
    expect(verdictOf(await ask(door, job(redrive.id)))).toMatchObject({ code: 'job.unknown' });
  });
});

describe('whoever may not ask', () => {
  itRefusesStrangers(book, [read, erase, job()]);
});

it('gives every answer that is described', () => {
  book.expectAll(({ tags }) => tags.includes('privacy'));
});
