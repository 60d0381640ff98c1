import { beforeAll, describe, expect, it } from 'vitest';
import { readModelFile } from '../../shared/adapters/published-models.ts';
import { packModel } from '../../shared/classification/packed-model.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import type { HttpResponse } from '../../shared/edge/responses.ts';
import { acceptMessage } from '../../shared/usecases/accept-message.ts';
import { answerConversation } from '../../shared/usecases/answer-conversation.ts';
import { SECOND } from '../builders.ts';
import { aSmallModel } from '../classification/small-models.ts';
import { incoming, SIGNAL } from '../usecases/desk.ts';
import { AnswerBook } from './answer-book.ts';
import { ADMIN, type OpenOperatorDoor, openOperatorDoor } from './operator-door.ts';
import { itRefusesStrangers } from './operator-refusals.ts';
import { type Request, verdictOf } from './partner-door.ts';

const book = new AnswerBook();
const ask = (door: OpenOperatorDoor, request: Request) => book.ask(door, request);
const parsed = async (asked: Promise<HttpResponse>) => JSON.parse((await asked).body);

const get = (path: string, query?: Record<string, string>): Request => ({
  method: 'GET',
  path,
  ...(query && { query }),
});
const MODELS = '/api/admin/models';
const say = (body: unknown = { message_id: 'msg_0', verdict: 'correct' }): Request => ({
  path: '/api/feedback',
  body,
});
const feedback = (query?: Record<string, string>) => get('/api/feedback', query);
const examples = (query?: Record<string, string>) => get('/api/admin/examples', query);
const model = get(MODELS);
const ID = 'aaaaaaaaaaaa';
const BODY = { id: ID, parts: 1, sha256: 'f'.repeat(64), over: ID, figures: {} };
const publish = (over: object | string = {}): Request => ({
  path: MODELS,
  body: typeof over === 'string' ? over : { ...BODY, ...over },
});
const versions = (query?: Record<string, string>) => get(`${MODELS}/versions`, query);
const back = (body: unknown = { version: 0 }): Request => ({ path: `${MODELS}/rollback`, body });
const put = (body: unknown = { bytes: 'AAAA' }, id = ID, part = '0'): Request => ({
  method: 'PUT',
  path: `${MODELS}/${id}/parts/${part}`,
  body,
});
const part = (id = ID, number = '0') => get(`${MODELS}/${id}/parts/${number}`);

/** A desk that has understood a message; its id. */
async function understood(door: OpenOperatorDoor): Promise<string> {
  const { desk } = door;
  const { message_id } = await acceptMessage(desk.accept, incoming());
  desk.clock.advance(10 * SECOND);
  await answerConversation(desk.answer, SIGNAL);
  return message_id;
}

describe('feedback and examples', () => {
  it('are noted, changed, and read page by page', async () => {
    const door = await openOperatorDoor();
    expect(await parsed(ask(door, feedback()))).toEqual({ items: [], next: null });
    const first = await understood(door);
    const second = await understood(door);
    const noted = { message_id: first, verdict: 'incorrect', scenario: 'COMPLAINT', comment: 'angry' };
    expect((await ask(door, say(noted))).statusCode).toBe(201);
    const changed = await ask(
      door,
      say({ message_id: first, verdict: 'correct', scenario: null, comment: null }),
    );
    expect(changed.statusCode).toBe(200);
    expect(JSON.parse(changed.body)).toMatchObject({
      verdict: 'correct',
      scenario: 'TECH_SUPPORT_BASIC',
      by: ADMIN,
    });
    await ask(door, say({ ...noted, message_id: second }));
    const page = await parsed(ask(door, feedback({ limit: '1' })));
    expect(page.items).toMatchObject([{ verdict: 'incorrect', comment: 'angry' }]);
    const rest = await parsed(ask(door, feedback({ cursor: page.next })));
    expect(rest).toMatchObject({ items: [{ verdict: 'correct', comment: null }], next: null });
    const labelled = await parsed(ask(door, examples({ limit: '1' })));
    expect(labelled).toMatchObject({ items: [{ label: 'COMPLAINT', by: ADMIN }] });
    expect(await parsed(ask(door, examples({ cursor: labelled.next })))).toMatchObject({
      items: [{ label: 'TECH_SUPPORT_BASIC' }],
      next: null,
    });
  });

  it.each([
    [{}, ['message_id', 'verdict']],
    [{ message_id: 1, verdict: 'correct' }, ['message_id']],
    [{ message_id: 'x', verdict: 'wrong' }, ['verdict']],
    [{ message_id: 'x', verdict: 'incorrect' }, ['scenario']],
    [{ message_id: 'x', verdict: 'correct', scenario: 'COMPLAINT' }, ['scenario']],
    [{ message_id: 'x', verdict: 'incorrect', scenario: 'MASS_OUTAGE' }, ['scenario']],
    [{ message_id: 'x', verdict: 'incorrect', scenario: 'WEATHER' }, ['scenario']],
    [{ message_id: 'x', verdict: 'correct', comment: 'x'.repeat(501) }, ['comment']],
    [[], ['']],
    [null, ['']],
  ])('%j is refused by its places', async (body, at) => {
    const { statusCode, body: answer } = await ask(await openOperatorDoor(), say(body));
    expect(statusCode).toBe(422);
    expect(JSON.parse(answer).errors.map(({ path }: { path: string }) => path)).toEqual(at);
  });
});

describe('models', () => {
  let file: Uint8Array;
  let sound: object;
  beforeAll(async () => {
    const small = await aSmallModel();
    file = packModel(Buffer.from(small.json), small.weights);
    const { id, sha256 } = readModelFile(file);
    sound = {
      id,
      sha256,
      parts: Math.ceil(file.length / LIMITS.modelPartBytes),
      over: ID,
      figures: { right: 9 },
    };
  });

  async function handedIn(): Promise<OpenOperatorDoor> {
    const door = await openOperatorDoor();
    const { id } = sound as { id: string };
    for (let at = 0; at * LIMITS.modelPartBytes < file.length; at++) {
      const bytes = file.subarray(at * LIMITS.modelPartBytes, (at + 1) * LIMITS.modelPartBytes);
      const receipt = await parsed(
        ask(door, put({ bytes: Buffer.from(bytes).toString('base64') }, id, String(at))),
      );
      expect(receipt).toEqual({ size: bytes.length });
    }
    return door;
  }

  it('are handed in, fetched, published, listed and taken back', async () => {
    const door = await handedIn();
    const { id } = sound as { id: string };
    const fetched = await parsed(ask(door, part(id)));
    expect(Buffer.from(fetched.bytes, 'base64')).toEqual(
      Buffer.from(file.subarray(0, LIMITS.modelPartBytes)),
    );
    expect(await parsed(ask(door, model))).toMatchObject({ version: 0, model: null, published_by: null });
    const made = await parsed(ask(door, publish({ ...sound, seen_version: 0, reason: 'learned' })));
    expect(made).toMatchObject({ version: 1, model: sound, published_by: ADMIN, reason: 'learned' });
    expect(await parsed(ask(door, back()))).toMatchObject({ version: 2, model: null });
    const page = await parsed(ask(door, versions({ limit: '1' })));
    expect(page.items).toMatchObject([{ version: 2, restores: 0, model: null }]);
    expect((await parsed(ask(door, versions({ cursor: page.next })))).items).toMatchObject([
      { model: sound },
    ]);
  });

  it('are refused as described', async () => {
    const door = await handedIn();
    const codeOf = async (request: Request) => verdictOf(await ask(door, request)).code;
    expect(await codeOf(publish({ ...sound, seen_version: 7 }))).toBe('model.changed');
    expect(await codeOf(publish({ ...sound, parts: LIMITS.modelParts }))).toBe('model.incomplete');
    expect(await codeOf(publish({ ...sound, sha256: '0'.repeat(64) }))).toBe('model.unreadable');
    expect(await codeOf(back({ version: 9 }))).toBe('version.unknown');
    await ask(door, publish(sound));
    await ask(door, back());
    const { publish: published } = door.door.documents;
    door.door.documents.publish = async () => 'conflict';
    expect(await codeOf(back({ version: 1 }))).toBe('model.changed');
    door.door.documents.publish = published;
    door.door.readModelFile = () => {
      throw new Error('format');
    };
    expect(await codeOf(back({ version: 1 }))).toBe('model.unreadable');
    door.door.models.file = async () => undefined;
    expect(await codeOf(back({ version: 1 }))).toBe('model.incomplete');
  });

  it.each([
    ['x', '0'],
    ['AAAAAAAAAAAA', '0'],
    [ID, String(LIMITS.modelParts)],
    [ID, '-1'],
    [ID, '1'],
  ])('have no part %s %s', async (id, number) => {
    const door = await openOperatorDoor();
    expect(verdictOf(await ask(door, part(id, number))).code).toBe('model.unknown');
    if (number !== '1')
      expect(verdictOf(await ask(door, put(undefined, id, number))).code).toBe('model.unknown');
  });

  const LARGEST = Buffer.alloc(LIMITS.modelPartBytes).toString('base64');
  it.each<[unknown, number]>([
    [{ bytes: LARGEST }, 200],
    [{ bytes: Buffer.alloc(LIMITS.modelPartBytes + 1).toString('base64') }, 422],
    [{ bytes: '' }, 422],
    [{ bytes: 'AA' }, 422],
    [{ bytes: 'AAA*' }, 422],
    [{ bytes: 1 }, 422],
    [{}, 422],
    [{ bytes: 'AAAA', more: 1 }, 422],
  ])('take a part as it should be (%#)', async (body, status) => {
    expect((await ask(await openOperatorDoor(), put(body))).statusCode).toBe(status);
  });

  it.each([
    [{ id: 'x' }, 'id'],
    [{ parts: 0 }, 'parts'],
    [{ parts: 1.5 }, 'parts'],
    [{ parts: LIMITS.modelParts + 1 }, 'parts'],
    [{ sha256: 'f' }, 'sha256'],
    [{ over: null }, 'over'],
    [{ figures: [] }, 'figures'],
    [{ seen_version: -1 }, 'seen_version'],
    [{ reason: 'x'.repeat(501) }, 'reason'],
    [{ colour: 'red' }, ''],
  ])('are described by %j in vain', async (over, at) => {
    const { body } = await ask(await openOperatorDoor(), publish(over));
    expect(JSON.parse(body).errors.map(({ path }: { path: string }) => path)).toEqual([at]);
  });
});

const REQUESTS = [say(), feedback(), examples(), model, publish(), versions(), back(), put(), part()];
itRefusesStrangers(book, REQUESTS);

describe('what is wrong with a request', () => {
  const padding = 'x'.repeat(256 * 1024 + 1);
  it.each([say, publish, back, put].map((of) => [of(padding), of] as const))(
    'is said as described: $path',
    async (_, of) => {
      const door = await openOperatorDoor();
      const codeOf = async (request: Request) => verdictOf(await ask(door, request)).code;
      expect(await codeOf(of(padding))).toBe('body.too_large');
      expect(await codeOf({ ...of('{}'), headers: { 'content-type': 'text/plain' } })).toBe('body.not_json');
      expect(await codeOf(of('{'))).toBe('body.malformed');
      expect(await codeOf(of('{}'))).toBe('request.invalid');
    },
  );

  it.each([feedback, examples, versions])('is said of a query (%#)', async (of) => {
    expect(verdictOf(await ask(await openOperatorDoor(), of({ limit: '0' }))).code).toBe('request.invalid');
  });

  it('is said of a message that nobody has decided about', async () => {
    expect(verdictOf(await ask(await openOperatorDoor(), say())).code).toBe('message.unknown');
  });
});

it('every answer that is described was given', () => {
  book.expectAll((operation) => operation.tags.includes('learning'));
});
