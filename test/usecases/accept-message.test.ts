import { describe, expect, it } from 'vitest';
import { Fault } from '../../shared/domain/errors.ts';
import { conversationId } from '../../shared/domain/ids.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import type { KeyedRequests } from '../../shared/ports.ts';
import {
  type AcceptPorts,
  acceptMessage,
  type IncomingMessage,
} from '../../shared/usecases/accept-message.ts';
import { answerConversation } from '../../shared/usecases/answer-conversation.ts';
import { aPhoto, CLIENT, CONVERSATION, DAY, MINUTE, PARTNER, SECOND } from '../builders.ts';
import { aDesk, Crash, crashing, type Desk, HOOK, incoming, SIGNAL } from './desk.ts';

const KEYED: Partial<IncomingMessage> = { idempotency_key: 'order-1' };

async function messagesOf({ conversations }: Desk) {
  const items = await conversations.history(CONVERSATION, { limit: 200 });
  return items.flatMap((item) => (item.kind === 'message' ? [item.message] : []));
}

async function repliesOf({ conversations }: Desk) {
  return conversations.history(CONVERSATION, { limit: 200, decisionsOnly: true });
}

async function faultOf(attempt: Promise<unknown>): Promise<Fault> {
  const error = await attempt.then(
    () => new Error('nothing was thrown'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof Fault) return error;
  throw error;
}

describe('an accepted message', () => {
  it('is durable, pending and signalled before the answer', async () => {
    const desk = aDesk();
    const accepted = await acceptMessage(desk.accept, incoming({ said_at: 17 }));
    expect(accepted).toEqual({
      status: 'accepted',
      message_id: expect.stringMatching(/^msg_/),
      client_id: CLIENT,
      received_at: desk.clock.business(),
      replayed: false,
    });
    expect(await messagesOf(desk)).toEqual([
      {
        id: accepted.message_id,
        conversation_id: CONVERSATION,
        text: 'Не открывается урок',
        attachments: [],
        received_at: desk.clock.business(),
        said_at: 17,
      },
    ]);
    expect((await desk.head()).pending).toEqual([accepted.message_id]);
    expect(desk.inbound.sent).toEqual([{ signal: SIGNAL, delayS: 2 }]);
  });

  it('is signalled without a wait at the immediate pace', async () => {
    const desk = aDesk({ pace: 'immediate' });
    await acceptMessage(desk.accept, incoming());
    expect(desk.inbound.sent).toEqual([{ signal: SIGNAL, delayS: 0 }]);
  });

  it('raises the epoch, so that an armed follow-up of the epoch before does nothing', async () => {
    const desk = aDesk();
    await acceptMessage(desk.accept, incoming({ text: 'one' }));
    const { epoch } = await desk.head();
    await acceptMessage(desk.accept, incoming({ text: 'two' }));
    expect((await desk.head()).epoch).toBe(epoch + 1);
  });

  it('tells the conversation where answers go, and later ones change only what they say', async () => {
    const desk = aDesk();
    await acceptMessage(
      desk.accept,
      incoming({ text: '1', channel: { webhook_url: HOOK, platform: 'crm', chat_id: '7' } }),
    );
    await acceptMessage(desk.accept, incoming({ text: '2', channel: {} }));
    expect((await desk.head()).channel).toEqual({ webhook_url: HOOK, platform: 'crm', chat_id: '7' });
    await acceptMessage(desk.accept, incoming({ text: '3', channel: { chat_id: '8' } }));
    expect((await desk.head()).channel).toEqual({ webhook_url: HOOK, platform: 'crm', chat_id: '8' });
  });

  it('tells what is known of the client; what it does not mention stays', async () => {
    const desk = aDesk();
    await acceptMessage(desk.accept, incoming({ text: '1', profile: { client_name: 'Анна', locale: 'ru' } }));
    await acceptMessage(desk.accept, incoming({ text: '2', profile: { locale: 'en' } }));
    await acceptMessage(desk.accept, incoming({ text: '3' }));
    expect(await desk.conversations.profile(CONVERSATION)).toEqual({ client_name: 'Анна', locale: 'en' });
  });

  it('of the same client id at another partner belongs to another client', async () => {
    const desk = aDesk();
    await acceptMessage(desk.accept, incoming());
    const other = await acceptMessage(desk.accept, incoming({ partner: 'other' }));
    expect(other.status).toBe('accepted');
    expect((await desk.head()).pending).toHaveLength(1);
    expect((await desk.conversations.head(conversationId('other', CLIENT)))?.pending).toEqual([
      other.message_id,
    ]);
  });
});

describe('a crash at any step, and the repeat', () => {
  const steps = [1, 2, 3, 4, 5, 6, 7].flatMap((k) => [
    { k, when: 'before' as const },
    { k, when: 'after' as const },
  ]);
  const requests = {
    'under a key': incoming(KEYED),
    'without one, within five seconds': incoming(),
    'under a key, with a profile': incoming({ ...KEYED, profile: { client_name: 'Анна' } }),
  };

  describe.each(Object.entries(requests))('%s', (_, request) => {
    it.each(steps)('$when step $k leaves one message, pending and signalled', async ({ k, when }) => {
      const desk = aDesk();
      const dying = crashing(desk.accept, k, when);
      const first = await acceptMessage(dying.ports, request).catch((error: unknown) => error);
      if (dying.calls() >= k) expect(first).toBeInstanceOf(Crash);
      desk.inbound.take();
      desk.clock.advance(SECOND);
      const again = await acceptMessage(desk.accept, request);
      const messages = await messagesOf(desk);
      expect(messages.map(({ id }) => id)).toEqual([again.message_id]);
      expect((await desk.head()).pending).toEqual([again.message_id]);
      expect((await desk.head()).window.count).toBe(1);
      expect(desk.inbound.sent).toEqual([{ signal: SIGNAL, delayS: 2 }]);
    });
  });

  it('covers every step that there is', async () => {
    const counted = crashing(aDesk().accept, 1000, 'before');
    await acceptMessage(counted.ports, requests['under a key, with a profile']);
    expect(counted.calls()).toBe(7);
  });
});

describe('an idempotency key', () => {
  it('gives the same answer to the same request, and nothing happens twice', async () => {
    const desk = aDesk();
    const first = await acceptMessage(desk.accept, incoming(KEYED));
    desk.clock.advance(3 * MINUTE);
    const again = await acceptMessage(desk.accept, incoming(KEYED));
    expect(again).toEqual({ ...first, replayed: true });
    expect(await messagesOf(desk)).toHaveLength(1);
    expect((await desk.head()).window.count).toBe(1);
  });

  it('does not bring an answered message back', async () => {
    const desk = aDesk({ pace: 'immediate' });
    await acceptMessage(desk.accept, incoming(KEYED));
    await answerConversation(desk.answer, SIGNAL);
    desk.clock.advance(DAY);
    await acceptMessage(desk.accept, incoming(KEYED));
    expect((await desk.head()).pending).toEqual([]);
  });

  it.each([
    ['text', { text: 'other words' }],
    ['client', { client_id: 'another' }],
    ['attachments', { attachments: [aPhoto] }],
    ['time', { said_at: 1 }],
    ['profile', { profile: { locale: 'en' } }],
  ])('is refused with another %s', async (_, change) => {
    const desk = aDesk();
    await acceptMessage(desk.accept, incoming(KEYED));
    const fault = await faultOf(acceptMessage(desk.accept, incoming({ ...KEYED, ...change })));
    expect(fault.code).toBe('idempotency.key_reused');
    expect(fault.retryable).toBe(false);
    expect(await messagesOf(desk)).toHaveLength(1);
    expect((await desk.head()).window.count).toBe(1);
  });

  it('of another partner is another key', async () => {
    const desk = aDesk();
    const mine = await acceptMessage(desk.accept, incoming(KEYED));
    const theirs = await acceptMessage(desk.accept, incoming({ ...KEYED, partner: 'other', text: 'x' }));
    expect(theirs.replayed).toBe(false);
    expect(theirs.message_id).not.toBe(mine.message_id);
  });

  it.each([
    [7 * DAY - 1, true],
    [7 * DAY, false],
  ])('after %i ms is still known: %s', async (later, known) => {
    const desk = aDesk();
    await acceptMessage(desk.accept, incoming(KEYED));
    desk.clock.advance(later);
    expect((await acceptMessage(desk.accept, incoming(KEYED))).replayed).toBe(known);
  });

  it('makes the same words a message of their own', async () => {
    const desk = aDesk();
    await acceptMessage(desk.accept, incoming());
    const keyed = await acceptMessage(desk.accept, incoming(KEYED));
    expect(keyed.status).toBe('accepted');
    expect(await messagesOf(desk)).toHaveLength(2);
  });

  it('under which a request was refused for its rate lets it in when there is room again', async () => {
    const desk = aDesk();
    for (let n = 0; n < 10; n++) await acceptMessage(desk.accept, incoming({ text: `${n}` }));
    expect((await faultOf(acceptMessage(desk.accept, incoming(KEYED)))).code).toBe('limit.client');
    desk.clock.advance(MINUTE);
    const accepted = await acceptMessage(desk.accept, incoming(KEYED));
    expect(accepted.status).toBe('accepted');
    expect((await desk.head()).pending).toContain(accepted.message_id);
  });

  it('on fifty requests at once makes one message, and fifty times the same answer', async () => {
    const desk = aDesk();
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => acceptMessage(desk.accept, incoming(KEYED))),
    );
    expect(new Set(answers.map(({ message_id }) => message_id)).size).toBe(1);
    expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(await messagesOf(desk)).toHaveLength(1);
    expect((await desk.head()).pending).toHaveLength(1);
    expect((await desk.head()).window.count).toBe(1);
  });

  it('makes one answer also if the first request stalls while the second is taken in and answered', async () => {
    const desk = aDesk({ pace: 'immediate' });
    const second = async (): Promise<void> => {
      await acceptMessage(desk.accept, incoming(KEYED));
      await answerConversation(desk.answer, SIGNAL);
    };
    await acceptMessage(
      { ...desk.accept, requests: stallingAfterClaim(desk.requests, second) },
      incoming(KEYED),
    );
    await answerConversation(desk.answer, SIGNAL);
    expect(await messagesOf(desk)).toHaveLength(1);
    expect(await repliesOf(desk)).toHaveLength(1);
    expect((await desk.head()).window.count).toBe(1);
  });

  it('is not taken for a replay of itself if its row was written and the answer got lost', async () => {
    const desk = aDesk();
    const requests: Pick<KeyedRequests, 'claim'> = {
      async claim(request, now) {
        await desk.requests.claim(request, now);
        return desk.requests.claim(request, now);
      },
    };
    const accepted = await acceptMessage({ ...desk.accept, requests }, incoming(KEYED));
    expect(accepted).toMatchObject({ status: 'accepted', replayed: false });
    expect(await messagesOf(desk)).toHaveLength(1);
  });
});

function stallingAfterClaim(
  requests: KeyedRequests,
  meanwhile: () => Promise<void>,
): Pick<KeyedRequests, 'claim'> {
  return {
    async claim(request, now) {
      const claimed = await requests.claim(request, now);
      await meanwhile();
      return claimed;
    },
  };
}

describe('the same words again, without a key', () => {
  it('within five seconds are the first message, which is signalled again', async () => {
    const desk = aDesk();
    const first = await acceptMessage(desk.accept, incoming());
    desk.inbound.take();
    desk.clock.advance(5 * SECOND - 1);
    const again = await acceptMessage(desk.accept, incoming());
    expect(again).toEqual({ ...first, status: 'duplicate' });
    expect(await messagesOf(desk)).toHaveLength(1);
    expect(desk.inbound.sent).toHaveLength(1);
    expect((await desk.head()).window.count).toBe(1);
  });

  it('after five seconds are a new message', async () => {
    const desk = aDesk();
    const first = await acceptMessage(desk.accept, incoming());
    desk.clock.advance(5 * SECOND);
    const again = await acceptMessage(desk.accept, incoming());
    expect(again.status).toBe('accepted');
    expect(again.message_id).not.toBe(first.message_id);
  });

  it.each([
    ['another attachment', { attachments: [aPhoto] }],
    ['another client', { client_id: 'another' }],
    ['other words', { text: 'Не открывается урок!' }],
  ])('with %s are a new message', async (_, change) => {
    const desk = aDesk();
    await acceptMessage(desk.accept, incoming());
    expect((await acceptMessage(desk.accept, incoming(change))).status).toBe('accepted');
  });

  it('ten times at once are one message', async () => {
    const desk = aDesk();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => acceptMessage(desk.accept, incoming())),
    );
    expect(answers.filter(({ status }) => status === 'accepted')).toHaveLength(1);
    expect(new Set(answers.map(({ message_id }) => message_id)).size).toBe(1);
    expect(await messagesOf(desk)).toHaveLength(1);
  });

  it('are not a duplicate of themselves if the head was written and the answer got lost', async () => {
    const desk = aDesk();
    const { conversations } = desk;
    const forgetful = Object.create(conversations, {
      head: { value: (id: string) => conversations.head(id) },
      messages: { value: (id: string, ids: string[]) => conversations.messages(id, ids) },
      putMessage: { value: conversations.putMessage.bind(conversations) },
      admit: {
        value: async (...input: Parameters<typeof conversations.admit>) => {
          await conversations.admit(...input);
          return conversations.admit(...input);
        },
      },
    });
    const accepted = await acceptMessage({ ...desk.accept, conversations: forgetful }, incoming());
    expect(accepted.status).toBe('accepted');
    expect((await desk.head()).window.count).toBe(1);
  });
});

describe('the limit of a client', () => {
  const send = (desk: Desk, n: number) => acceptMessage(desk.accept, incoming({ text: `message ${n}` }));

  it('is ten in sixty seconds from the first one, and Retry-After is the rest of them', async () => {
    const desk = aDesk();
    for (let n = 0; n < 10; n++) {
      await send(desk, n);
      desk.clock.advance(SECOND);
    }
    const fault = await faultOf(send(desk, 10));
    expect(fault).toMatchObject({ code: 'limit.client', retryAfterS: 50, retryable: true });
    desk.clock.advance(50 * SECOND - 1);
    expect((await faultOf(send(desk, 11))).retryAfterS).toBe(1);
    desk.clock.advance(1);
    expect((await send(desk, 12)).status).toBe('accepted');
  });

  it('keeps nothing of what it refused', async () => {
    const desk = aDesk();
    for (let n = 0; n < 10; n++) await send(desk, n);
    const before = await desk.head();
    desk.inbound.take();
    await faultOf(send(desk, 10));
    expect(await desk.head()).toEqual(before);
    expect(await messagesOf(desk)).toHaveLength(10);
    expect(desk.inbound.sent).toEqual([]);
  });

  it('lets exactly ten of thirty concurrent messages in, and tells the others when to come again', async () => {
    const desk = aDesk();
    const answers = await Promise.allSettled(Array.from({ length: 30 }, (_, n) => send(desk, n)));
    const refused = answers.flatMap((answer) =>
      answer.status === 'rejected' ? [answer.reason as Fault] : [],
    );
    expect(answers.length - refused.length).toBe(10);
    expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(['limit.client']));
    expect(await messagesOf(desk)).toHaveLength(10);
  });

  it('switched off lets fifty concurrent messages in', async () => {
    const desk = aDesk({ rate: undefined });
    await Promise.all(Array.from({ length: 50 }, (_, n) => send(desk, n)));
    expect((await desk.head()).pending).toHaveLength(50);
    expect(await messagesOf(desk)).toHaveLength(50);
  });

  it('is another one for another client', async () => {
    const desk = aDesk();
    for (let n = 0; n < 10; n++) await send(desk, n);
    expect((await acceptMessage(desk.accept, incoming({ client_id: 'another' }))).status).toBe('accepted');
  });
});

it('more unanswered messages than a conversation may hold are refused with a time to come again', async () => {
  const desk = aDesk({ rate: undefined });
  for (let n = 0; n < LIMITS.pendingMessages; n++)
    await acceptMessage(desk.accept, incoming({ text: `${n}` }));
  const fault = await faultOf(acceptMessage(desk.accept, incoming({ text: 'one too many' })));
  expect(fault).toMatchObject({ code: 'conversation.backlog_full', retryable: true });
  expect(await messagesOf(desk)).toHaveLength(LIMITS.pendingMessages);
});

it('a conversation that changes all the time is busy, after a bounded number of tries', async () => {
  const desk = aDesk();
  let tries = 0;
  const conversations: AcceptPorts['conversations'] = Object.assign(Object.create(desk.conversations), {
    head: async () => undefined,
    admit: async () => {
      tries += 1;
      return 'conflict' as const;
    },
  });
  const fault = await faultOf(
    acceptMessage({ ...desk.accept, conversations }, incoming({ partner: PARTNER })),
  );
  expect(fault).toMatchObject({ code: 'conversation.busy', retryAfterS: 1 });
  expect(tries).toBeLessThanOrEqual(100);
});
