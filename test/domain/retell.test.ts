import { describe, expect, it } from 'vitest';
import type { Handbook } from '../../shared/domain/handbook.ts';
import { isChanged, type Retold, retell, type Told } from '../../shared/domain/retell.ts';
import { aMessage, aPhoto, aTurn, MINUTE, NOW } from '../builders.ts';
import { aPast, type PlayedPast, under } from '../usecases/past.ts';

const SHIPPED = under({});

async function retold(past: PlayedPast, changed: Handbook): Promise<Retold[]> {
  return retell(await past.read(), SHIPPED, changed);
}

/** What differs, field by field, in order of the turns. */
async function differences(past: PlayedPast, changed: Handbook): Promise<Record<string, string>[]> {
  const told = await retold(past, changed);
  return told.map(({ before, after }) => {
    const fields = (Object.keys(before) as (keyof Told)[]).filter((field) => before[field] !== after[field]);
    return Object.fromEntries(fields.map((field) => [field, `${before[field]} → ${after[field]}`]));
  });
}

const NOTHING = {};
const tech = { scenario: 'TECH_SUPPORT_BASIC' } as const;
const link = { scenario: 'LESSON_LINK' } as const;
/** Answered for sure, and nothing is settled by it. */
const bonus = { scenario: 'REVIEW_BONUS' } as const;
const doubtful = { ...link, band: 'doubt', confidence: 0.6 } as const;
const refused = { scenario: 'UNKNOWN', band: 'refuse', confidence: 0.3, guess: 'LESSON_LINK' } as const;

describe('other thresholds', () => {
  it('answer without a person what was doubtful', async () => {
    const past = aPast();
    await past.says('Где ссылка?', doubtful);
    expect(await differences(past, under({ thresholds: { answer: 0.5 } }))).toEqual([
      {
        band: 'doubt → answer',
        reason: 'low_confidence → null',
        priority: 'medium → low',
        escalated: 'true → false',
      },
    ]);
  });

  it('make readable what the model refused, because its guess is kept', async () => {
    const past = aPast();
    await past.says('где оно', refused);
    expect(await differences(past, under({ thresholds: { answer: 0.25, refuse: 0.2 } }))).toEqual([
      {
        scenario: 'UNKNOWN → LESSON_LINK',
        band: 'refuse → answer',
        reason: 'unknown_scenario → null',
        priority: 'medium → low',
        escalated: 'true → false',
        template: 'UNKNOWN → LESSON_LINK',
      },
    ]);
  });

  it('make no noise readable', async () => {
    const past = aPast();
    await past.says('ъъъ', { scenario: 'UNKNOWN', band: 'refuse', confidence: 1 });
    expect(await differences(past, under({ thresholds: { answer: 0, refuse: 0 } }))).toEqual([NOTHING]);
  });

  it('are tried on the model’s own verdict, not on what came of it under those in force', async () => {
    const [strict, lax] = [{ thresholds: { answer: 0.9, refuse: 0.8 } }, { thresholds: { answer: 0.5 } }];
    const past = aPast(under(strict));
    await past.says('Где ссылка?', { ...link, confidence: 0.7 });
    const [turn] = retell(await past.read(), under(strict), under(lax));
    expect([turn?.before.scenario, turn?.after.scenario]).toEqual(['UNKNOWN', 'LESSON_LINK']);
  });
});

describe('keywords', () => {
  const keyword = { id: 'kwd_1', scenario: 'COMPLAINT', phrase: 'ссылк*', priority: 7 } as const;
  const told = { ...SHIPPED, keywords: [keyword] };

  it('would have decided what the model was sure of', async () => {
    const past = aPast();
    await past.says('Где ссылка?', link);
    expect(await differences(past, told)).toMatchObject([
      {
        scenario: 'LESSON_LINK → COMPLAINT',
        reason: 'null → complaint',
        template: 'LESSON_LINK → COMPLAINT',
      },
    ]);
  });

  it.each([
    ['sure', link],
    ['in doubt', doubtful],
    ['refusing', refused],
  ])('that decided are taken away, and it is as the model had said, %s', async (_, verdict) => {
    const [with_, without] = [aPast(told), aPast()];
    for (const past of [with_, without]) await past.says('Где ссылка?', verdict);
    const [turn] = retell(await with_.read(), told, SHIPPED);
    const [plain] = retell(await without.read(), SHIPPED, SHIPPED);
    expect([turn?.before.scenario, turn?.after]).toEqual(['COMPLAINT', plain?.before]);
  });
});

describe('other counts', () => {
  it('call a person one question later', async () => {
    const past = aPast();
    for (const text of ['раз', 'два', 'три', 'четыре']) await past.says(text, bonus);
    const four = under({ escalation: { requests: { count: 4 } } });
    const [, , third, fourth] = await differences(past, four);
    expect(third).toEqual({
      reason: 'repeated_requests → null',
      priority: 'high → low',
      escalated: 'true → false',
      then: 'resolved → awaits_client',
    });
    // By then the one side has an item that nobody has taken, beside which is answered what it is sure of.
    expect(fourth).toEqual({ reason: 'null → repeated_requests', priority: 'low → high' });
  });

  it('widen a window, and remember what had gone out of the narrower one', async () => {
    const past = aPast();
    for (const text of ['раз', 'два', 'три']) {
      await past.says(text, bonus);
      await past.passes(20 * MINUTE);
    }
    const hours = under({ escalation: { requests: { within_s: 7200 } } });
    expect((await differences(past, hours)).map(({ reason }) => reason)).toEqual([
      undefined,
      undefined,
      'null → repeated_requests',
    ]);
  });

  it('make a second request none after a while', async () => {
    const past = aPast();
    await past.says('Не открывается урок', tech);
    await past.passes(20 * MINUTE);
    await past.says('Опять не открывается', tech);
    const soon = under({ escalation: { repeat_within_s: 600 } });
    expect(await differences(past, soon)).toEqual([
      NOTHING,
      {
        reason: 'repeated_requests → null',
        priority: 'high → low',
        escalated: 'true → false',
        then: 'resolved → awaits_client',
      },
    ]);
  });
});

it('a repeated complaint, left to the operator, is as urgent as the policy says', async () => {
  const past = aPast();
  await past.says('Преподаватель нагрубил', { scenario: 'COMPLAINT' });
  await past.passes(MINUTE);
  await past.says('И снова нагрубил', { scenario: 'COMPLAINT' });
  const calm = under({ scenarios: { COMPLAINT: { priority_repeated: 'high' } } });
  expect(await differences(past, calm)).toEqual([NOTHING, { priority: 'critical → high' }]);
});

describe('a scenario that is switched off', () => {
  it('is passed on, and so is what comes while nobody has taken it', async () => {
    const past = aPast();
    await past.says('Не открывается урок', tech);
    await past.says('Где ссылка?', { ...link, band: 'doubt' });
    const off = under({ scenarios: { TECH_SUPPORT_BASIC: { enabled: false } } });
    expect(await differences(past, off)).toEqual([
      {
        reason: 'null → always_escalates',
        priority: 'low → high',
        escalated: 'false → true',
        template: 'TECH_SUPPORT_BASIC → UNKNOWN',
        // For when an operator hands it back before it is delivered.
        then: 'awaits_client → resolved',
      },
      { said: 'answered → left', template: 'LESSON_LINK → null', then: 'resolved → null' },
    ]);
  });
});

describe('what the words show is read again', () => {
  it('a client who asks for a human', async () => {
    const past = aPast();
    await past.says('Не открывается урок на планшете, позовите оператора', tech);
    const grave = under({ escalation: { asked_for_human: 'critical' } });
    expect(await differences(past, grave)).toEqual([{ priority: 'high → critical' }]);
  });

  it('a brief request for one, which says nothing else if the scenario has no answer of its own', async () => {
    const past = aPast();
    await past.says('Позовите оператора', { scenario: 'REFERRAL' });
    const passed = under({ scenarios: { REFERRAL: { hands_over: ['always'] } } });
    expect(await differences(past, passed)).toEqual([
      { scenario: 'REFERRAL → UNKNOWN', template: 'REFERRAL → ASKED_FOR_HUMAN' },
    ]);
    const [turn] = retell(await past.read(), passed, SHIPPED);
    expect([turn?.before.scenario, turn?.after.scenario]).toEqual(['UNKNOWN', 'REFERRAL']);
  });

  it('an objection to what the bot said', async () => {
    const past = aPast();
    await past.says('Отмените урок', { scenario: 'LESSON_CANCELLATION' });
    await past.says('Кнопки нет, отменить не получается', { scenario: 'LESSON_CANCELLATION' });
    const deaf = under({ scenarios: { LESSON_CANCELLATION: { hands_over: [] } } });
    const [, objection] = await differences(past, deaf);
    expect(objection).toMatchObject({
      reason: 'repeated_requests → null',
      template: 'LESSON_CANCELLATION_OBJECTION → LESSON_CANCELLATION',
    });
  });

  it('a picture without words, by what the bot asked for on either side', async () => {
    const past = aPast();
    await past.says('Не открывается урок', tech);
    await past.says('', { scenario: 'UNKNOWN', band: 'refuse' }, [aPhoto]);
    const blind = under({ scenarios: { TECH_SUPPORT_BASIC: { hands_over: [] } } });
    const [, picture] = await differences(past, blind);
    expect(picture).toMatchObject({
      scenario: 'TECH_SUPPORT_BASIC → UNKNOWN',
      band: 'answer → refuse',
      reason: 'media_received → unknown_scenario',
    });
  });
});

describe('while nobody has taken it', () => {
  it('what is left to the operator under one interval is acknowledged under a shorter one', async () => {
    const past = aPast();
    await past.says('Поменяйте день', { scenario: 'SCHEDULE_CHANGE' });
    await past.passes(2 * MINUTE);
    await past.says('ну что?', { scenario: 'UNKNOWN', band: 'refuse', confidence: 0 });
    const often = under({ escalation: { acknowledge_every_s: 60 } });
    expect(await differences(past, often)).toEqual([
      NOTHING,
      { said: 'left → acknowledged', template: 'null → ACKNOWLEDGEMENT', then: 'null → resolved' },
    ]);
  });

  it('an operator’s text settles it on both sides', async () => {
    const past = aPast();
    await past.says('Поменяйте день', { scenario: 'SCHEDULE_CHANGE' });
    await past.isTaken();
    await past.isAnswered();
    await past.isHandedBack();
    await past.says('Где ссылка?', link);
    const every = under({ scenarios: { LESSON_LINK: { hands_over: ['always'] } } });
    expect(await differences(past, every)).toEqual([
      NOTHING,
      { reason: 'null → always_escalates', escalated: 'false → true' },
    ]);
  });

  it('what a hand-back brought back was decided twice', async () => {
    const past = aPast();
    await past.says('Поменяйте день', { scenario: 'SCHEDULE_CHANGE' });
    await past.says('мур', { scenario: 'UNKNOWN', band: 'refuse', confidence: 0 });
    await past.isTaken();
    await past.isHandedBack();
    expect((await retold(past, SHIPPED)).map(({ before }) => before.said)).toEqual([
      'answered',
      'left',
      'answered',
    ]);
  });
});

describe('a policy that changes nothing of this', () => {
  it.each([
    ['the one in force', under({})],
    ['other reminders', under({ follow_ups: { reminders_s: [60] } })],
    ['another typing delay', under({ scenarios: { LESSON_LINK: { typing_s: [9, 9] } } })],
  ])('tells the same on both sides: %s', async (_, changed) => {
    const past = aPast();
    for (const text of ['раз', 'два', 'три']) await past.says(text, link);
    expect((await retold(past, changed)).filter(isChanged)).toEqual([]);
  });
});

describe('a past of which not all is there', () => {
  it('begins with the first turn whose messages are', async () => {
    const past = aPast();
    for (const text of ['раз', 'два', 'три']) await past.says(text, bonus);
    const all = await past.read();
    const some = { ...all, items: all.items.slice(0, -1) };
    const told = retell(some, SHIPPED, SHIPPED);
    expect(told.map(({ before }) => before.reason)).toEqual([null, 'repeated_requests']);
    expect(retell(all, SHIPPED, SHIPPED).slice(1)).toEqual(told);
  });

  it('of no turn is nothing to tell', async () => {
    const past = aPast();
    await past.whispers('раз');
    expect(await retold(past, SHIPPED)).toEqual([]);
  });

  it('names messages and says nothing of their words', async () => {
    const past = aPast();
    await past.says('CANARY', { ...link, reasons: ['CANARY'] });
    const told = await retold(past, SHIPPED);
    expect(told).toMatchObject([{ message_id: expect.stringMatching(/^msg_/), decided_at: NOW + 1 }]);
    expect(JSON.stringify(told)).not.toContain('CANARY');
  });

  it('may hold a turn that says nothing of how it was decided', async () => {
    const past = aPast();
    await past.whispers('раз');
    const { head } = await past.read();
    const message = aMessage();
    const turn = aTurn({ answers: [message.id], why: { ...aTurn().why, rules: [] } });
    const items = [
      { kind: 'message', message },
      { kind: 'text', text: turn },
    ] as const;
    expect(retell({ head, items, profile: {} }, SHIPPED, SHIPPED)).toHaveLength(1);
  });
});
