import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { DeskText } from '../../shared/domain/desk-text.ts';
import type { Handbook } from '../../shared/domain/handbook.ts';
import { isChanged, retell, toldOf } from '../../shared/domain/retell.ts';
import { turnIn } from '../../shared/usecases/find-turn.ts';
import { aPhoto, HOUR, MINUTE, SECOND } from '../builders.ts';
import { aPast, type PlayedPast, under } from '../usecases/past.ts';

const doubtful = { band: 'doubt', confidence: 0.6 } as const;

/** What a client may say, and what the model makes of it. */
const WORDS = [
  ['Не открывается урок', { scenario: 'TECH_SUPPORT_BASIC' }],
  ['Как перейти на другой день', { scenario: 'SCHEDULE_CHANGE' }],
  ['Заболели, не придём', { scenario: 'ABSENCE_REQUEST' }],
  ['Отмените урок', { scenario: 'LESSON_CANCELLATION' }],
  ['Кнопки нет, отменить не получается', { scenario: 'LESSON_CANCELLATION' }],
  ['Где ссылка?', { scenario: 'LESSON_LINK', confidence: 0.7 }],
  ['Когда мне ответят?', { scenario: 'REMINDER' }],
  ['Преподаватель нагрубил', { scenario: 'COMPLAINT' }],
  ['Спасибо', { scenario: 'FAREWELL' }],
  ['Здравствуйте', { scenario: 'GREETING' }],
  ['Вот телефон друга 8 916 123-45-67', { scenario: 'REFERRAL' }],
  ['позовите оператора', { scenario: 'COMPLAINT' }],
  ['Не открывается урок, позовите оператора', { scenario: 'TECH_SUPPORT_BASIC', ...doubtful }],
  ['что-то про урок', { scenario: 'ABSENCE_REQUEST', ...doubtful }],
  ['мур мур', { scenario: 'UNKNOWN', band: 'refuse', confidence: 0.3, guess: 'REFERRAL' }],
  ['ъъъ', { scenario: 'UNKNOWN', band: 'refuse', confidence: 0 }],
  ['', { scenario: 'UNKNOWN', band: 'refuse', confidence: 1, guess: 'UNKNOWN' }],
] as const;

const HANDBOOKS = [
  under({}),
  under({ doubt: 'ask' }),
  under({ thresholds: { answer: 0.65 } }),
  under({ thresholds: { answer: 0.98, refuse: 0.2 } }),
  {
    ...under({ thresholds: { answer: 0.98 } }),
    keywords: [
      { id: 'kwd_1', scenario: 'COMPLAINT', phrase: 'урок*', priority: 9 },
      { id: 'kwd_2', scenario: 'LESSON_LINK', phrase: 'мур мур', priority: 1 },
      { id: 'kwd_3', scenario: 'FAREWELL', phrase: 'позовите', priority: 6 },
    ],
  } satisfies Handbook,
];

const step = fc.oneof(
  { weight: 6, arbitrary: fc.nat(WORDS.length - 1).map((at) => ({ does: 'says', at }) as const) },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom(0, SECOND, MINUTE, 5 * MINUTE, 20 * MINUTE, 40 * MINUTE, 3 * HOUR)
      .map((by) => ({ does: 'passes', by }) as const),
  },
  {
    weight: 5,
    arbitrary: fc
      .constantFrom('shows', 'whispers', 'delivers', 'isTaken', 'isAnswered', 'isHandedBack')
      .map((does) => ({ does }) as const),
  },
);
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;

function happen(past: PlayedPast, one: Step): Promise<void> {
  switch (one.does) {
    case 'says': {
      const [text, verdict] = WORDS[one.at] ?? WORDS[0];
      return past.says(text, verdict);
    }
    case 'shows':
      return past.says('', WORDS.at(-1)?.[1], [aPhoto]);
    case 'whispers':
      return past.whispers('Спасибо');
    case 'passes':
      return past.passes(one.by);
    default:
      return past[one.does]();
  }
}

/** In the order of decision. */
function inOrder(a: DeskText, b: DeskText): number {
  return a.decided_at - b.decided_at || a.tenure - b.tenure;
}

async function played(steps: readonly Step[], handbook: Handbook): Promise<PlayedPast> {
  const past = aPast(handbook);
  await past.says('Здравствуйте', { scenario: 'GREETING' });
  for (const one of steps) await happen(past, one);
  await past.passes(0);
  return past;
}

it('retold under the policy that was in force, every turn is as it was decided, and nothing changes', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 25 }),
      fc.constantFrom(...HANDBOOKS),
      async (steps, handbook) => {
        const past = await (await played(steps, handbook)).read();
        const decided = past.items.flatMap(turnIn).sort(inOrder);
        const retold = retell(past, handbook, handbook);
        expect(retold.map(({ message_id }) => message_id)).toEqual(
          decided.map(({ in_reply_to }) => in_reply_to),
        );
        expect(retold.map(({ before }) => before)).toEqual(decided.map(toldOf));
        expect(retold.filter(isChanged)).toEqual([]);
      },
    ),
    { numRuns: 300 },
  );
});
