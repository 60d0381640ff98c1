import { describe, expect, it } from 'vitest';
import { acceptMessage } from '../../shared/usecases/accept-message.ts';
import { answerConversation } from '../../shared/usecases/answer-conversation.ts';
import { deliverOutbound } from '../../shared/usecases/deliver-outbound.ts';
import {
  handBackConversation,
  replyToClient,
  takeConversation,
} from '../../shared/usecases/operate-conversation.ts';
import { anEntry, anId, aTurn, CONVERSATION, MINUTE, NOW, putText } from '../builders.ts';
import { aDesk, Crash, crashing, type Desk, incoming, SIGNAL, status } from './desk.ts';

const TEXT = anId(NOW + 1, 1);
const PARKED = anId(NOW + 2, 2);

/** Two texts wait: one is due, one is parked for a minute. */
async function withTexts(): Promise<Desk> {
  const desk = aDesk();
  const { message_id } = await acceptMessage(desk.accept, incoming());
  for (const [id, entry] of [
    [TEXT, anEntry()],
    [PARKED, anEntry({ sequence: 2, due: NOW + MINUTE, attempts: 1 })],
  ] as const) {
    await desk.conversations.draft(aTurn({ id, sequence: entry.sequence, answers: [message_id] }));
    await putText(desk.conversations, CONVERSATION, id, entry);
  }
  desk.inbound.take();
  return desk;
}

const outcomes = async (desk: Desk, text: string) =>
  (await desk.conversations.attempts(CONVERSATION, text)).map(({ number, outcome, rule }) => ({
    number,
    outcome,
    rule,
  }));

describe('taking a conversation', () => {
  it('cancels what the bot has not begun to send, parked or due, and tells why', async () => {
    const desk = await withTexts();
    expect(await takeConversation(desk.operate, CONVERSATION, 'operator_001')).toBe('taken');
    expect(await desk.head()).toMatchObject({ handler: 'operator', tenure: 2, outbox: {} });
    const cancelled = { outcome: 'cancelled', rule: 'cancelled.tenure' };
    expect(await outcomes(desk, TEXT)).toEqual([{ number: 1, ...cancelled }]);
    expect(await outcomes(desk, PARKED)).toEqual([{ number: 2, ...cancelled }]);
    await deliverOutbound(desk.deliver, SIGNAL);
    expect(desk.sender.sent).toEqual([]);
  });

  it('leaves a text that is being sent to whoever sends it', async () => {
    const desk = await withTexts();
    desk.sender.meanwhile = async () => {
      await takeConversation(desk.operate, CONVERSATION, 'operator_001');
    };
    await deliverOutbound(desk.deliver, SIGNAL);
    expect(desk.sender.ids()).toEqual([TEXT]);
    expect(await outcomes(desk, TEXT)).toMatchObject([{ outcome: 'delivered' }]);
    expect(await outcomes(desk, PARKED)).toMatchObject([{ outcome: 'cancelled' }]);
    expect((await desk.head()).outbox).toEqual({});
  });

  it('twice by one operator is once; another operator is told', async () => {
    const desk = await withTexts();
    await takeConversation(desk.operate, CONVERSATION, 'operator_001');
    expect(await takeConversation(desk.operate, CONVERSATION, 'operator_001')).toBe('taken');
    expect(await takeConversation(desk.operate, CONVERSATION, 'operator_002')).toBe('held');
    expect(await desk.head()).toMatchObject({ assignee: 'operator_001', tenure: 2 });
  });

  it('that does not exist does nothing', async () => {
    const desk = aDesk();
    expect(await takeConversation(desk.operate, CONVERSATION, 'operator_001')).toBe('unknown');
  });

  it('gives up, unharmed, if the conversation changes all the time', async () => {
    const desk = await withTexts();
    desk.conversations.take = async () => 'conflict';
    const taken = takeConversation(desk.operate, CONVERSATION, 'operator_001');
    await expect(taken).rejects.toMatchObject({ code: 'conversation.busy' });
  });

  it.each([1, 2, 3, 4].flatMap((k) => [[k, 'before'] as const, [k, 'after'] as const]))(
    'may crash at call %i, %s it took effect: the repeat ends the same',
    async (k, when) => {
      const desk = await withTexts();
      const { ports } = crashing(desk.operate, k, when);
      await expect(takeConversation(ports, CONVERSATION, 'operator_001')).rejects.toBeInstanceOf(Crash);
      expect(await takeConversation(desk.operate, CONVERSATION, 'operator_001')).toBe('taken');
      expect(await desk.head()).toMatchObject({ handler: 'operator', tenure: 2, outbox: {} });
      expect(await outcomes(desk, TEXT)).toMatchObject([{ outcome: 'cancelled' }]);
    },
  );
});

describe('handing a conversation back', () => {
  it('raises the tenure and signals what waits for an answer', async () => {
    const desk = await withTexts();
    await takeConversation(desk.operate, CONVERSATION, 'operator_001');
    expect(await handBackConversation(desk.operate, CONVERSATION)).toBe('bot');
    const head = await desk.head();
    expect(head).toMatchObject({ handler: 'bot', tenure: 3 });
    expect(head.assignee).toBeUndefined();
    expect(desk.inbound.take()).toEqual([{ signal: SIGNAL, delayS: 0 }]);
  });

  it('a second time signals again, because the first may have died before it did', async () => {
    const desk = await withTexts();
    await takeConversation(desk.operate, CONVERSATION, 'operator_001');
    const { ports } = crashing(desk.operate, 2, 'after');
    await expect(handBackConversation(ports, CONVERSATION)).rejects.toBeInstanceOf(Crash);
    expect(desk.inbound.take()).toEqual([]);
    expect(await handBackConversation(desk.operate, CONVERSATION)).toBe('bot');
    expect(await desk.head()).toMatchObject({ handler: 'bot', tenure: 3 });
    expect(desk.inbound.take()).toEqual([{ signal: SIGNAL, delayS: 0 }]);
  });

  it('that does not exist does nothing', async () => {
    const desk = aDesk();
    expect(await handBackConversation(desk.operate, CONVERSATION)).toBe('unknown');
    expect(desk.inbound.sent).toEqual([]);
  });

  it('gives up if the conversation changes hands all the time', async () => {
    const desk = await withTexts();
    await takeConversation(desk.operate, CONVERSATION, 'operator_001');
    desk.conversations.handBack = async () => 'conflict';
    const back = handBackConversation(desk.operate, CONVERSATION);
    await expect(back).rejects.toMatchObject({ code: 'conversation.busy' });
  });
});

describe('what was not answered', () => {
  it('because its reply was taken back is answered by the bot after the hand-back', async () => {
    const desk = aDesk({ pace: 'immediate' });
    const { message_id } = await acceptMessage(desk.accept, incoming());
    await answerConversation(desk.answer, SIGNAL);
    await takeConversation(desk.operate, CONVERSATION, 'operator_001');
    expect(await desk.head()).toMatchObject({ outbox: {}, pending: [], owed: [message_id] });
    await handBackConversation(desk.operate, CONVERSATION);
    expect(await desk.head()).toMatchObject({ pending: [message_id], owed: [] });
    await answerConversation(desk.answer, SIGNAL);
    await deliverOutbound(desk.deliver, SIGNAL);
    expect(desk.sender.sent).toHaveLength(1);
  });

  it('because its reply was taken back after a failed attempt is pending again, too', async () => {
    const desk = aDesk({ pace: 'immediate' });
    const { message_id } = await acceptMessage(desk.accept, incoming());
    await answerConversation(desk.answer, SIGNAL);
    desk.sender.next.push(status(503));
    desk.sender.meanwhile = async () => {
      await takeConversation(desk.operate, CONVERSATION, 'operator_001');
      await handBackConversation(desk.operate, CONVERSATION);
    };
    desk.inbound.take();
    await deliverOutbound(desk.deliver, SIGNAL);
    expect(await desk.head()).toMatchObject({ outbox: {}, pending: [message_id] });
    expect(desk.inbound.take().at(-1)).toEqual({ signal: SIGNAL, delayS: 0 });
  });

  it('because it was left to the operator is pending again after the hand-back', async () => {
    const desk = aDesk({ pace: 'immediate' });
    desk.classifier.answers.set('first', { scenario: 'COMPLAINT' });
    desk.classifier.answers.set('second', { scenario: 'UNKNOWN' });
    await acceptMessage(desk.accept, incoming({ text: 'first' }));
    await answerConversation(desk.answer, SIGNAL);
    await deliverOutbound(desk.deliver, SIGNAL);
    const { message_id } = await acceptMessage(desk.accept, incoming({ text: 'second' }));
    await answerConversation(desk.answer, SIGNAL);
    expect(await desk.head()).toMatchObject({ pending: [], owed: [message_id], sequence: 1 });
    await takeConversation(desk.operate, CONVERSATION, 'operator_001');
    await handBackConversation(desk.operate, CONVERSATION);
    const head = await desk.head();
    // Nobody has answered what was promised an answer, so the item stays.
    expect(head).toMatchObject({
      pending: [message_id],
      status: 'escalated',
      escalation: { reason: 'complaint' },
    });
  });

  it('is answered by the operator’s next text, and comes back to nobody', async () => {
    const desk = await withTexts();
    await takeConversation(desk.operate, CONVERSATION, 'operator_001');
    await acceptMessage(desk.accept, incoming({ text: 'and another' }));
    await replyToClient(desk.operate, CONVERSATION, { operator: 'operator_001', text: 'Да.', key: 'k' });
    expect(await desk.head()).toMatchObject({ pending: [], owed: [], operator_sequence: 3 });
    await handBackConversation(desk.operate, CONVERSATION);
    expect((await desk.head()).pending).toEqual([]);
  });
});

describe('an operator’s reply', () => {
  const reply = { operator: 'operator_001', text: 'Здравствуйте!', key: 'k1' };

  it('goes out through the same lane, as theirs', async () => {
    const desk = await withTexts();
    await takeConversation(desk.operate, CONVERSATION, 'operator_001');
    expect(await replyToClient(desk.operate, CONVERSATION, reply)).toBe('said');
    desk.clock.advance(MINUTE);
    await deliverOutbound(desk.deliver, SIGNAL);
    expect(desk.sender.sent).toMatchObject([{ text: { source: 'operator', text: 'Здравствуйте!' } }]);
  });

  it('under one key is said once, however often it is asked for', async () => {
    const desk = await withTexts();
    await takeConversation(desk.operate, CONVERSATION, 'operator_001');
    await replyToClient(desk.operate, CONVERSATION, reply);
    expect(await replyToClient(desk.operate, CONVERSATION, reply)).toBe('said');
    desk.clock.advance(MINUTE);
    await deliverOutbound(desk.deliver, SIGNAL);
    expect(desk.sender.sent).toHaveLength(1);
  });

  it.each(['operator_002', undefined])('is refused if %s has the conversation', async (holder) => {
    const desk = await withTexts();
    if (holder) await takeConversation(desk.operate, CONVERSATION, holder);
    expect(await replyToClient(desk.operate, CONVERSATION, reply)).toBe('lost');
    expect(desk.outbound.sent).toEqual([]);
  });

  it('that was handed back before it was delivered is delivered all the same', async () => {
    const desk = await withTexts();
    await takeConversation(desk.operate, CONVERSATION, 'operator_001');
    await replyToClient(desk.operate, CONVERSATION, reply);
    await handBackConversation(desk.operate, CONVERSATION);
    expect((await desk.head()).follow_up).toBeUndefined();
    desk.clock.advance(MINUTE);
    await deliverOutbound(desk.deliver, SIGNAL);
    expect(desk.sender.sent).toHaveLength(1);
    expect((await desk.head()).follow_up).toMatchObject({ then: 'resolved', step: 0 });
    expect(desk.wakeUps.armed).toHaveLength(1);
  });
});

it('an operator’s texts under two keys are each said once, whichever is asked for again', async () => {
  const desk = await withTexts();
  await takeConversation(desk.operate, CONVERSATION, 'operator_001');
  for (const key of ['a', 'b', 'a', 'b', 'a'])
    expect(
      await replyToClient(desk.operate, CONVERSATION, { operator: 'operator_001', text: key, key }),
    ).toBe('said');
  desk.clock.advance(MINUTE);
  await deliverOutbound(desk.deliver, SIGNAL);
  expect(desk.sender.sent.map(({ text }) => text.text)).toEqual(['a', 'b']);
});
