import { describe, expect, it } from 'vitest';
import { conversationId } from '../../shared/domain/ids.ts';
import type { HttpResponse } from '../../shared/edge/responses.ts';
import { CLIENT, PARTNER, SECOND } from '../builders.ts';
import type { Case } from './bad-input.ts';
import { SIZES, SYNTAX, TYPES } from './bad-input-bodies.ts';
import { CALLERS } from './bad-input-callers.ts';
import { FIELDS } from './bad-input-fields.ts';
import { HEADERS } from './bad-input-headers.ts';
import { PATHS } from './bad-input-paths.ts';
import { PINGS } from './bad-input-pings.ts';
import { bodyDeviations, operationOf, strays } from './documented.ts';
import { aBody, eventOf, openDoor, type PartnerDoor, type Request, verdictOf } from './partner-door.ts';

/** As JSON spells it. */
const HALF_A_PAIR = /\\ud[89a-f]/i;

const TABLE = Object.entries({ CALLERS, SIZES, TYPES, SYNTAX, FIELDS, HEADERS, PATHS, PINGS });

describe.each(TABLE)('%s', (_, cases) => {
  it.each(cases)('$name: $status $code', async (entry) => {
    const door = await openDoor();
    const before = door.desk.clock.wall();
    const response = await door.ask(entry.request);
    expect(verdictOf(response)).toEqual({ status: entry.status, code: entry.code });
    const { method = 'POST', path = '/api/messages' } = entry.request;
    expect(strays(method, path, response)).toEqual([]);
    if (entry.code) await wasRefused(door, response, entry);
    else await wasTaken(door, response, entry);
    if (entry.waits !== undefined) expect(door.desk.clock.wall() - before).toBe(entry.waits * SECOND);
  });
});

it('the table has no case twice, and well over the eighty that were asked for', () => {
  const names = TABLE.flatMap(([table, cases]) => cases.map(({ name }) => `${table} ${name}`));
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  expect(names.length).toBeGreaterThan(400);
});

async function wasRefused(door: PartnerDoor, response: HttpResponse, entry: Case): Promise<void> {
  const { errors = [], request_id } = JSON.parse(response.body);
  expect(request_id).toBe(response.headers['x-request-id']);
  if (entry.status === 422) expect(errors.map(({ path }: { path: string }) => path)).toEqual(entry.at);
  expect(door.changes).toEqual([]);
  expect(door.pinged).toEqual([]);
  expect(await door.desk.conversations.head(conversationId(PARTNER, CLIENT))).toBeUndefined();
  await hasItsWholeBudget(door);
}

/** Ten messages of the client are let in, and no eleventh: nothing was counted before. */
async function hasItsWholeBudget({ ask, desk }: PartnerDoor): Promise<void> {
  // Callers without a key have a budget of their own, which this client's is not.
  for (let n = 0; n < 10; n++) expect((await ask({ body: aBody({ content: `${n}` }) })).statusCode).toBe(202);
  expect((await desk.head()).window.count).toBe(10);
}

function sentIn(request: Request): unknown {
  const { body = '', isBase64Encoded } = eventOf(request);
  return JSON.parse(
    Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8')
      .toString()
      .replace(/^\ufeff/, ''),
  );
}

async function wasTaken(door: PartnerDoor, response: HttpResponse, { request, text }: Case): Promise<void> {
  const { method = 'POST', path = '/api/messages' } = request;
  const operation = operationOf(method, path);
  if (operation?.requestBody) expect(bodyDeviations(operation, sentIn(request))).toEqual([]);
  if (operation?.operationId === 'testWebhook') return wasPinged(door, response);
  if (method !== 'POST') return;
  const { client_id, message_id } = JSON.parse(response.body);
  const conversation = conversationId(PARTNER, client_id);
  expect((await door.desk.conversations.head(conversation))?.pending).toEqual([message_id]);
  const [message] = await door.desk.conversations.messages(conversation, [message_id]);
  expect(message?.text).toBe(text ?? message?.text);
  const kept = JSON.stringify([message, await door.desk.conversations.profile(conversation)]);
  expect(kept).not.toMatch(HALF_A_PAIR);
  expect(door.desk.inbound.sent.map(({ signal }) => signal)).toEqual([{ conversation_id: conversation }]);
}

/** One post went out, and nothing was written. */
async function wasPinged({ pinged, changes, desk }: PartnerDoor, response: HttpResponse): Promise<void> {
  const { webhook_id } = JSON.parse(response.body);
  expect(pinged.map(({ headers }) => headers['webhook-id'])).toEqual([webhook_id]);
  expect(pinged[0]?.url).toMatch(/^https:\/\/[^/]+\//);
  expect(changes).toEqual([]);
  expect(desk.inbound.sent).toEqual([]);
}
