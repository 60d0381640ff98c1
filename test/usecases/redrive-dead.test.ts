import { describe, expect, it } from 'vitest';
import type { SendResult } from '../../shared/domain/delivery.ts';
import { Fault } from '../../shared/domain/errors.ts';
import { acceptMessage } from '../../shared/usecases/accept-message.ts';
import { deliverOutbound } from '../../shared/usecases/deliver-outbound.ts';
import { redriveDead, replayText, resumeConversation } from '../../shared/usecases/redrive-dead.ts';
import { anEntry, anId, aTurn, CONVERSATION, HOUR, NOW, putText, SECOND } from '../builders.ts';
import { aDesk, type Desk, fatal, incoming, SIGNAL, status } from './desk.ts';

const TEXT = anId(NOW + 1, 1);

/** A text that was tried once and got this answer. */
async function triedWith(answer: SendResult): Promise<Desk> {
  const desk = aDesk();
  await acceptMessage(desk.accept, incoming());
  await desk.conversations.draftTurn(aTurn({ id: TEXT }));
  await putText(desk.conversations, CONVERSATION, TEXT, anEntry());
  desk.sender.next.push(answer);
  await deliverOutbound(desk.deliver, SIGNAL);
  for (const lane of [desk.inbound, desk.outbound, desk.deadLetters]) lane.take();
  return desk;
}

async function faultOf(attempt: Promise<unknown>): Promise<unknown> {
  const error = await attempt.catch((thrown: unknown) => thrown);
  return error instanceof Fault ? error.code : error;
}

describe('a dead letter', () => {
  it('of a text that was given up raises the alarm, and does nothing else: the table has it', async () => {
    const desk = aDesk();
    await redriveDead(desk.redrive, 'outbound', { ...SIGNAL, text_id: TEXT });
    expect(desk.journal.lines).toEqual([
      { level: 'error', event: 'delivery.dead', fields: { conversation_id: CONVERSATION, message_id: TEXT } },
    ]);
    expect([...desk.inbound.sent, ...desk.outbound.sent, ...desk.conversations.stuck]).toEqual([]);
  });

  it.each(['inbound', 'outbound'] as const)(
    'of a crash is signalled once more on the %s lane',
    async (lane) => {
      const desk = aDesk();
      await redriveDead(desk.redrive, lane, { ...SIGNAL, hops: 9, clock: 'wall' });
      expect(desk[lane].sent).toEqual([{ signal: { ...SIGNAL, redriven: true }, delayS: 0 }]);
      expect(desk[lane === 'inbound' ? 'outbound' : 'inbound'].sent).toEqual([]);
      expect(desk.conversations.stuck).toEqual([]);
    },
  );

  it.each(['inbound', 'outbound'] as const)(
    'of a second crash on the %s lane is shown to operators, not tried again',
    async (lane) => {
      const desk = aDesk();
      await redriveDead(desk.redrive, lane, { ...SIGNAL, redriven: true });
      expect(desk.conversations.stuck).toEqual([{ conversation_id: CONVERSATION, lane, at: NOW }]);
      expect(desk.journal.lines).toMatchObject([{ level: 'error', event: 'signal.stuck' }]);
      expect([...desk.inbound.sent, ...desk.outbound.sent]).toEqual([]);
    },
  );
});

describe('on command', () => {
  it('a dead text is delivered again under its id, with a new ladder', async () => {
    const desk = await triedWith(fatal);
    desk.clock.advance(HOUR);
    await replayText(desk.redrive, TEXT);
    expect(desk.outbound.sent).toEqual([{ signal: SIGNAL, delayS: 0 }]);
    desk.sender.next.push(status(503));
    await deliverOutbound(desk.deliver, SIGNAL);
    expect((await desk.head()).outbox[TEXT]).toMatchObject({ attempts: 1, due: NOW + HOUR + 5 * SECOND });
    desk.clock.advance(5 * SECOND);
    await deliverOutbound(desk.deliver, SIGNAL, 'slow');
    expect(desk.sender.ids()).toEqual([TEXT, TEXT, TEXT]);
    const attempts = await desk.conversations.attempts(CONVERSATION, TEXT);
    expect(attempts.map(({ number, outcome }) => [number, outcome])).toEqual([
      [1, 'dead'],
      [2, 'retry'],
      [3, 'delivered'],
    ]);
  });

  it('commanded twice while it waits, it is delivered once', async () => {
    const desk = await triedWith(fatal);
    await replayText(desk.redrive, TEXT);
    await replayText(desk.redrive, TEXT);
    await deliverOutbound(desk.deliver, SIGNAL);
    expect(desk.sender.ids()).toEqual([TEXT, TEXT]);
  });

  it('a text that was delivered is not delivered again', async () => {
    const desk = await triedWith(status(200));
    expect(await faultOf(replayText(desk.redrive, TEXT))).toBe('message.unknown');
    await deliverOutbound(desk.deliver, SIGNAL);
    expect(desk.sender.ids()).toEqual([TEXT]);
    expect(desk.outbound.sent).toEqual([]);
  });

  it('a text that is still on its way stays as it is', async () => {
    const desk = await triedWith(status(503));
    const before = (await desk.head()).outbox;
    await replayText(desk.redrive, TEXT);
    expect((await desk.head()).outbox).toEqual(before);
  });

  it.each([
    ['was never sent', anId(NOW + 9, 9)],
    ['is a client’s message', anId(NOW)],
    ['is no id at all', 'nonsense'],
  ])('a text that %s is unknown', async (_, id) => {
    const desk = await triedWith(fatal);
    expect(await faultOf(replayText(desk.redrive, id))).toBe('message.unknown');
    expect(desk.outbound.sent).toEqual([]);
  });

  it('a conversation is looked at again by both lanes', async () => {
    const desk = aDesk();
    await resumeConversation(desk.redrive, CONVERSATION);
    expect([desk.inbound.sent, desk.outbound.sent]).toEqual([
      [{ signal: SIGNAL, delayS: 0 }],
      [{ signal: SIGNAL, delayS: 0 }],
    ]);
  });
});
