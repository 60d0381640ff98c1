import { describe, expect, it } from 'vitest';
import { cancelledAttempt } from '../../shared/domain/cancelled-attempt.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import { acceptMessage } from '../../shared/usecases/accept-message.ts';
import { deliverOutbound } from '../../shared/usecases/deliver-outbound.ts';
import { takeConversation } from '../../shared/usecases/operate-conversation.ts';
import { anEntry, anId, aTurn, CONVERSATION, NOW, putText } from '../builders.ts';
import { aDesk, type Desk, HOOK, incoming, SIGNAL, status } from './desk.ts';

const TEXT = anId(NOW + 1, 1);

/** A conversation with a webhook, and one text that is due. */
async function withText(): Promise<Desk> {
  const desk = aDesk();
  await acceptMessage(desk.accept, incoming({ channel: { webhook_url: HOOK } }));
  await desk.conversations.draft(aTurn({ id: TEXT }));
  await putText(desk.conversations, CONVERSATION, TEXT, anEntry());
  return desk;
}

const run = (desk: Desk) => deliverOutbound(desk.deliver, SIGNAL);
const waiting = async (desk: Desk) => Object.keys((await desk.head()).outbox);

async function outcomeOf(desk: Desk): Promise<string | undefined> {
  const items = await desk.conversations.history(CONVERSATION, { limit: 50, decisionsOnly: true });
  return items.flatMap((item) => (item.kind === 'text' ? [item.outcome] : []))[0];
}

/** Lets `meanwhile` happen while the next attempt's row is on its way to the table. */
function holdUpNextRow(desk: Desk, meanwhile: () => Promise<void>): void {
  const { putAttempt } = desk.conversations;
  desk.conversations.putAttempt = async (attempt) => {
    desk.conversations.putAttempt = putAttempt;
    await meanwhile();
    return putAttempt.call(desk.conversations, attempt);
  };
}

describe('an attempt whose row comes late', () => {
  it('does not stand against what a later claim recorded, and decides nothing', async () => {
    const desk = await withText();
    desk.sender.next.push(status(503), status(200));
    holdUpNextRow(desk, async () => {
      desk.clock.advance(LIMITS.claimWall);
      await run(desk);
    });
    await run(desk);
    expect(await desk.conversations.attempts(CONVERSATION, TEXT)).toMatchObject([
      { number: 1, outcome: 'delivered' },
    ]);
    expect(await outcomeOf(desk)).toBe('delivered');
    expect(await waiting(desk)).toEqual([]);
  });

  it('does not say "cancelled" of a text that was claimed and delivered meanwhile', async () => {
    const desk = await withText();
    holdUpNextRow(desk, () => run(desk));
    await takeConversation(desk.operate, CONVERSATION, 'operator_001');
    expect(await desk.conversations.attempts(CONVERSATION, TEXT)).toMatchObject([
      { number: 1, outcome: 'delivered' },
    ]);
    expect(await outcomeOf(desk)).toBe('delivered');
    expect((await desk.head()).handler).toBe('operator');
  });

  it.each([
    ['retry', [1, 2], 'cancelled'],
    ['delivered', [1], 'delivered'],
  ] as const)(
    'of a dead process, which says %s, keeps nobody from taking the conversation',
    async (outcome, numbers, told) => {
      const desk = await withText();
      const left = {
        ...cancelledAttempt(await desk.head(), TEXT, anEntry(), 'cancelled.tenure', NOW),
        claim_id: 'dead',
      };
      await desk.conversations.putAttempt({ ...left, claim_until: NOW, rule: 'http.5xx', outcome });
      expect(await takeConversation(desk.operate, CONVERSATION, 'operator_001')).toBe('taken');
      expect(await waiting(desk)).toEqual([]);
      const attempts = await desk.conversations.attempts(CONVERSATION, TEXT);
      expect(attempts.map(({ number }) => number)).toEqual(numbers);
      expect(await outcomeOf(desk)).toBe(told);
    },
  );

  it('says "cancelled" only until the claim that was faster says how it went', async () => {
    const desk = await withText();
    desk.sender.meanwhile = async () => {
      const cancelled = cancelledAttempt(await desk.head(), TEXT, anEntry(), 'cancelled.tenure', NOW);
      await desk.conversations.putAttempt(cancelled);
    };
    await run(desk);
    expect(await desk.conversations.attempts(CONVERSATION, TEXT)).toMatchObject([
      { number: 1, outcome: 'delivered' },
    ]);
  });

  it('of a process that was taken for dead does not bring back a text that was cancelled', async () => {
    const desk = await withText();
    holdUpNextRow(desk, async () => {
      desk.clock.advance(LIMITS.claimWall);
      await takeConversation(desk.operate, CONVERSATION, 'operator_001');
      await run(desk);
    });
    await run(desk);
    expect(await desk.conversations.attempts(CONVERSATION, TEXT)).toMatchObject([
      { number: 1, outcome: 'cancelled' },
    ]);
    expect(await outcomeOf(desk)).toBe('cancelled');
  });
});
