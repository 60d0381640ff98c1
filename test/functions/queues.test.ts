import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { freshEndpoint } from '../../shared/domain/endpoint.ts';
import { enabled } from '../../shared/domain/endpoint-health.ts';
import { conversationId } from '../../shared/domain/ids.ts';
import {
  anAdmission,
  anEntry,
  aPartner,
  aTurn,
  DAY,
  httpEvent,
  putText,
  sqsEvent,
  sqsRecord,
} from '../builders.ts';
import { asAdmin, bodyOf, breakTable, captureLog, deployFunctions, sdkError, withKey } from './harness.ts';

const functions = deployFunctions();
const { queued } = functions;

interface Received {
  headers: Record<string, unknown>;
  body: Record<string, unknown>;
}

/** A partner's receiver on loopback. */
const crm: { server: Server; url: string; status: number; received: Received[] } = {
  server: createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      crm.received.push({ headers: request.headers, body: JSON.parse(text) });
      response.writeHead(crm.status).end('CANARY');
    });
  }),
  url: '',
  status: 200,
  received: [],
};

beforeAll(async () => {
  await new Promise<void>((resolve) => crm.server.listen(0, '127.0.0.1', resolve));
  crm.url = `http://127.0.0.1:${(crm.server.address() as AddressInfo).port}/hook`;
});
let endpoints = 0;
beforeEach(() => {
  // An endpoint that one test disables is not the next one's.
  crm.url = crm.url.replace(/hook.*$/, `hook${endpoints++}`);
  crm.status = 200;
  crm.received = [];
});
afterAll(() => {
  crm.server.closeAllConnections();
  crm.server.close();
});

const SLOW = 'arn:aws:sqs:eu-central-1:000000000000:Slow';
let made = 0;

/** A client that wrote this, with the id of its conversation. */
async function written(
  content = 'У меня не открывается урок',
): Promise<{ client: string; conversation_id: string }> {
  const client = `queue-client-${made++}`;
  const event = httpEvent('POST', '/api/messages', {
    headers: { ...withKey, 'x-webhook-url': crm.url, 'x-platform': 'amo', 'x-chat-id': '7' },
    body: { client_id: client, content },
  });
  expect((await functions.ingest(event)).statusCode).toBe(202);
  functions.sqs.resetHistory();
  return { client, conversation_id: conversationId('demo', client) };
}

const headOf = (conversation: string) => functions.stores().conversations.head(conversation);

describe('from the door to the partner', () => {
  it('a message becomes one signed webhook', async () => {
    const { client, conversation_id } = await written();
    expect(await functions.classify(sqsEvent({ conversation_id }))).toEqual({ batchItemFailures: [] });
    expect(queued()).toEqual([{ queue: 'Outbound', signal: { conversation_id }, delayS: 0 }]);
    const twice = sqsEvent({ conversation_id }, { conversation_id });
    expect(await functions.deliver(twice)).toEqual({ batchItemFailures: [] });
    expect(crm.received).toHaveLength(1);
    const [webhook] = crm.received;
    expect(webhook?.body).toEqual({
      type: 'message.reply',
      client_id: client,
      response_text: expect.stringMatching(/^Здравствуйте/),
      message_id: expect.stringMatching(/^msg_/),
      in_reply_to: expect.stringMatching(/^msg_/),
      sequence: 1,
      source: 'ai_bot',
      classification: { scenario: 'TECH_SUPPORT_BASIC', confidence: expect.any(Number) },
      created_at: expect.stringMatching(/Z$/),
    });
    expect(webhook?.headers).toMatchObject({
      'webhook-id': webhook?.body['message_id'],
      'webhook-signature': expect.stringMatching(/^v1,/),
      'x-platform': 'amo',
      'x-chat-id': '7',
      'user-agent': expect.stringMatching(/^Firstline\//),
    });
    expect((await headOf(conversation_id))?.outbox).toEqual({});
  });

  it('a failed delivery is parked, told of by its route, and its log holds no word of either side', async () => {
    const log = captureLog();
    const { conversation_id } = await written('CANARY не открывается урок');
    await functions.classify(sqsEvent({ conversation_id }));
    crm.status = 503;
    functions.sqs.resetHistory();
    await functions.deliver(sqsEvent({ conversation_id }));
    expect(queued()).toEqual([{ queue: 'Slow', signal: { conversation_id }, delayS: expect.any(Number) }]);
    expect(queued()[0]?.delayS).toBeGreaterThanOrEqual(5);
    const id = crm.received[0]?.body['message_id'];
    const delivery = await functions.ingest(httpEvent('GET', `/api/deliveries/${id}`, { headers: withKey }));
    expect(bodyOf(delivery)).toMatchObject({
      state: 'waiting',
      rule: 'http.5xx',
      attempts: [{ number: 1, outcome: 'retry', status: 503, response_body: 'CANARY', address: '127.0.0.1' }],
    });
    expect(log()).toContain('delivery.attempt');
    expect(log()).not.toMatch(/CANARY|Здравствуйте|whsec_/);
  });

  it('a delivery that waits for more than a quarter of an hour gets a schedule', async () => {
    const { conversation_id } = await written();
    const { conversations } = functions.stores();
    const head = await headOf(conversation_id);
    const turn = aTurn({ conversation_id, id: `${head?.pending[0]?.slice(0, -3)}ZZZ` });
    await conversations.draft(turn);
    await putText(conversations, conversation_id, turn.id, anEntry({ due: Date.now() + DAY }));
    await functions.deliver(sqsEvent({ conversation_id }));
    const schedules = functions.scheduler.calls().map(({ args }) => args[0].input as Record<string, unknown>);
    expect(schedules).toMatchObject([
      {
        GroupName: 'desk',
        Name: expect.stringMatching(new RegExp(`^${turn.id}-\\d{10}$`)),
        Target: { Arn: 'arn:aws:sqs:eu-central-1:000000000000:Slow' },
      },
    ]);
  });

  it('a dead delivery is in the table and in the dead-letter queue', async () => {
    const { conversation_id } = await written();
    await functions.classify(sqsEvent({ conversation_id }));
    functions.sqs.resetHistory();
    crm.status = 410;
    await functions.deliver(sqsEvent({ conversation_id }));
    const text_id = crm.received[0]?.body['message_id'];
    expect(queued()).toEqual([{ queue: 'DeadLetters', signal: { conversation_id, text_id }, delayS: 0 }]);
    expect((await headOf(conversation_id))?.outbox).toEqual({});
  });

  it('a dead text that an operator replays is delivered under its id', async () => {
    const { conversation_id: conversation } = await written();
    await functions.classify(sqsEvent({ conversation_id: conversation }));
    crm.status = 410;
    await functions.deliver(sqsEvent({ conversation_id: conversation }));
    functions.sqs.resetHistory();
    const id = String(crm.received[0]?.body['message_id']);
    const { endpoints } = functions.stores();
    const gone = await endpoints.endpoint(freshEndpoint('demo', crm.url).id);
    if (gone) await endpoints.save(gone, enabled(gone));
    const retry = httpEvent('POST', `/api/deliveries/${id}/retry`, { headers: asAdmin });
    expect((await functions.operatorApi(retry)).statusCode).toBe(202);
    const sent = { queue: 'Outbound', signal: { conversation_id: conversation } };
    // The first one only in case the function dies half way.
    expect(queued()).toEqual([10, 0].map((delayS) => ({ ...sent, delayS })));
    crm.status = 200;
    await functions.deliver({
      Records: [sqsRecord({ conversation_id: conversation }, { eventSourceARN: SLOW })],
    });
    expect(crm.received.map(({ headers }) => headers['webhook-id'])).toEqual([id, id]);
  });
});

describe('a batch', () => {
  const malformed = [
    '',
    'CANARY',
    '{}',
    '[]',
    'null',
    '{"conversation_id":"CANARY"}',
    '{"conversation_id":7}',
  ];

  it.each(['classify', 'deliver'] as const)(
    'of %s gives back the records that cannot be read, and does the others',
    async (name) => {
      const log = captureLog();
      const { conversation_id } = await written();
      const before = queued().length;
      if (name === 'deliver') await functions.classify(sqsEvent({ conversation_id }));
      const { batchItemFailures } = await functions[name](sqsEvent(...malformed, { conversation_id }));
      expect(batchItemFailures).toEqual(malformed.map((_, at) => ({ itemIdentifier: `record-${at + 1}` })));
      expect(queued().length).toBeGreaterThan(before);
      expect(crm.received).toHaveLength(name === 'deliver' ? 1 : 0);
      expect(log()).toContain('signal.failed');
      expect(log()).not.toContain('CANARY');
    },
  );

  it.each(['classify', 'deliver'] as const)(
    'of %s gives back the record whose signal could not be sent, and finishes it when it comes again',
    async (name) => {
      const [mine, other] = [await written(), await written('Здравствуйте')];
      if (name === 'deliver') {
        for (const { conversation_id } of [mine, other])
          await functions.classify(sqsEvent({ conversation_id }));
        crm.status = 503;
      }
      functions.takeSignals(mine.conversation_id);
      const event = sqsEvent(
        { conversation_id: mine.conversation_id },
        { conversation_id: other.conversation_id },
      );
      expect(await functions[name](event)).toEqual({ batchItemFailures: [{ itemIdentifier: 'record-1' }] });
      functions.takeSignals();
      expect(await functions[name](sqsEvent({ conversation_id: mine.conversation_id }))).toEqual({
        batchItemFailures: [],
      });
      expect(queued()).toMatchObject([
        {
          queue: name === 'deliver' ? 'Slow' : 'Outbound',
          signal: { conversation_id: mine.conversation_id },
        },
      ]);
      expect(Object.keys((await headOf(mine.conversation_id))?.outbox ?? {})).toHaveLength(1);
      expect(crm.received).toHaveLength(name === 'deliver' ? 2 : 0);
    },
  );

  it.each([
    ['throttles', sdkError('ThrottlingException')],
    ['is in a transaction', sdkError('TransactionConflictException')],
    ['is out of reach', sdkError('Error', { code: 'ECONNREFUSED' })],
    ['fails in a way nobody foresaw', new Error('CANARY\n    at CANARY')],
  ])('comes back whole and unharmed if the table %s', async (_, error) => {
    const log = captureLog();
    const { conversation_id } = await written();
    const before = await headOf(conversation_id);
    breakTable(error, 'UpdateCommand');
    expect(await functions.classify(sqsEvent({ conversation_id }))).toEqual({
      batchItemFailures: [{ itemIdentifier: 'record-1' }],
    });
    expect(await headOf(conversation_id)).toEqual(before);
    expect(queued()).toEqual([]);
    expect(log()).not.toContain('CANARY');
  });

  it('of no records is done', async () => {
    expect(await functions.classify({ Records: [] })).toEqual({ batchItemFailures: [] });
  });
});

describe('deliver', () => {
  it('gives the record back if the partner’s secrets are gone, and does not count it as the receiver’s failure', async () => {
    const { conversation_id } = await written();
    const { conversations, outbox } = functions.stores();
    const head = await headOf(conversation_id);
    const ghost = conversationId('ghost', 'client');
    await conversations.admit(
      undefined,
      anAdmission({ conversation_id: ghost, partner: 'ghost', channel: head?.channel ?? {} }),
    );
    const turn = aTurn({ conversation_id: ghost });
    await conversations.draft(turn);
    await putText(conversations, ghost, turn.id, anEntry({ due: Date.now() }));
    expect(aPartner().id).not.toBe('ghost');
    expect(await functions.deliver(sqsEvent({ conversation_id: ghost }))).toEqual({
      batchItemFailures: [{ itemIdentifier: 'record-1' }],
    });
    expect(await outbox.attempts(ghost, turn.id)).toEqual([]);
    expect((await headOf(ghost))?.outbox[turn.id]?.attempts).toBe(0);
  });
});

describe('redrive', () => {
  const conversation_id = conversationId('demo', 'redriven');

  it('puts a crash back to the lanes of its conversation, once', async () => {
    const eventSourceARN = 'arn:aws:sqs:eu-central-1:000000000000:DeadLetters';
    const first = { Records: [sqsRecord({ conversation_id, hops: 2 }, { eventSourceARN })] };
    expect(await functions.redrive(first)).toEqual({ batchItemFailures: [] });
    const signals = queued().map(({ signal }) => signal);
    expect(queued().map(({ queue }) => queue)).toEqual(['Inbound', 'FollowUps']);
    functions.sqs.resetHistory();
    const again = { Records: signals.map((signal) => sqsRecord(signal, { eventSourceARN })) };
    expect(await functions.redrive(again)).toEqual({ batchItemFailures: [] });
    expect(queued()).toEqual([]);
  });

  it('shows a letter that is no signal, and does not take it up again', async () => {
    const log = captureLog();
    const letters = ['CANARY', '{"conversation_id":"CANARY"}', ''];
    expect(await functions.redrive(sqsEvent(...letters))).toEqual({ batchItemFailures: [] });
    expect(queued()).toEqual([]);
    expect(log().match(/signal\.unreadable/g)).toHaveLength(letters.length);
    expect(log()).not.toContain('CANARY');
  });

  it('looks at a conversation again on command', async () => {
    await functions.redrive({ action: 'resume', conversation_id });
    expect(queued().map(({ queue }) => queue)).toEqual(['Inbound', 'Outbound', 'FollowUps']);
  });

  it.each([
    { action: 'erase' },
    { action: 'replay', message_id: 'msg_0' },
    { action: 'resume', conversation_id: 'nonsense' },
    {},
  ])('rejects the command %j, and does nothing', async (command) => {
    await expect(functions.redrive(command)).rejects.toThrow();
    expect(queued()).toEqual([]);
  });
});
