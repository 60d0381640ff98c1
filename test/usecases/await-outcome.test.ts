import { describe, expect, it } from 'vitest';
import type { Pause } from '../../shared/ports.ts';
import { acceptMessage } from '../../shared/usecases/accept-message.ts';
import { answerConversation } from '../../shared/usecases/answer-conversation.ts';
import { awaitOutcome } from '../../shared/usecases/await-outcome.ts';
import { deliverOutbound } from '../../shared/usecases/deliver-outbound.ts';
import { anId } from '../builders.ts';
import { aDesk, type Desk, incoming, SIGNAL } from './desk.ts';

function waiting(desk: Desk, during: (waited: number) => Promise<unknown> = async () => undefined) {
  const waits: number[] = [];
  const pause: Pause = async (milliseconds) => {
    waits.push(milliseconds);
    desk.clock.advanceWall(milliseconds);
    await during(waits.reduce((sum, wait) => sum + wait, 0));
  };
  return { waits, ports: { conversations: desk.conversations, clock: desk.clock, pause } };
}

describe('waiting for the outcome', () => {
  it('ends with the turn that answers the message, and the head as it then is', async () => {
    const desk = aDesk({ pace: 'immediate' });
    const { message_id } = await acceptMessage(desk.accept, incoming());
    const { ports, waits } = waiting(
      desk,
      async (waited) => waited > 300 && answerConversation(desk.answer, SIGNAL),
    );
    const outcome = await awaitOutcome(ports, message_id, 5);
    expect(outcome?.turn.answers).toEqual([message_id]);
    expect(outcome?.head).toEqual(await desk.head());
    expect(waits.reduce((sum, wait) => sum + wait, 0)).toBeLessThan(1000);
  });

  it('finds a turn whose text was delivered and is off the head already', async () => {
    const desk = aDesk({ pace: 'immediate' });
    const { message_id } = await acceptMessage(desk.accept, incoming());
    await answerConversation(desk.answer, SIGNAL);
    await deliverOutbound(desk.deliver, SIGNAL);
    const { ports, waits } = waiting(desk);
    expect((await awaitOutcome(ports, message_id, 5))?.turn.in_reply_to).toBe(message_id);
    expect(waits).toEqual([]);
  });

  it.each([1, 25])('gives up after exactly %i s of wall time', async (seconds) => {
    const desk = aDesk();
    const { message_id } = await acceptMessage(desk.accept, incoming());
    const { ports, waits } = waiting(desk);
    expect(await awaitOutcome(ports, message_id, seconds)).toBeUndefined();
    expect(waits.reduce((sum, wait) => sum + wait, 0)).toBe(seconds * 1000);
    expect(waits.length).toBeLessThan(10 + seconds * 3);
  });

  it('takes one last look when the time is over', async () => {
    const desk = aDesk({ pace: 'immediate' });
    const { message_id } = await acceptMessage(desk.accept, incoming());
    const { ports } = waiting(
      desk,
      async (waited) => waited >= 2000 && answerConversation(desk.answer, SIGNAL),
    );
    expect(await awaitOutcome(ports, message_id, 2)).toBeDefined();
  });

  it('does not depend on business time, however fast that runs', async () => {
    const desk = aDesk();
    const { message_id } = await acceptMessage(desk.accept, incoming());
    const { ports, waits } = waiting(desk, async () => desk.clock.advanceBusiness(86_400_000));
    await awaitOutcome(ports, message_id, 1);
    expect(waits.reduce((sum, wait) => sum + wait, 0)).toBe(1000);
  });

  it('of a message of no conversation is for nothing', async () => {
    const desk = aDesk();
    const { ports } = waiting(desk);
    expect(await awaitOutcome(ports, anId(), 1)).toBeUndefined();
  });
});
