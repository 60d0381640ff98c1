import { describe, expect, it } from 'vitest';
import { Fault } from '../../shared/domain/errors.ts';
import type { FollowUp } from '../../shared/domain/follow-up.ts';
import { reminderId } from '../../shared/domain/reminders.ts';
import { SHIPPED_TEXTS } from '../../shared/domain/texts.ts';
import { cancelReminder, sendReminder } from '../../shared/usecases/handle-reminder.ts';
import { remindersOf, walkReminders } from '../../shared/usecases/list-reminders.ts';
import { anAdmission, HOUR, MINUTE, NOW } from '../builders.ts';
import { Crash, crashing } from './desk.ts';
import { aHandbookDesk, type HandbookDesk } from './handbook-desk.ts';
import { headIn, keepSilent } from './silent-client.ts';

const BY = 'root';

/** A desk with one silent client, and the ids of what it is about to be reminded of. */
async function aSilence(follow_up: Partial<FollowUp> = {}) {
  const desk = aHandbookDesk();
  const { id, epoch } = await keepSilent(desk.conversations, { follow_up });
  const reminder = (step: number) => reminderId({ conversation_id: id, epoch, step });
  const head = () => headIn(desk.conversations, id);
  const entries = async () => Object.entries((await head()).outbox);
  return { ...desk, id, reminder, head, entries };
}

async function codeOf(asked: Promise<unknown>): Promise<string | undefined> {
  const error = await asked.catch((it: unknown) => it);
  return error instanceof Fault ? error.code : undefined;
}

const write = async ({ conversations }: HandbookDesk, id: string) =>
  conversations.admit(await headIn(conversations, id), anAdmission({ conversation_id: id, at: NOW + 1 }));
const take = async ({ conversations }: HandbookDesk, id: string) =>
  conversations.take(await headIn(conversations, id), { operator: 'op', at: NOW, withdrawn: [], owed: [] });

describe('calling a reminder off', () => {
  it('leaves it out, and looks at what the conversation needs next', async () => {
    const desk = await aSilence();
    await cancelReminder(desk.handle, desk.reminder(1), BY);
    expect((await desk.head()).follow_up?.skips).toEqual([1]);
    expect(desk.followUps.take()).toEqual([{ signal: { conversation_id: desk.id }, delayS: 0 }]);
    const left = await remindersOf(desk.list, 'demo', 'silent');
    expect(left.map(({ number }) => number)).toEqual([1, 3]);
  });

  it('twice is once, also at the same moment', async () => {
    const desk = await aSilence();
    await Promise.all([0, 0, 2, 2].map((step) => cancelReminder(desk.handle, desk.reminder(step), BY)));
    await cancelReminder(desk.handle, desk.reminder(0), BY);
    expect((await desk.head()).follow_up?.skips?.toSorted()).toEqual([0, 2]);
    expect(desk.journal.of('reminder.cancelled')).toHaveLength(2);
  });

  it.each<[string, (desk: Awaited<ReturnType<typeof aSilence>>) => Promise<string>]>([
    ['is no reminder’s id', async () => 'rem_x'],
    ['is a farewell', async (desk) => desk.reminder(3)],
    ['lies beyond the chain', async (desk) => desk.reminder(40)],
    [
      'is of a conversation that there is none of',
      async () => reminderId({ conversation_id: `cnv_${'0'.repeat(20)}`, epoch: 1, step: 0 }),
    ],
    ['the client has answered', async (desk) => write(desk, desk.id).then(() => desk.reminder(0))],
    ['an operator has taken away', async (desk) => take(desk, desk.id).then(() => desk.reminder(0))],
  ])('is refused for what %s', async (_, id) => {
    const desk = await aSilence();
    expect(await codeOf(cancelReminder(desk.handle, await id(desk), BY))).toBe('reminder.unknown');
    expect(desk.followUps.sent).toEqual([]);
  });

  it('is refused for what was said already', async () => {
    const desk = await aSilence({ step: 1 });
    expect(await codeOf(cancelReminder(desk.handle, desk.reminder(0), BY))).toBe('reminder.unknown');
  });
});

describe('reminding now', () => {
  it('says the next one, and the chain goes on from there', async () => {
    const desk = await aSilence();
    desk.clock.advance(MINUTE);
    await sendReminder(desk.handle, desk.reminder(0), BY);
    const [[text, entry] = []] = await desk.entries();
    expect(entry).toMatchObject({ source: 'reminder', due: NOW + MINUTE });
    expect(await desk.conversations.text(desk.id, text ?? '')).toMatchObject({
      text: SHIPPED_TEXTS.FOLLOW_UP_REMINDER_1.ru,
      number: 1,
    });
    expect((await desk.head()).follow_up).toMatchObject({ step: 1, since: NOW });
    for (const lane of [desk.outbound, desk.followUps])
      expect(lane.take().map(({ signal }) => signal)).toEqual([{ conversation_id: desk.id }]);
    expect(desk.journal.of('reminder.sent')).toEqual([{ conversation_id: desk.id, number: 1, by: BY }]);
  });

  it('says a later one before its turn, which is then left out', async () => {
    const desk = await aSilence();
    await sendReminder(desk.handle, desk.reminder(2), BY);
    expect((await desk.head()).follow_up).toMatchObject({ step: 0, skips: [2] });
    const left = await remindersOf(desk.list, 'demo', 'silent');
    expect(left.map(({ number }) => number)).toEqual([1, 2]);
  });

  it('passes over what was called off', async () => {
    const desk = await aSilence();
    await cancelReminder(desk.handle, desk.reminder(0), BY);
    await sendReminder(desk.handle, desk.reminder(1), BY);
    expect((await desk.head()).follow_up).toMatchObject({ step: 2 });
  });

  it('asks no quiet hours', async () => {
    const desk = await aSilence();
    desk.clock.advance(9 * HOUR);
    await sendReminder(desk.handle, desk.reminder(0), BY);
    expect((await desk.entries())[0]?.[1].due).toBe(NOW + 9 * HOUR);
  });

  it.each([
    ['one after the other', async (ask: () => Promise<void>) => ask().then(ask)],
    [
      'at the same moment',
      async (ask: () => Promise<void>) => void (await Promise.all([ask(), ask(), ask()])),
    ],
  ])('twice, %s, says it once', async (_, twice) => {
    const desk = await aSilence();
    await twice(() => sendReminder(desk.handle, desk.reminder(0), BY));
    expect(await desk.entries()).toHaveLength(1);
    expect((await desk.head()).follow_up?.step).toBe(1);
    expect(desk.journal.of('reminder.sent')).toHaveLength(1);
  });

  it('says nothing more once it is delivered', async () => {
    const desk = await aSilence();
    await sendReminder(desk.handle, desk.reminder(0), BY);
    const [[text = ''] = []] = await desk.entries();
    await desk.conversations.claim(await desk.head(), text, { id: 'c', until: 0 });
    await desk.conversations.settle(desk.id, text, 'c');
    expect(await codeOf(sendReminder(desk.handle, desk.reminder(0), BY))).toBe('reminder.unknown');
  });

  it('does not take another reminder that waits for this one', async () => {
    const desk = await aSilence();
    await cancelReminder(desk.handle, desk.reminder(1), BY);
    await sendReminder(desk.handle, desk.reminder(0), BY);
    expect(await codeOf(sendReminder(desk.handle, desk.reminder(1), BY))).toBe('reminder.unknown');
  });

  it('is refused while an operator has the conversation', async () => {
    const desk = await aSilence();
    await take(desk, desk.id);
    expect(await codeOf(sendReminder(desk.handle, desk.reminder(0), BY))).toBe('conversation.with_operator');
  });

  it('is refused once the client has written', async () => {
    const desk = await aSilence();
    await write(desk, desk.id);
    expect(await codeOf(sendReminder(desk.handle, desk.reminder(0), BY))).toBe('reminder.unknown');
  });

  it('gives up, unharmed, if the conversation changes all the time', async () => {
    const desk = await aSilence();
    desk.conversations.commitFollowUp = async () => 'conflict';
    desk.conversations.moveFollowUp = async () => 'conflict';
    for (const handle of [sendReminder, cancelReminder])
      expect(await codeOf(handle(desk.handle, desk.reminder(0), BY))).toBe('conversation.busy');
  });

  const crashes = [1, 2, 3, 4, 5, 6].flatMap((k) => [[k, 'before'] as const, [k, 'after'] as const]);
  it.each(crashes)('may crash at call %i, %s it took effect: the repeat says it once', async (k, when) => {
    const desk = await aSilence();
    const { ports } = crashing(desk.handle, k, when);
    await expect(sendReminder(ports, desk.reminder(0), BY)).rejects.toBeInstanceOf(Crash);
    await sendReminder(desk.handle, desk.reminder(0), BY);
    expect(await desk.entries()).toHaveLength(1);
    for (const lane of [desk.outbound, desk.followUps]) expect(lane.take().length).toBeGreaterThan(0);
  });
});

describe('the list of reminders', () => {
  const wakes = (id: string, at = NOW + HOUR) => ({ conversation_id: id, at });

  it('of one client is read from its conversation', async () => {
    const desk = await aSilence();
    const found = await remindersOf(desk.list, 'demo', 'silent');
    expect(found.map(({ due_at }) => due_at - NOW)).toEqual([15 * MINUTE, 30 * MINUTE, 24 * HOUR]);
    for (const [partner, client] of [
      ['demo', 'nobody'],
      ['other', 'silent'],
    ] as const)
      expect(await remindersOf(desk.list, partner, client)).toEqual([]);
  });

  it('shows each conversation once, whatever is armed for it and wherever a page ends', async () => {
    const desk = aHandbookDesk();
    const heads = await Promise.all(
      ['a', 'b', 'c'].map((client_id) =>
        keepSilent(desk.conversations, { client_id, follow_up: { step: 2 } }),
      ),
    );
    const ids = heads.map(({ id }) => id).toSorted();
    desk.armedWakeUps.all.push(
      ...ids.flatMap((id) => [wakes(id), wakes(id, NOW + 2 * HOUR), wakes(id, NOW + 3 * HOUR)]),
    );
    for (const limit of [1, 2, 4, 9, 100]) {
      const seen: string[] = [];
      for (let after: Parameters<typeof walkReminders>[1]['after'] | 'first' = 'first'; after; ) {
        const asked = { limit, after: after === 'first' ? undefined : after };
        const { found, next } = await walkReminders(desk.list, asked);
        seen.push(...found.map(({ conversation_id }) => conversation_id));
        after = next;
      }
      expect(seen.toSorted()).toEqual(ids);
    }
  });

  it('is in the order of their times, of one partner if it is asked for, and without what is over', async () => {
    const desk = aHandbookDesk();
    const later = await keepSilent(desk.conversations, {
      client_id: 'later',
      at: NOW + MINUTE,
      follow_up: { step: 1 },
    });
    const soon = await keepSilent(desk.conversations, { client_id: 'soon', follow_up: { step: 1 } });
    const other = await keepSilent(desk.conversations, { client_id: 'soon', partner: 'other' });
    const over = await keepSilent(desk.conversations, { client_id: 'over', follow_up: { step: 3 } });
    const all = [later, soon, other, over].map(({ id }) => wakes(id));
    desk.armedWakeUps.all.push(...all, wakes(`cnv_${'0'.repeat(20)}`));
    const { found, next } = await walkReminders(desk.list, { limit: 10, partner: 'demo' });
    expect(found.map(({ client_id, number }) => `${client_id} ${number}`)).toEqual([
      'soon 2',
      'later 2',
      'soon 3',
      'later 3',
    ]);
    expect(next).toBeUndefined();
    expect((await walkReminders(desk.list, { limit: 10 })).found).toHaveLength(7);
  });
});
