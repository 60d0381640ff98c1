import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DynamoConversations } from '../../shared/adapters/dynamo/conversation-store.ts';
import { DynamoOutbox } from '../../shared/adapters/dynamo/outbox-store.ts';
import { DynamoKeyedRequests } from '../../shared/adapters/dynamo/request-store.ts';
import { conversationId } from '../../shared/domain/ids.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import type { HttpResponse } from '../../shared/edge/responses.ts';
import { MINUTE, PARTNER } from '../builders.ts';
import { strays } from '../contracts/documented.ts';
import { eventOf, KEY, openDoor, type PartnerDoor, type Request } from '../contracts/partner-door.ts';
import { type RealTable, startRealTable } from '../contracts/real-table.ts';
import { aDesk } from '../usecases/desk.ts';
import { request, words } from './odd-requests.ts';

/** So few that a talk reaches them. */
const MOST_MESSAGES = 3;
const policy = { rate: { most: MOST_MESSAGES, span: MINUTE }, burstQuiet: LIMITS.burstQuiet };

interface Step {
  made: Request;
  /** Asked so many times in all. */
  times: number;
  /** Milliseconds until the next one. */
  pause: number;
}

const step: fc.Arbitrary<Step> = fc.record({
  made: request,
  times: fc.constantFrom(1, 1, 1, 2, 3),
  pause: fc.oneof(fc.constant(0), fc.constant(0), fc.integer({ min: 0, max: 20_000 })),
});
const talk = fc.array(step, { minLength: 1, maxLength: 25, size: 'max' });

async function talkTo(
  door: PartnerDoor,
  steps: Step[],
  heard: (response: HttpResponse) => void,
): Promise<void> {
  for (const { made, times, pause } of steps) {
    for (let n = 0; n < times; n++) heard(await asked(door, made));
    door.desk.clock.advance(pause);
  }
}

/** Asks, and judges the answer and what it left behind. */
async function asked(door: PartnerDoor, made: Request): Promise<HttpResponse> {
  door.changes.splice(0);
  door.desk.inbound.take();
  const response = await door.handle(eventOf(made));
  const { method = 'POST', path: at = '/api/messages' } = made;
  expect(response.statusCode).toBeLessThan(500);
  expect(strays(method, at, response)).toEqual([]);
  const { code, request_id } = JSON.parse(response.body) as { code?: string; request_id?: string };
  if (response.statusCode >= 400) {
    expect(code).toMatch(/^[a-z_]+\.[a-z_]+$/);
    expect(request_id).toBe(response.headers['x-request-id']);
    const mayClaim = ['idempotency.key_reused', 'limit.client'].includes(code ?? '');
    expect(door.changes.filter((change) => !mayClaim || change !== 'claim')).toEqual([]);
    expect(door.desk.inbound.sent).toEqual([]);
  } else if (response.statusCode === 308 || at.startsWith('/api/webhooks')) expect(door.changes).toEqual([]);
  else if (method === 'POST') await isWhole(door, JSON.parse(response.body));
  return response;
}

/** What was accepted stands with its row, is pending, and was signalled; all of it within its limits. */
async function isWhole(
  { door, desk, partner }: PartnerDoor,
  accepted: { client_id: string; message_id: string },
): Promise<void> {
  const conversation = conversationId(partner, accepted.client_id);
  const head = await door.conversations.head(conversation);
  const items = await door.conversations.history(conversation, { limit: 200 });
  const rows = items.flatMap((item) => (item.kind === 'message' ? [item.message] : []));
  expect(rows.map(({ id }) => id).toSorted()).toEqual(head?.pending.toSorted());
  expect(head?.pending).toContain(accepted.message_id);
  expect(head?.pending).toContain(head?.last.id);
  expect(head?.window.count).toBeLessThanOrEqual(MOST_MESSAGES);
  expect(desk.inbound.sent.map(({ signal }) => signal)).toEqual([{ conversation_id: conversation }]);
  for (const { text, attachments } of rows) {
    expect([...text].length).toBeLessThanOrEqual(LIMITS.contentCharacters);
    expect(text.length + attachments.length).toBeGreaterThan(0);
    expect(text).toBe(text.trim());
  }
  const kept = JSON.stringify([head, rows, await door.conversations.profile(conversation)]);
  expect(kept).not.toMatch(/\\ud[89a-f]/i);
}

const USUAL = [
  '200 ',
  // A ping that was sent: its endpoint answered 200.
  '200 200',
  '202 accepted',
  '202 accepted replayed',
  '202 duplicate',
  '400 body.malformed',
  '401 auth.invalid',
  '404 route.unknown',
  '405 method.not_allowed',
  '413 body.too_large',
  '415 body.not_json',
  '422 request.invalid',
  '422 webhook_url.refused',
  '422 idempotency.key_reused',
  '429 limit.client',
];

function tally() {
  const seen = new Map<string, number>();
  const hear = (response: HttpResponse): void => {
    const { code, status = '' } = JSON.parse(response.body);
    const replayed = response.headers['idempotent-replayed'] ? ' replayed' : '';
    const outcome = `${response.statusCode} ${code ?? status}${replayed}`;
    seen.set(outcome, (seen.get(outcome) ?? 0) + 1);
  };
  return { seen, hear };
}

describe('whatever is asked, the door answers as described and leaves nothing half done', {
  timeout: 30_000,
}, () => {
  it('in memory, several requests after one another', async () => {
    const { seen, hear } = tally();
    await fc.assert(
      fc.asyncProperty(talk, async (steps) => talkTo(await openDoor({ policy }), steps, hear)),
      { numRuns: 200 },
    );
    // It did not knock at one closed door all the time.
    expect([...seen.keys()]).toEqual(expect.arrayContaining(USUAL));
  });

  it('to events that no gateway makes', async () => {
    const odd = fc.record({
      rawPath: words,
      headers: fc.dictionary(words, words),
      body: fc.option(words, { nil: undefined }),
      isBase64Encoded: fc.boolean(),
      queryStringParameters: fc.option(fc.dictionary(words, words), { nil: undefined }),
    });
    await fc.assert(
      fc.asyncProperty(odd, fc.boolean(), async (fields, known) => {
        const door = await openDoor();
        const event = { ...eventOf({}), ...fields } as ReturnType<typeof eventOf>;
        if (known) Object.assign(event.headers, { authorization: `Bearer ${KEY}` });
        const response = await door.handle(event);
        expect(response.statusCode).toBeLessThan(500);
        expect(strays('POST', event.rawPath, response)).toEqual([]);
        expect(door.changes).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  describe('with the table', () => {
    let real: RealTable;
    beforeAll(async () => {
      real = await startRealTable();
    });
    afterAll(() => real.close());

    it('in the emulator, which takes fewer things than memory does', async () => {
      let runs = 0;
      const { seen, hear } = tally();
      await fc.assert(
        fc.asyncProperty(talk, async (steps) => {
          const stores = {
            policy,
            conversations: new DynamoConversations(real.table),
            requests: new DynamoKeyedRequests(real.table),
            outbox: new DynamoOutbox(real.table),
          };
          runs += 1;
          await talkTo(await openDoor(stores, aDesk(), `${PARTNER}-${runs}`), steps, hear);
        }),
        { numRuns: 30 },
      );
      expect(seen.get('202 accepted')).toBeGreaterThan(10);
    });
  });
});
