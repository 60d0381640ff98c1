import { describe, expect, it } from 'vitest';
import { acceptMessage } from '../../shared/usecases/accept-message.ts';
import { answerConversation } from '../../shared/usecases/answer-conversation.ts';
import { recoverUnsignalled } from '../../shared/usecases/recover-unsignalled.ts';
import { anId, SECOND } from '../builders.ts';
import { aDesk, Crash, type Desk, incoming, SIGNAL } from './desk.ts';

const recover = ({ conversations, inbound, clock, journal }: Desk, id: string) =>
  recoverUnsignalled({ conversations, inbound, clock, journal }, id);

describe('a message whose door died before its signal', () => {
  async function unsignalled(): Promise<{ desk: Desk; id: string }> {
    const desk = aDesk();
    const mute = { ...desk.accept, inbound: { send: () => Promise.reject(new Crash()) } };
    await acceptMessage(mute, incoming()).catch(() => undefined);
    const [id = ''] = (await desk.head()).pending;
    return { desk, id };
  }

  it.each([
    [0, 10],
    [9500, 1],
    [10 * SECOND, 0],
    [60 * SECOND, 0],
  ])('is signalled when it is ten seconds old: after %i ms in %i s', async (later, delayS) => {
    const { desk, id } = await unsignalled();
    desk.clock.advance(later);
    await recover(desk, id);
    expect(desk.inbound.sent).toEqual([{ signal: SIGNAL, delayS }]);
  });

  it('is answered by that', async () => {
    const { desk, id } = await unsignalled();
    await recover(desk, id);
    desk.clock.advance(10 * SECOND);
    await answerConversation(desk.answer, SIGNAL);
    expect((await desk.head()).pending).toEqual([]);
  });
});

it('a message that was answered needs no signal', async () => {
  const desk = aDesk({ pace: 'immediate' });
  const { message_id } = await acceptMessage(desk.accept, incoming());
  await answerConversation(desk.answer, SIGNAL);
  desk.inbound.take();
  await recover(desk, message_id);
  expect(desk.inbound.sent).toEqual([]);
  expect(desk.journal.of('message.unsignalled')).toEqual([]);
});

it('a message of a conversation that does not exist needs none', async () => {
  const desk = aDesk();
  await recover(desk, anId());
  expect(desk.inbound.sent).toEqual([]);
});
