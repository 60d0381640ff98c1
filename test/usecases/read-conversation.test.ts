import { describe, expect, it } from 'vitest';
import { Fault } from '../../shared/domain/errors.ts';
import { acceptMessage } from '../../shared/usecases/accept-message.ts';
import { answerConversation } from '../../shared/usecases/answer-conversation.ts';
import { deliverOutbound } from '../../shared/usecases/deliver-outbound.ts';
import { type ReadPorts, readDelivery, readHistory } from '../../shared/usecases/read-conversation.ts';
import { anEntry, anId, aTurn, CLIENT, CONVERSATION, NOW, PARTNER, putText, SECOND } from '../builders.ts';
import { aDesk, type Desk, incoming, SIGNAL, status } from './desk.ts';

/** A message that was answered, and the id of its reply. */
async function answered(): Promise<{ desk: Desk; ports: ReadPorts; asked: string; reply: string }> {
  const desk = aDesk({ pace: 'immediate' });
  const { message_id: asked } = await acceptMessage(desk.accept, incoming());
  await answerConversation(desk.answer, SIGNAL);
  const [reply = ''] = Object.keys((await desk.head()).outbox);
  return { desk, asked, reply, ports: { conversations: desk.conversations, outbox: desk.conversations } };
}

async function codeOf(attempt: Promise<unknown>): Promise<unknown> {
  const error = await attempt.catch((thrown: unknown) => thrown);
  return error instanceof Fault ? error.code : error;
}

describe('the history of a client', () => {
  it('is newest first, what the client said and what the desk said', async () => {
    const { ports, asked, reply } = await answered();
    const items = await readHistory(ports, PARTNER, CLIENT, { limit: 10 });
    expect(
      items.map((item) => (item.kind === 'text' ? item.text.id : item.kind === 'message' && item.message.id)),
    ).toEqual([reply, asked]);
  });

  it('of the same client id at another partner is another one', async () => {
    const { ports } = await answered();
    expect(await readHistory(ports, 'other', CLIENT, { limit: 10 })).toEqual([]);
  });
});

describe('what became of a text', () => {
  it('can be asked for by the message that it answers', async () => {
    const { ports, asked, reply } = await answered();
    expect((await readDelivery(ports, PARTNER, asked)).text.id).toBe(reply);
    expect(await codeOf(readDelivery(ports, 'other', asked))).toBe('message.unknown');
  });

  it('is told from waiting through sending and retrying to delivered', async () => {
    const { desk, ports, reply } = await answered();
    const state = async () => {
      const { state: now, next_at, attempts } = await readDelivery(ports, PARTNER, reply);
      return [now, next_at, attempts.length];
    };
    const seen = [await state()];
    desk.sender.next.push(status(503));
    desk.sender.meanwhile = async () => void seen.push(await state());
    await deliverOutbound(desk.deliver, SIGNAL);
    seen.push(await state());
    desk.clock.advance(5 * SECOND);
    await deliverOutbound(desk.deliver, SIGNAL, 'slow');
    seen.push(await state());
    expect(seen).toEqual([
      ['waiting', NOW, 0],
      ['sending', NOW, 0],
      ['waiting', NOW + 5 * SECOND, 1],
      ['delivered', undefined, 2],
    ]);
  });

  it('that waits for an earlier one says so, and not that it might leave before', async () => {
    const { desk, ports, reply } = await answered();
    desk.sender.next.push(status(503));
    await deliverOutbound(desk.deliver, SIGNAL);
    const later = anId(NOW + 9, 9);
    await desk.conversations.draft(aTurn({ id: later, sequence: 2 }));
    await acceptMessage(desk.accept, incoming({ text: 'so?' }));
    await putText(desk.conversations, CONVERSATION, later, anEntry({ sequence: 2 }));
    expect(await readDelivery(ports, PARTNER, later)).toMatchObject({
      state: 'waiting',
      behind: reply,
      next_at: NOW + 5 * SECOND,
    });
  });

  it('is not told to another partner, not even that there is such a text', async () => {
    const { ports, reply } = await answered();
    expect(await codeOf(readDelivery(ports, 'other', reply))).toBe('message.unknown');
  });

  it.each(['', 'nonsense', 'cnv_0', '__proto__', `msg_${'0'.repeat(40)}`])('of %j is unknown', async (id) => {
    const { ports } = await answered();
    expect(await codeOf(readDelivery(ports, PARTNER, id))).toBe('message.unknown');
  });

  it('of a draft that was never committed is unknown', async () => {
    const { desk, ports, reply } = await answered();
    const text = await desk.conversations.text(CONVERSATION, reply);
    if (!text) throw new Error('there is no reply');
    const id = `${reply.slice(0, -1)}${reply.endsWith('0') ? '1' : '0'}`;
    await desk.conversations.draft({ ...text, id });
    expect(await codeOf(readDelivery(ports, PARTNER, id))).toBe('message.unknown');
  });
});
