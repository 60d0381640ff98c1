import { describe, expect, it } from 'vitest';
import type { Head } from '../../shared/domain/conversation.ts';
import { advanced, type FollowUp, nextNeed } from '../../shared/domain/follow-up.ts';
import type { Policy } from '../../shared/domain/policy.ts';
import { parseReminderId, plannedReminders, reminderId, skipping } from '../../shared/domain/reminders.ts';
import { SHIPPED_POLICY } from '../../shared/domain/shipped-policy.ts';
import { aHead, CONVERSATION, HOUR, MINUTE, NOW } from '../builders.ts';

/** 12:00 UTC is 15:00 at the desk, whose quiet hours are 21:00 to 9:00. */
const followUp = (over: Partial<FollowUp> = {}): FollowUp => ({
  then: 'awaits_client',
  since: NOW,
  epoch: 1,
  step: 0,
  ...over,
});

const silent = (over: Partial<Head> = {}): Head =>
  aHead({ pending: [], owed: [], follow_up: followUp(), ...over });

const due = (head: Head, policy: Policy = SHIPPED_POLICY) =>
  plannedReminders(head, policy).map(({ number, step, due_at }) => [number, step, (due_at - NOW) / MINUTE]);

describe('reminders to come', () => {
  it('are all of the chain after a reply that awaits the client', () => {
    expect(due(silent())).toEqual([
      [1, 0, 15],
      [2, 1, 30],
      [3, 2, 24 * 60],
    ]);
    expect(plannedReminders(silent(), SHIPPED_POLICY)[0]).toMatchObject({
      conversation_id: CONVERSATION,
      partner: 'demo',
      epoch: 1,
    });
  });

  it.each<[string, Partial<Head>, unknown[]]>([
    ['those that were said are not', { follow_up: followUp({ step: 2 }) }, [[3, 2, 1440]]],
    ['those that were called off are not', { follow_up: followUp({ skips: [0, 2] }) }, [[2, 1, 30]]],
    ['the farewell and the close are none', { follow_up: followUp({ step: 3 }) }, []],
    ['after a matter that is settled there are none', { follow_up: followUp({ then: 'resolved' }) }, []],
    ['nothing follows nothing', { follow_up: undefined }, []],
    ['the client has written since', { epoch: 2 }, []],
    ['the client waits for an answer', { pending: ['msg_1'] }, []],
    ['an operator has it', { handler: 'operator' }, []],
    ['an operator is to have it', { status: 'escalated' }, []],
    ['it is closed', { status: 'closed' }, []],
  ])('%s', (_, over, expected) => {
    expect(due(silent(over))).toEqual(expected);
  });

  it('wait for the end of quiet hours, and what is postponed moves the later ones', () => {
    // 20:50 at the desk: the first would come at 21:05, so it comes at 9:00, 715 minutes later; the third then at 8:45, so at 9:00.
    const since = NOW + 5 * HOUR + 50 * MINUTE;
    const minutes = due(silent({ follow_up: followUp({ since }) })).map(([, , at]) => Number(at) - 350);
    expect(minutes).toEqual([730, 745, 24 * 60 + 715 + 15]);
  });

  it('are not held back where there are no quiet hours', () => {
    const since = NOW + 5 * HOUR + 50 * MINUTE;
    const policy = { ...SHIPPED_POLICY, quiet_hours: { from: '00:00', to: '00:00' } };
    expect(
      due(silent({ follow_up: followUp({ since }) }), policy).map(([, , at]) => Number(at) - 350),
    ).toEqual([15, 30, 1440]);
  });

  it.each([0, 7, 350, 600])(
    'come when they are planned, if %i minutes past noon they are counted from',
    (minutes) => {
      let head = silent({ follow_up: followUp({ since: NOW + minutes * MINUTE }) });
      const planned = plannedReminders(head, SHIPPED_POLICY);
      for (const { due_at, step } of planned) {
        const need = nextNeed(head, SHIPPED_POLICY);
        expect(need).toMatchObject({
          purpose: 'follow_up',
          at: due_at,
          step: { kind: 'reminder', number: step + 1 },
        });
        if (need?.purpose !== 'follow_up') throw new Error('nothing is to come');
        head = { ...head, follow_up: advanced(head.follow_up ?? followUp(), need, need.shift) };
      }
    },
  );
});

describe('calling one off', () => {
  it('leaves the others their times, and twice is once', () => {
    const once = skipping(followUp(), 1);
    expect([once.skips, skipping(once, 1).skips, skipping(once, 0).skips]).toEqual([[1], [1], [1, 0]]);
    expect(due(silent({ follow_up: once }))).toEqual([
      [1, 0, 15],
      [3, 2, 1440],
    ]);
  });
});

describe('a reminder’s id', () => {
  it('is read as it was written', () => {
    const ref = { conversation_id: CONVERSATION, epoch: 12, step: 2 };
    expect(reminderId(ref)).toBe(`rem_${CONVERSATION.slice(4)}-12-2`);
    expect(parseReminderId(reminderId(ref))).toEqual(ref);
  });

  it.each([
    '',
    'rem_',
    'rem_x-1-1',
    `rem_${'0'.repeat(20)}-1`,
    `rem_${'0'.repeat(20)}-1-`,
    `rem_${'0'.repeat(20)}-1-100`,
    `rem_${'I'.repeat(20)}-1-1`,
    `cnv_${'0'.repeat(20)}-1-1`,
    `rem_${'0'.repeat(20)}-1-1 `,
    `rem_${'0'.repeat(20)}--1-1`,
  ])('that is none (%j) is nobody’s', (id) => {
    expect(parseReminderId(id)).toBeUndefined();
  });
});
