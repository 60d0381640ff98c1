import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Escalation, Head } from '../../shared/domain/conversation.ts';
import { judgeEscalation, type Request } from '../../shared/domain/escalation.ts';
import { type Priority, SCENARIOS, type Scenario } from '../../shared/domain/scenario.ts';
import { SHIPPED_POLICY } from '../../shared/domain/shipped-policy.ts';
import { aClassification, aHead, HOUR, MINUTE, NOW } from '../builders.ts';

type Case = Omit<Partial<Request>, 'classification'> & {
  scenario?: Scenario;
  band?: 'answer' | 'doubt' | 'refuse';
};

function judge(asked: Case = {}, head: Partial<Head> = {}, now = NOW) {
  const { scenario = 'TECH_SUPPORT_BASIC', band = 'answer', ...rest } = asked;
  const classification = aClassification({ scenario, band });
  const nothing = { media: false, phone: false, human: false, objects: false, failed: false, profile: {} };
  return judgeEscalation(aHead(head), { ...nothing, classification, ...rest }, SHIPPED_POLICY, now);
}

function anEscalation(over: Partial<Escalation> = {}): Escalation {
  return {
    reason: 'always_escalates',
    scenario: 'SCHEDULE_CHANGE',
    priority: 'medium',
    since: NOW,
    deadline: NOW + 4 * HOUR,
    ...over,
  };
}

describe('a first message that was understood', () => {
  it.each([
    ['GREETING', undefined],
    ['REFERRAL', undefined],
    ['TECH_SUPPORT_BASIC', undefined],
    ['ABSENCE_REQUEST', undefined],
    ['LESSON_CANCELLATION', undefined],
    ['LESSON_LINK', undefined],
    ['REVIEW_BONUS', undefined],
    ['FAREWELL', undefined],
    ['REMINDER', undefined],
    ['SCHEDULE_CHANGE', { reason: 'always_escalates', priority: 'medium' }],
    ['CROSS_EXTENSION', { reason: 'always_escalates', priority: 'medium' }],
    ['COMPLAINT', { reason: 'complaint', priority: 'high' }],
    ['MISSING_TRAINER', { reason: 'always_escalates', priority: 'high' }],
    ['UNKNOWN', { reason: 'unknown_scenario', priority: 'medium' }],
  ] as const)('as %s hands over: %j', (scenario, handOff) => {
    expect(judge({ scenario }).handOff).toEqual(handOff);
  });

  it.each([
    ['COMPLAINT', 'critical'],
    ['MISSING_TRAINER', 'critical'],
    ['UNKNOWN', 'high'],
    ['SCHEDULE_CHANGE', 'medium'],
  ] as const)('as %s while its item is open is repeated, and %s', (scenario, priority) => {
    expect(judge({ scenario }, { escalation: anEscalation({ scenario }) }).handOff?.priority).toBe(priority);
  });
});

it('a COMPLAINT while something else is open is not repeated', () => {
  const escalation = anEscalation({ scenario: 'SCHEDULE_CHANGE' });
  expect(judge({ scenario: 'COMPLAINT' }, { escalation }).handOff?.priority).toBe('high');
});

describe('media', () => {
  it.each([
    ['TECH_SUPPORT_BASIC', 'high'],
    ['REVIEW_BONUS', 'high'],
    ['ABSENCE_REQUEST', 'medium'],
  ] as const)('that %s waits for goes to an operator as %s', (scenario, priority) => {
    expect(judge({ scenario, media: true }).handOff).toEqual({ reason: 'media_received', priority });
  });

  it.each(['GREETING', 'REFERRAL', 'LESSON_CANCELLATION', 'LESSON_LINK', 'FAREWELL'] as const)(
    'with a %s changes nothing',
    (scenario) => {
      expect(judge({ scenario, media: true }).handOff).toBeUndefined();
    },
  );
});

describe('doubt', () => {
  it.each(['doubt', 'refuse'] as const)('in the band "%s" is low confidence', (band) => {
    expect(judge({ band }).handOff).toEqual({ reason: 'low_confidence', priority: 'high' });
  });

  it.each([
    ['just inside two hours', NOW - 2 * HOUR + 1, 'repeated_failures'],
    ['two hours ago', NOW - 2 * HOUR, 'low_confidence'],
  ])('after another doubt %s is %3$s', (_, at, reason) => {
    expect(judge({ band: 'doubt' }, { unsure: [at] }).handOff?.reason).toBe(reason);
  });

  it('also counts if the words were social', () => {
    expect(judge({ scenario: 'FAREWELL', band: 'doubt' }).tallies.unsure).toEqual([NOW]);
  });

  it('does not outweigh media', () => {
    expect(judge({ band: 'doubt', media: true }).handOff?.reason).toBe('media_received');
  });
});

describe('requests that nothing settled', () => {
  const earlier = (...minutes: number[]) => ({ unsettled: minutes.map((ago) => NOW - ago * MINUTE) });

  it.each([
    ['the third in ten minutes', earlier(9, 5), 'repeated_requests'],
    ['the second', earlier(5), undefined],
    ['the third, the first being ten minutes old', earlier(10, 5), undefined],
    [
      'the third, the first being a moment younger',
      { unsettled: [NOW - 10 * MINUTE + 1, NOW] },
      'repeated_requests',
    ],
  ])('are handed over: %s', (_, head, reason) => {
    expect(judge({}, head).handOff?.reason).toBe(reason);
  });

  it.each(['GREETING', 'FAREWELL'] as const)('do not count a %s, and it does not hand over', (scenario) => {
    const verdict = judge({ scenario }, earlier(5, 4, 3));
    expect(verdict.handOff).toBeUndefined();
    expect(verdict.tallies.unsettled).toHaveLength(3);
  });

  it.each([
    ['REFERRAL', 'answer', 0],
    ['LESSON_LINK', 'answer', 0],
    ['LESSON_LINK', 'doubt', 1],
    ['REVIEW_BONUS', 'answer', 1],
    ['TECH_SUPPORT_BASIC', 'answer', 1],
  ] as const)('count a %s in the band "%s" %i times', (scenario, band, times) => {
    expect(judge({ scenario, band }).tallies.unsettled).toHaveLength(times);
  });

  it('keep tallies of bounded size, whatever comes', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...SCENARIOS), { maxLength: 60 }), (turns) => {
        let head: Partial<Head> = {};
        for (const scenario of turns) {
          head = judge({ scenario, band: 'doubt' }, head).tallies;
          expect(head.unsettled?.length).toBeLessThanOrEqual(12);
          expect(head.unsure?.length).toBeLessThanOrEqual(12);
        }
      }),
    );
  });
});

describe('a rule of the scenario', () => {
  it.each([
    [
      'a friend’s number',
      { scenario: 'REFERRAL', phone: true },
      {},
      ['always_escalates', 'medium', 'friend_phone'],
    ],
    ['a number elsewhere', { scenario: 'LESSON_LINK', phone: true }, {}, undefined],
    [
      'a second request in two hours',
      { scenario: 'TECH_SUPPORT_BASIC' },
      { asked: { TECH_SUPPORT_BASIC: NOW - 2 * HOUR + 1 } },
      ['repeated_requests', 'high', 'second_request'],
    ],
    [
      'a second request two hours later',
      { scenario: 'TECH_SUPPORT_BASIC' },
      { asked: { TECH_SUPPORT_BASIC: NOW - 2 * HOUR } },
      undefined,
    ],
    [
      'an objection to the instruction, whatever it sounds like',
      { scenario: 'TECH_SUPPORT_BASIC', objects: true },
      { scenario: 'LESSON_CANCELLATION', last_due: NOW - MINUTE },
      ['repeated_requests', 'medium', 'objection'],
    ],
    [
      'an objection to what was told two hours ago',
      { scenario: 'TECH_SUPPORT_BASIC', objects: true },
      { scenario: 'LESSON_CANCELLATION', last_due: NOW - 2 * HOUR },
      undefined,
    ],
    [
      'an objection before anything was told',
      { scenario: 'LESSON_CANCELLATION', objects: true },
      { scenario: 'GREETING', last_due: NOW - MINUTE },
      undefined,
    ],
    ['a first question that objects to nothing', { scenario: 'LESSON_CANCELLATION' }, {}, undefined],
    [
      'thanks behind an instruction',
      { scenario: 'FAREWELL', objects: true },
      { scenario: 'LESSON_CANCELLATION' },
      undefined,
    ],
    [
      'no link a quarter of an hour before the lesson',
      { scenario: 'LESSON_LINK', profile: { next_lesson_at: NOW + 15 * MINUTE } },
      {},
      ['always_escalates', 'medium', 'no_lesson_link'],
    ],
    [
      'no link a moment earlier',
      { scenario: 'LESSON_LINK', profile: { next_lesson_at: NOW + 15 * MINUTE + 1 } },
      {},
      undefined,
    ],
    [
      'no link to a lesson that began',
      { scenario: 'LESSON_LINK', profile: { next_lesson_at: NOW - 30 * MINUTE } },
      {},
      ['always_escalates', 'medium', 'no_lesson_link'],
    ],
    [
      'a link that is known',
      { scenario: 'LESSON_LINK', profile: { next_lesson_at: NOW, lesson_link: 'https://l.example/1' } },
      {},
      undefined,
    ],
    [
      'a nudge while something was promised',
      { scenario: 'REMINDER' },
      { escalation: anEscalation() },
      ['always_escalates', 'medium', 'promised'],
    ],
    ['a nudge while nothing was', { scenario: 'REMINDER' }, {}, undefined],
  ] as [string, Case, Partial<Head>, [string, string, string] | undefined][])(
    '%s',
    (_, asked, head, expected) => {
      const { handOff, rule } = judge(asked, head);
      expect(handOff && [handOff.reason, handOff.priority, rule]).toEqual(expected);
    },
  );
});

describe('a client who asks for a human', () => {
  it.each([
    ['UNKNOWN', {}, 'medium'],
    ['UNKNOWN', { asked: { UNKNOWN: NOW - HOUR } }, 'high'],
    ['TECH_SUPPORT_BASIC', {}, 'high'],
    ['LESSON_LINK', {}, 'medium'],
  ] as [Scenario, Partial<Head>, Priority][])(
    'in a %s (%j) is as urgent as %s',
    (scenario, head, priority) => {
      expect(judge({ scenario, human: true }, head).handOff).toEqual({
        reason: 'client_asked_for_human',
        priority,
      });
    },
  );
});

it('an item whose promise is overdue gets a new deadline with a graver reason', () => {
  const escalation = anEscalation({ overdue: true, deadline: NOW - HOUR });
  expect(judge({ scenario: 'COMPLAINT' }, { escalation }).escalation).toEqual({
    reason: 'complaint',
    scenario: 'COMPLAINT',
    priority: 'high',
    since: NOW,
    deadline: NOW + HOUR,
  });
});

describe('a repetition', () => {
  it.each([
    ['COMPLAINT', 'critical'],
    ['MISSING_TRAINER', 'critical'],
    ['UNKNOWN', 'high'],
  ] as const)('of %s within two hours is %s', (scenario, priority) => {
    expect(judge({ scenario }, { asked: { [scenario]: NOW - HOUR } }).handOff?.priority).toBe(priority);
    expect(judge({ scenario }, { asked: { [scenario]: NOW - 2 * HOUR } }).handOff?.priority).not.toBe(
      priority,
    );
  });

  it('is remembered only where it matters, and not for longer', () => {
    const { tallies } = judge({ scenario: 'COMPLAINT' }, { asked: { UNKNOWN: NOW - 3 * HOUR } });
    expect(tallies.asked).toEqual({ COMPLAINT: NOW });
    expect(judge({ scenario: 'REFERRAL' }).tallies.asked).toEqual({});
  });
});

describe('an open item', () => {
  const open = anEscalation();

  it('begins now, with the deadline of its priority', () => {
    const items = (['SCHEDULE_CHANGE', 'COMPLAINT'] as const).map(
      (scenario) => judge({ scenario }).escalation,
    );
    expect(items).toEqual([
      {
        reason: 'always_escalates',
        scenario: 'SCHEDULE_CHANGE',
        priority: 'medium',
        since: NOW,
        deadline: NOW + 4 * HOUR,
      },
      { reason: 'complaint', scenario: 'COMPLAINT', priority: 'high', since: NOW, deadline: NOW + HOUR },
    ]);
  });

  it('stays open through a turn that gives no reason', () => {
    const verdict = judge({ scenario: 'FAREWELL' }, { escalation: open }, NOW + HOUR);
    expect(verdict).toMatchObject({ handOff: undefined, escalation: open });
  });

  it('is not touched by a lighter or an equal reason', () => {
    expect(judge({ scenario: 'SCHEDULE_CHANGE' }, { escalation: open }, NOW + HOUR).escalation).toEqual(open);
    const critical = anEscalation({ priority: 'critical' });
    expect(judge({ scenario: 'COMPLAINT' }, { escalation: critical }).escalation).toEqual(critical);
  });

  it('becomes more urgent by a graver reason and keeps its place', () => {
    const escalation = judge({ band: 'doubt' }, { escalation: open }, NOW + MINUTE).escalation;
    expect(escalation).toEqual({
      reason: 'low_confidence',
      scenario: 'TECH_SUPPORT_BASIC',
      priority: 'high',
      since: NOW,
      deadline: NOW + MINUTE + HOUR,
    });
  });

  it('never gets a later deadline than was promised, however late the graver reason comes', () => {
    const late = NOW + 4 * HOUR - MINUTE;
    const escalation = judge({ scenario: 'COMPLAINT' }, { escalation: open }, late).escalation;
    expect(escalation?.deadline).toBeLessThanOrEqual(open.deadline);
  });

  it('only ever gains in urgency, never loses its start, and its deadline never recedes', () => {
    const rank: Priority[] = ['low', 'medium', 'high', 'critical'];
    const turn = fc.record({
      scenario: fc.constantFrom(...SCENARIOS),
      band: fc.constantFrom('answer' as const, 'doubt' as const),
      media: fc.boolean(),
      gap: fc.integer({ min: 0, max: 3 * HOUR }),
    });
    fc.assert(
      fc.property(fc.array(turn, { maxLength: 20 }), (turns) => {
        let head = aHead();
        let now = NOW;
        for (const { gap, ...asked } of turns) {
          now += gap;
          const before = head.escalation;
          const { escalation, tallies, handOff } = judge(asked, head, now);
          if (handOff) expect(escalation).toBeDefined();
          if (before) {
            expect(rank.indexOf(escalation?.priority ?? 'low')).toBeGreaterThanOrEqual(
              rank.indexOf(before.priority),
            );
            expect(escalation?.since).toBe(before.since);
            expect(escalation?.deadline).toBeLessThanOrEqual(before.deadline);
          }
          head = aHead({ ...tallies, escalation });
        }
      }),
    );
  });
});

describe('N15 of the original', () => {
  it('thanks an hour after an escalation are nothing to hand over, and nothing critical', () => {
    const verdict = judge(
      { scenario: 'FAREWELL' },
      { escalation: anEscalation(), status: 'escalated' },
      NOW + HOUR,
    );
    expect(verdict.handOff).toBeUndefined();
    expect(verdict.escalation?.priority).toBe('medium');
  });

  it.each(['COMPLAINT', 'MISSING_TRAINER'] as const)('a confident %s is never low', (scenario) => {
    expect(judge({ scenario, band: 'answer' }).escalation?.priority).toBe('high');
  });
});
