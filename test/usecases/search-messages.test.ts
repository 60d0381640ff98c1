import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messageId } from '../../shared/domain/ids.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import { hasWords, type SaidFilter, textOf, wordsOf } from '../../shared/domain/said.ts';
import type { Scenario } from '../../shared/domain/scenario.ts';
import type { SaidByDay } from '../../shared/ports.ts';
import { answerConversation } from '../../shared/usecases/answer-conversation.ts';
import { makeReport } from '../../shared/usecases/make-report.ts';
import { handBackConversation, takeConversation } from '../../shared/usecases/operate-conversation.ts';
import { type Hit, type SearchPage, searchMessages } from '../../shared/usecases/search-messages.ts';
import type { SaidPlace, Span } from '../../shared/usecases/walk-said.ts';
import { aMessage, CONVERSATION, DAY, HOUR, NOW, PARTNER } from '../builders.ts';
import { aDesk, type Desk, FixedClock } from './desk.ts';
import { spoken } from './spoken-desk.ts';

const portsOf = (desk: Desk) => ({
  said: desk.conversations,
  clock: desk.clock,
});
const ANY: SaidFilter = { words: [] };
const spanOf = ({ clock }: Desk): Span => ({ from: clock.business() - 30 * DAY, to: clock.business() });
const shown = ({ hits }: { hits: Hit[] }) => hits.map(({ said }) => textOf(said));

async function allPages(
  desk: Desk,
  filter: SaidFilter,
  limit: number,
): Promise<{ hits: Hit[]; pages: SearchPage[] }> {
  const pages: SearchPage[] = [];
  const span = spanOf(desk);
  for (let at: SaidPlace | undefined; ; ) {
    const page = await searchMessages(portsOf(desk), filter, span, { limit, at });
    pages.push(page);
    if (!page.next) return { hits: pages.flatMap(({ hits }) => hits), pages };
    at = page.next;
  }
}

describe('a search for messages', () => {
  it('finds what clients and the desk said by words, with how it was understood, newest first', async () => {
    const desk = aDesk({ pace: 'immediate' });
    await spoken(desk, { text: 'Ещё раз: СКРИНШОТ не грузится' });
    await spoken(desk, { text: 'Верните деньги', as: { scenario: 'COMPLAINT', confidence: 0.91 } });
    const { hits } = await searchMessages(portsOf(desk), { words: wordsOf('скриншот') }, spanOf(desk), {
      limit: 10,
    });
    expect(hits.map(({ said }) => said.kind)).toEqual(['text', 'message']);
    expect(hits.map(({ turn }) => turn?.classification.scenario)).toEqual([
      'TECH_SUPPORT_BASIC',
      'TECH_SUPPORT_BASIC',
    ]);
    expect(hits[0]).toMatchObject({ state: 'delivered', head: { partner: PARTNER } });
    expect(
      shown(await searchMessages(portsOf(desk), { words: wordsOf('еще') }, spanOf(desk), { limit: 1 })),
    ).toHaveLength(1);
  });

  it('finds captions and names of files', async () => {
    const desk = aDesk({ pace: 'immediate' });
    const id = await spoken(desk, { text: 'Вот', unanswered: true });
    const attachments = [{ type: 'photo' as const, caption: 'Справка врача', file_name: 'scan.png' }];
    const other = messageId(desk.clock.business(), CONVERSATION, new Uint8Array(10));
    await desk.conversations.putMessage(aMessage({ id: other, attachments, text: '' }));
    for (const q of ['справка', 'scan.png']) {
      const { hits } = await searchMessages(portsOf(desk), { words: wordsOf(q) }, spanOf(desk), { limit: 9 });
      expect(hits.map(({ said }) => said.kind === 'message' && said.message.id)).toEqual([other]);
    }
    expect(id).not.toBe(other);
  });

  it('keeps to the time asked for, and to the client of the partner', async () => {
    const desk = aDesk({ pace: 'immediate' });
    await spoken(desk, { text: 'один', client_id: 'anna', unanswered: true });
    desk.clock.advance(2 * DAY);
    const between = desk.clock.business();
    await spoken(desk, { text: 'два', client_id: 'anna', partner: 'other', unanswered: true });
    await spoken(desk, { text: 'три', client_id: 'boris', unanswered: true });
    const find = async (filter: Partial<SaidFilter>, span: Partial<Span> = {}) =>
      shown(
        await searchMessages(
          portsOf(desk),
          { ...ANY, ...filter },
          { ...spanOf(desk), ...span },
          { limit: 9 },
        ),
      );
    expect(await find({})).toEqual(['три', 'два', 'один']);
    expect(await find({}, { from: between })).toEqual(['три', 'два']);
    expect(await find({}, { to: between })).toEqual(['один']);
    expect(await find({ client: 'anna' })).toEqual(['два', 'один']);
    expect(await find({ partner: 'other' })).toEqual(['два']);
    expect(await find({ client: 'anna', partner: PARTNER })).toEqual(['один']);
  });

  it('tells nothing of a draft that was never decided for, and of a text taken back that it was', async () => {
    const desk = aDesk();
    await spoken(desk, { text: 'Не открывается', unanswered: true });
    const commitTurn = desk.conversations.commitTurn.bind(desk.conversations);
    desk.conversations.commitTurn = () => Promise.reject(new Error('crashed'));
    const signal = { conversation_id: CONVERSATION };
    desk.clock.advance(HOUR);
    await expect(answerConversation(desk.answer, signal)).rejects.toThrow('crashed');
    const texts = async () =>
      (await searchMessages(portsOf(desk), ANY, spanOf(desk), { limit: 9 })).hits.filter(
        ({ said }) => said.kind === 'text',
      );
    expect(await texts()).toEqual([]);
    desk.conversations.commitTurn = commitTurn;
    await answerConversation(desk.answer, signal);
    expect(await texts()).toMatchObject([{ state: 'waiting' }]);
    await takeConversation(desk.operate, signal.conversation_id, 'operator_001');
    expect(await texts()).toMatchObject([{ state: 'cancelled' }]);
  });

  it('goes through a day that is longer than one look at it', async () => {
    const desk = aDesk({ pace: 'immediate' });
    await spoken(desk, { text: 'первое', unanswered: true });
    const at = desk.clock.business();
    const more = Array.from({ length: 3 * LIMITS.saidAtOnce }, (_, n) =>
      aMessage({
        id: messageId(at + 1 + Math.floor(n / 3), CONVERSATION, new Uint8Array(10).fill(n)),
        text: `${n}`,
      }),
    );
    for (const message of more) await desk.conversations.putMessage(message);
    desk.clock.advance(HOUR);
    const ids = more.map(({ id }) => id).toSorted();
    const found = await allPages(desk, ANY, 7);
    const told = found.hits.map(({ said }) => (said.kind === 'message' ? said.message.id : ''));
    expect(told.slice(0, -1)).toEqual(ids.toReversed());
    expect(
      shown(await searchMessages(portsOf(desk), { words: ['первое'] }, spanOf(desk), { limit: 2 })),
    ).toEqual(['первое']);
  });

  it('tells page by page the same as at once, whatever is asked for', async () => {
    const scenarios: Scenario[] = ['COMPLAINT', 'GREETING', 'TECH_SUPPORT_BASIC'];
    const message = fc.record({
      client_id: fc.constantFrom('anna', 'boris', 'vera'),
      partner: fc.constantFrom(PARTNER, 'other'),
      text: fc.constantFrom('урок не идёт', 'где ссылка', 'УРОК: где?'),
      scenario: fc.constantFrom(...scenarios),
      confidence: fc.constantFrom(0.3, 0.9),
      unanswered: fc.boolean(),
      pause: fc.constantFrom(0, 0, HOUR, DAY),
    });
    const asked = fc.record(
      {
        q: fc.constantFrom('', 'урок', 'где', 'урок где', 'страницу'),
        client: fc.constantFrom('anna', 'boris'),
        partner: fc.constantFrom(PARTNER, 'other'),
        scenario: fc.constantFrom(...scenarios),
        min_confidence: fc.constantFrom(0, 0.5),
        max_confidence: fc.constantFrom(0.5, 1),
      },
      { requiredKeys: ['q'] },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(message, { maxLength: 12 }),
        asked,
        fc.integer({ min: 1, max: 4 }),
        async (said, { q, ...of }, limit) => {
          const desk = aDesk({ pace: 'immediate', rate: undefined });
          for (const { pause, scenario, confidence, unanswered, ...words } of said) {
            desk.clock.advance(pause);
            const as = { scenario, confidence, reasons: [String(Math.round(confidence * 10))] };
            const unique = { ...words, text: `${words.text} ${desk.clock.business()}` };
            await spoken(desk, { ...unique, as, ...(unanswered && { unanswered }) });
          }
          const filter = { ...of, words: wordsOf(q) };
          const { hits, pages } = await allPages(desk, filter, limit);
          for (const page of pages) expect(page.hits.length).toBeLessThanOrEqual(limit);
          const everything = (await allPages(desk, ANY, 1000)).hits;
          expect(hits.map(({ place }) => place)).toEqual(
            everything.filter((hit) => fits(hit, filter)).map(({ place }) => place),
          );
          const ids = everything.flatMap(({ said: one }) => (one.kind === 'message' ? [one.message.id] : []));
          expect(ids).toEqual(ids.toSorted().toReversed());
          expect(ids).toHaveLength(said.length);
        },
      ),
      { numRuns: 60 },
    );
  });
});

function fits({ said, head, turn }: Hit, filter: SaidFilter): boolean {
  const { scenario, confidence } = turn?.classification ?? {};
  const asks = [filter.scenario, filter.min_confidence, filter.max_confidence].some(
    (one) => one !== undefined,
  );
  return (
    hasWords(textOf(said), filter.words) &&
    (filter.client ?? head.client_id) === head.client_id &&
    (filter.partner ?? head.partner) === head.partner &&
    (filter.scenario ?? scenario) === scenario &&
    (!asks ||
      (confidence !== undefined &&
        confidence >= (filter.min_confidence ?? 0) &&
        confidence <= (filter.max_confidence ?? 1)))
  );
}

describe('what a page of a search reads', () => {
  /** A day has so many messages that no page could read them all, and none of them is what is looked for. */
  class EndlessDays implements SaidByDay {
    questions = 0;
    rows = 0;

    async onDay(day: string, { to }: { to: string }) {
      this.questions += 1;
      const from = Math.min(
        Date.parse(day) + DAY - 1,
        to.length > 20 ? timeIn(to) : Number.POSITIVE_INFINITY,
      );
      const ids = Array.from({ length: LIMITS.saidAtOnce }, (_, n) =>
        messageId(from - n, CONVERSATION, new Uint8Array(10)),
      );
      this.rows += ids.length;
      return { ids, more: true };
    }

    async stretch(_: string, from: string, to: string) {
      const ids = Array.from({ length: timeIn(to) - timeIn(from) + 1 }, (_unused, n) =>
        messageId(timeIn(from) + n, CONVERSATION, new Uint8Array(10)),
      );
      this.rows += ids.length;
      return {
        messages: ids.map((id) => aMessage({ id })),
        texts: [],
        forgotten: [],
        actions: [],
        rows: ids.length,
      };
    }

    async from() {
      return { messages: [], texts: [], forgotten: [], actions: [], rows: 0 };
    }

    async heads() {
      return [];
    }
  }

  const timeIn = (id: string) =>
    [...id.slice(4, 14)].reduce(
      (sum, digit) => sum * 32 + '0123456789ABCDEFGHJKMNPQRSTVWXYZ'.indexOf(digit),
      0,
    );
  const span = { from: NOW - 30 * DAY, to: NOW };
  const search = (said: SaidByDay, clock = new FixedClock()) =>
    searchMessages({ said, clock }, { words: ['нигде'] }, span, { limit: 50 });

  it('is at most so many rows of 30 days, whatever the table holds', async () => {
    const said = new EndlessDays();
    const { hits, next } = await search(said);
    expect(hits).toEqual([]);
    expect(next).toBeDefined();
    expect(said.rows).toBeLessThanOrEqual(LIMITS.searchRows + 2 * LIMITS.saidAtOnce);
  });

  it('takes no longer than a page may, by the wall', async () => {
    const clock = new FixedClock();
    const said = new EndlessDays();
    const slow = {
      ...bound(said),
      onDay: async (...of: Parameters<SaidByDay['onDay']>) => {
        clock.advanceWall(500);
        return said.onDay(...of);
      },
    };
    expect((await search(slow, clock)).next).toBeDefined();
    expect(said.questions).toBe(LIMITS.searchWall / 500);
  });

  it('is one question a day where nothing was said, and ends', async () => {
    const said = new EndlessDays();
    const empty = {
      ...bound(said),
      onDay: async () => {
        said.questions += 1;
        return { ids: [], more: false };
      },
    };
    expect(await search(empty)).toEqual({ hits: [], next: undefined });
    expect(said.questions).toBe(31);
  });

  function bound(said: SaidByDay): SaidByDay {
    return {
      onDay: said.onDay.bind(said),
      stretch: said.stretch.bind(said),
      from: said.from.bind(said),
      heads: said.heads.bind(said),
    };
  }
});

describe('a report', () => {
  it('counts decisions by day and scenario, each message once, and why people were called', async () => {
    const desk = aDesk({ pace: 'immediate' });
    await spoken(desk, { text: 'Не открывается урок', client_id: 'anna' });
    await spoken(desk, { text: 'Привет', client_id: 'boris', as: { scenario: 'GREETING' } });
    await spoken(desk, { text: 'Верните деньги', client_id: 'anna', as: { scenario: 'COMPLAINT' } });
    desk.clock.advance(DAY);
    await spoken(desk, { text: 'Ужас', client_id: 'vera', as: { scenario: 'COMPLAINT' } });
    await spoken(desk, { text: 'Никто не отвечает', client_id: 'vera', as: { scenario: 'COMPLAINT' } });
    const { lines, next } = await makeReport(portsOf(desk), spanOf(desk), undefined);
    expect(next).toBeUndefined();
    const told = { turns: 1, messages: 1, answered_alone: 0, left: 0, escalated: {} };
    const day = '2026-11-24';
    expect(lines).toEqual([
      expect.objectContaining({
        day: '2026-11-25',
        scenario: 'COMPLAINT',
        turns: 2,
        messages: 2,
        answered_alone: 0,
      }),
      { ...told, day, scenario: 'COMPLAINT', escalated: { complaint: 1 } },
      { ...told, day, scenario: 'GREETING', answered_alone: 1 },
      { ...told, day, scenario: 'TECH_SUPPORT_BASIC', answered_alone: 1 },
    ]);
  });

  it('counts what was left to an operator, and then brought back to the bot, as it was decided at last', async () => {
    const desk = aDesk({ pace: 'immediate' });
    await spoken(desk, { text: 'Верните деньги', as: { scenario: 'COMPLAINT' } });
    await spoken(desk, { text: 'ответьте же', as: { scenario: 'COMPLAINT' } });
    const lines = async () => (await makeReport(portsOf(desk), spanOf(desk), undefined)).lines;
    expect(await lines()).toMatchObject([{ turns: 2, messages: 2, left: 1, escalated: { complaint: 2 } }]);
    desk.classifier.answers.set('ответьте же', { scenario: 'GREETING' });
    await takeConversation(desk.operate, CONVERSATION, 'operator_001');
    await handBackConversation(desk.operate, CONVERSATION);
    desk.clock.advance(HOUR);
    await answerConversation(desk.answer, { conversation_id: CONVERSATION });
    expect(await lines()).toMatchObject([
      { scenario: 'COMPLAINT', turns: 1, messages: 1, left: 0, escalated: { complaint: 1 } },
      { scenario: 'GREETING', turns: 1, messages: 1, left: 0 },
    ]);
    const { hits } = await searchMessages(portsOf(desk), { words: ['ответьте'] }, spanOf(desk), { limit: 9 });
    expect(hits.map(({ turn }) => turn?.classification.scenario)).toEqual(['GREETING']);
  });
});
