import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { TextOutcome } from '../../shared/domain/delivery-record.ts';
import type { DeskText } from '../../shared/domain/desk-text.ts';
import { conversationId, messageId } from '../../shared/domain/ids.ts';
import type { EscalationReason, Scenario } from '../../shared/domain/scenario.ts';
import { type Figures, noFigures, sumOf } from '../../shared/domain/statistics.ts';
import type { Turn } from '../../shared/domain/turn.ts';
import type { Conversations, HourCounts, Outbox, SaidByDay } from '../../shared/ports.ts';
import { countHours, type StatisticsPorts } from '../../shared/usecases/count-hours.ts';
import {
  aClassification,
  aFollowUpText,
  aMessage,
  anAdmission,
  anAttempt,
  anEntry,
  anOperatorText,
  aTurn,
  DAY,
  HOUR,
  MINUTE,
} from '../builders.ts';
import { FixedClock } from '../usecases/desk.ts';
import { headOf } from './conversations.ts';

export interface HourCountsKit {
  stores: Conversations & Outbox;
  said: SaidByDay;
  hourCounts: HourCounts;
}

const HOURS = 3;
const CONVERSATIONS = 3;
const outcome = fc.constantFrom<TextOutcome>('delivered', 'stored', 'dead', 'unknown', 'cancelled');
/** Seconds that something takes, some of them over a hundred. */
const seconds = fc.constantFrom(0, 3, 59, 100, 194, 7777);

const answer = fc.record({
  decision: fc.constantFrom('answered', 'answered', 'waiting', 'left', 'draft', 'none'),
  scenario: fc.constantFrom<Scenario>('GREETING', 'COMPLAINT', 'UNKNOWN'),
  confidence: fc.constantFrom(0.3, 0.7501, 1),
  band: fc.constantFrom('answer', 'doubt', 'refuse'),
  model: fc.constantFrom('old', 'new'),
  reason: fc.option(fc.constantFrom<EscalationReason>('complaint', 'low_confidence'), { nil: undefined }),
  /** Something is open, though this hands nothing over. */
  open: fc.boolean(),
  /** It answers the message before, too. */
  also: fc.boolean(),
  outcome,
  took: seconds,
  left_late: seconds,
});
const fact = fc.record({
  conversation: fc.nat(CONVERSATIONS - 1),
  hour: fc.nat(HOURS - 1),
  /** In the last moments of the hour. */
  edge: fc.boolean(),
  late: fc.boolean(),
  what: fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('message' as const), answer }) },
    fc.record({
      kind: fc.constantFrom('operator', 'reminder', 'farewell'),
      by: fc.constantFrom('anna', 'boris'),
      waited: fc.option(seconds, { nil: undefined }),
      outcome,
      took: seconds,
      left_late: seconds,
    }),
    fc.record({
      kind: fc.constantFrom('take', 'assign'),
      by: fc.constantFrom('anna', 'boris'),
      waited: fc.option(seconds, { nil: undefined }),
    }),
  ),
});
type Planned = typeof fact extends fc.Arbitrary<infer One> ? One : never;
type Fact = Planned & { at: number; id: string; of: string; answers: string[] };

let runs = 0;

/** Whatever happened at the desk, what is told of it by hour is what a recount of it says. */
export function describeHourCounts(make: () => HourCountsKit, numRuns: number): void {
  it('keeps of each hour what was counted last, and tells a day of them', async () => {
    const { hourCounts } = make();
    const hour = Date.UTC(2034, 4, 5, 7);
    const first = { hour, begun_at: 1, behind: 'msg_1', figures: noFigures() };
    const other = { hour: hour + HOUR, begun_at: 2, figures: { ...noFigures(), messages: 3 } };
    for (const count of [other, first]) await hourCounts.put(count);
    expect(await hourCounts.ofDay('2034-05-05')).toEqual([first, other]);
    const second = { hour, begun_at: 3, figures: noFigures() };
    await hourCounts.put(second);
    expect(await hourCounts.ofDay('2034-05-05')).toEqual([second, other]);
    expect(await hourCounts.ofDay('2034-05-06')).toEqual([]);
  });

  it('statistics equal a recount, counted twice, at once, in pieces, and with rows that land late', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fact, { maxLength: 14 }), async (planned) => {
        const kit = make();
        const start = Date.UTC(2032, 0, 1, 22) + 40 * DAY * runs++;
        const facts = placed(planned, start);
        const clock = new FixedClock();
        clock.advanceBusiness(start + (HOURS + 1) * HOUR + MINUTE - clock.business());
        const span = { from: start, to: start + HOURS * HOUR - 1 };
        const ports: StatisticsPorts = {
          ...kit,
          conversations: kit.stores,
          clock,
          said: shortLooks(kit.said),
        };
        const count = async (rows?: number) => {
          for (let asked = 0; asked < 200; asked++) {
            const { hours, partial } = await countHours(ports, span, rows ? { rows, wall: 1000 } : undefined);
            if (!partial) return hours.map(({ figures }) => figures);
          }
          throw new Error('it never ends');
        };
        const early = facts.filter(({ late }) => !late);
        await admitAll(kit, facts);
        for (const one of early) await land(kit, one);
        const before = recount(early, start);
        for (const told of await Promise.all([count(1), count(), count(7)])) expect(told).toEqual(before);
        for (const one of facts) if (one.late) await land(kit, one);
        // A closed hour holds, until the next time that it is counted anew.
        expect(await count()).toEqual(before);
        clock.advanceBusiness(DAY);
        const after = recount(facts, start);
        for (const told of await Promise.all([count(), count(5), count(1)])) expect(told).toEqual(after);
        expect(sumOf(await count())).toEqual(total(after));
      }),
      { numRuns },
    );
  });
}

/** Of a day it tells three at a time, so that an hour takes many looks. */
function shortLooks(said: SaidByDay): SaidByDay {
  return {
    onDay: async (day, range) => {
      const { ids, more } = await said.onDay(day, range);
      return { ids: ids.slice(0, 3), more: more || ids.length > 3 };
    },
    stretch: said.stretch.bind(said),
    from: said.from.bind(said),
    heads: said.heads.bind(said),
  };
}

/** When and where each of them stands; no two at the same time. */
function placed(planned: readonly Planned[], start: number): Fact[] {
  const timed = planned.map((one, n) => {
    const within = one.edge ? HOUR - 1 - 10 * n : 10_000 * (n + 1);
    const at = start + one.hour * HOUR + within;
    const own = one.what.kind === 'take' || one.what.kind === 'assign' ? CONVERSATIONS : one.conversation;
    const of = conversationId('demo', `stats-${start}-${own}`);
    return { ...one, at, of, id: messageId(at, of, new Uint8Array(10).fill(n)) };
  });
  const messages = timed.filter(({ what }) => what.kind === 'message').toSorted((a, b) => a.at - b.at);
  return timed.map((one) => {
    const before = messages.filter(({ of, at }) => of === one.of && at < one.at).at(-1);
    const also = one.what.kind === 'message' && one.what.answer.also && before;
    return { ...one, answers: [...(also ? [also.id] : []), one.id] };
  });
}

async function admitAll({ stores }: HourCountsKit, facts: readonly Fact[]): Promise<void> {
  for (const conversation_id of new Set(facts.map(({ of }) => of)))
    await stores.admit(undefined, anAdmission({ conversation_id, client_id: conversation_id }));
}

async function land(kit: HourCountsKit, one: Fact): Promise<void> {
  const { stores } = kit;
  const { id, of: conversation_id, at, what } = one;
  if (what.kind === 'message') {
    await stores.putMessage(aMessage({ id, conversation_id, received_at: at }));
    return decide(kit, one, what.answer);
  }
  const waiting_since = what.waited !== undefined ? at - 1000 * what.waited : undefined;
  if (!('outcome' in what)) {
    const head = await headOf(stores, conversation_id);
    const action = { id, conversation_id, at, by: what.by, action: what.kind, waiting_since };
    const standing = {
      before: { status: 'open', handler: 'bot' },
      after: { status: 'open', handler: 'operator' },
    };
    const take = { operator: what.by, at, withdrawn: [], owed: [] };
    expect(await stores.take(head, { ...take, action: { ...action, ...standing } as never })).toBe('written');
    return;
  }
  const about = { id, conversation_id, decided_at: at };
  const { kind, by: operator } = what;
  const text =
    kind === 'operator'
      ? anOperatorText({ ...about, operator, waiting_since })
      : aFollowUpText({ ...about, source: kind as 'reminder' });
  await stores.draft(text);
  const ended = waiting_since ?? at;
  await end(kit, text, what, ended + 1000 * what.took);
}

async function decide(kit: HourCountsKit, one: Fact, said: AnswerOf): Promise<void> {
  const { decision, reason, scenario, confidence, band, model } = said;
  if (decision === 'none') return;
  const turn = aTurn({
    id: turnOf(one),
    conversation_id: one.of,
    answers: one.answers,
    decided_at: one.at + 1,
    left: decision === 'left',
    classification: aClassification({ scenario, confidence, band: band as 'answer', model }),
    hand_off: reason && { reason, priority: 'high' },
    escalation: said.open ? ({} as never) : undefined,
  } as Partial<Turn>);
  await kit.stores.draft(turn);
  if (decision === 'answered') await end(kit, turn, said, oldestOf(one) + 1000 * said.took);
  if (decision !== 'waiting') return;
  const head = await headOf(kit.stores, one.of);
  const taken = { ...turn, sequence: head.sequence + 1, hand_off: undefined, escalation: undefined };
  const entry = anEntry({ sequence: taken.sequence });
  expect(await kit.stores.commitTurn(head, taken, { entry, decided: ['none'] })).toBe('written');
}

type AnswerOf = typeof answer extends fc.Arbitrary<infer One> ? One : never;

function turnOf({ at, of }: Fact): string {
  return messageId(at + 1, of, new Uint8Array(10).fill(9));
}

function oldestOf({ answers, at, id }: Fact): number {
  const [oldest = id] = answers;
  return oldest === id ? at : timeIn(oldest);
}

function timeIn(id: string): number {
  const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  return [...id.slice(4, 14)].reduce((sum, digit) => sum * 32 + digits.indexOf(digit), 0);
}

interface Ended {
  outcome: TextOutcome;
  left_late: number;
}

async function end({ stores }: HourCountsKit, text: DeskText, how: Ended, finished_at: number) {
  const { outcome, left_late } = how;
  const started_at = finished_at - 1;
  const about = { conversation_id: text.conversation_id, text_id: text.id, started_at };
  const due_at = started_at - 1000 * left_late;
  const first = { number: 1, outcome: 'retry', rule: 'http.5xx', result: anAnswer(500) } as const;
  await stores.putAttempt(anAttempt({ ...about, ...first, due_at, finished_at: started_at }));
  const rule = RULES[outcome];
  const result = wasTried(outcome) ? anAnswer(200) : undefined;
  await stores.putAttempt(anAttempt({ ...about, number: 2, outcome, rule, result, due_at: 0, finished_at }));
}

const RULES: Record<TextOutcome, string> = {
  delivered: 'http.2xx',
  dead: 'http.410',
  unknown: 'chat.unknown',
  stored: 'no_webhook',
  cancelled: 'cancelled.tenure',
};

/** What only tells how a text ended was no try. */
const wasTried = (outcome: TextOutcome) => outcome !== 'stored' && outcome !== 'cancelled';

const anAnswer = (status: number) =>
  ({ kind: 'response', status, body: '', timing: { total_ms: 1 } }) as const;

/** The numbers that its attempts raise. */
function triesOf(source: string, { outcome, left_late }: Ended): [path: string[], by: number][] {
  return [
    [['tries', 'http.5xx'], 1],
    ...(wasTried(outcome) ? [[['tries', RULES[outcome]], 1] as [string[], number]] : []),
    [['late', source, rounded(left_late)], 1],
  ];
}

/** Counted once more, from what was made to happen, without a look at any store. */
function recount(facts: readonly Fact[], start: number): Figures[] {
  return Array.from({ length: HOURS }, (_, hour) => {
    const within = facts.filter(({ at }) => at >= start + hour * HOUR && at < start + (hour + 1) * HOUR);
    const lines = within.flatMap((one) => linesOf(one, facts));
    return lines.reduce<Figures>((figures, path) => raised(figures, path), noFigures());
  });
}

/** Which numbers a fact raises, and by how much. */
function linesOf(one: Fact, facts: readonly Fact[]): [path: string[], by: number][] {
  const { what } = one;
  if (what.kind === 'message') return [[['messages'], 1], ...turnLines(one, what.answer, facts)];
  const took = (spread: string[], value: number): [string[], number][] => [[[...spread, rounded(value)], 1]];
  if (!('outcome' in what)) {
    const waited = what.waited !== undefined ? took(['taken_in'], what.waited) : [];
    return [[['operators', what.by, what.kind], 1], ...waited];
  }
  const lines: [string[], number][] = [[['texts', what.kind, what.outcome], 1], ...triesOf(what.kind, what)];
  if (what.kind !== 'operator') return lines;
  lines.push([['operators', what.by, 'reply'], 1]);
  if (arrived(what.outcome) && what.waited !== undefined)
    lines.push(...took(['answered_in', 'operator'], what.took));
  return lines;
}

function turnLines(one: Fact, said: AnswerOf, facts: readonly Fact[]): [string[], number][] {
  const { decision, scenario, confidence, band, model, reason, open } = said;
  if (decision === 'none' || decision === 'draft') return [];
  const replaced = facts.some(
    ({ id, answers, what }) =>
      id !== one.id &&
      answers.includes(one.id) &&
      what.kind === 'message' &&
      what.answer.decision !== 'none' &&
      what.answer.decision !== 'draft',
  );
  if (decision === 'left' && replaced) return [];
  const state = decision === 'waiting' ? 'waiting' : said.outcome;
  const of = ['scenarios', scenario];
  const alone = decision !== 'left' && !reason && !open && state !== 'cancelled';
  return [
    [[...of, 'turns'], 1],
    [[...of, 'messages'], one.answers.length],
    [[...of, 'answered_alone'], alone ? 1 : 0],
    [[...of, 'left'], decision === 'left' ? 1 : 0],
    [[...of, 'confidence'], confidence * 10_000],
    [[...of, 'bands', band], 1],
    [['models', model, band], 1],
    ...(reason ? [[[...of, 'escalated', reason], 1] as [string[], number]] : []),
    ...(decision === 'left' ? [] : [[['texts', 'ai_bot', state], 1] as [string[], number]]),
    ...(decision === 'answered' ? triesOf('ai_bot', said) : []),
    ...(decision === 'answered' && arrived(state)
      ? [[['answered_in', 'bot', rounded(said.took)], 1] as [string[], number]]
      : []),
  ];
}

function arrived(state: string): boolean {
  return state === 'delivered' || state === 'stored';
}

function rounded(value: number): string {
  return String(Number(value.toPrecision(2)));
}

function raised(figures: Figures, [path, by]: [string[], number]): Figures {
  const scenario = path[0] === 'scenarios';
  let place = figures as unknown as Record<string, unknown>;
  for (const [n, name] of path.slice(0, -1).entries()) {
    place[name] ??= scenario && n === 1 ? { bands: {}, escalated: {} } : {};
    place = place[name] as Record<string, unknown>;
  }
  const last = path.at(-1) ?? '';
  place[last] = ((place[last] as number | undefined) ?? 0) + by;
  return figures;
}

/** All hours together, added up number by number. */
function total(hours: readonly Figures[]): Figures {
  const paths = (at: unknown, path: string[] = []): [string[], number][] =>
    typeof at === 'number'
      ? [[path, at]]
      : Object.entries(at as object).flatMap(([name, value]) => paths(value, [...path, name]));
  return hours.flatMap((hour) => paths(hour)).reduce<Figures>((sum, line) => raised(sum, line), noFigures());
}
