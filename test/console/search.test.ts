import { describe, expect, it } from 'vitest';
import { criteriaIn, isAsked, NOTHING, queryOf, searchOf } from '../../console/src/scenes/search/criteria.ts';
import { marked } from '../../console/src/scenes/search/marked.ts';
import { enough } from '../../console/src/scenes/search/queries.ts';

describe('what is looked for', () => {
  it('is the same after it was an address', () => {
    const criteria = { ...NOTHING, kind: 'clients' as const, q: 'a&b', partner: 'demo' };
    expect(criteriaIn(new URLSearchParams(searchOf(criteria)))).toEqual(criteria);
    expect(searchOf(NOTHING)).toBe('');
  });

  it.each([
    [NOTHING, false],
    [{ ...NOTHING, scenario: 'GREETING' }, true],
    [{ ...NOTHING, kind: 'clients' as const, partner: 'demo' }, false],
    [{ ...NOTHING, kind: 'clients' as const, q: 'a' }, true],
  ])('is something to look for: %#', (criteria, asked) => expect(isAsked(criteria)).toBe(asked));

  it.each([
    ['', ''],
    ['85', '0.85'],
    ['130', '1'],
    ['-5', '0'],
    ['x', ''],
  ])('with a confidence of %j per cent is asked for as %j', (least, share) =>
    expect(queryOf({ ...NOTHING, least })['min_confidence']).toBe(share),
  );

  it('is looked for until the last day ends', () => {
    const { from, to } = queryOf({ ...NOTHING, from: '2026-11-26', to: '2026-11-26' });
    expect(Date.parse(String(to)) - Date.parse(String(from))).toBe(24 * 3_600_000 - 1);
  });
});

describe('words that were found', () => {
  it.each([
    ['Не открывается Урок', 'урок откр', 'Не [откр]ывается [Урок]'],
    ['Ещё нет', 'еще', '[Ещё] нет'],
    ['1+1 (да)', '+1 (', '1[+1] [(]да)'],
    ['ничего', '', 'ничего'],
  ])('of %j for %j are %j', (text, words, shown) =>
    expect(
      marked(text, words)
        .map((piece) => (piece.found ? `[${piece.text}]` : piece.text))
        .join(''),
    ).toBe(shown),
  );
});

describe('a search', () => {
  const pages = (...counts: number[]) => {
    const asked: (string | undefined)[] = [];
    const page = async (cursor: string | undefined) => {
      asked.push(cursor);
      const at = Number(cursor ?? 0);
      const next = at + 1 < counts.length ? String(at + 1) : null;
      return { items: Array.from({ length: counts[at] ?? 0 }, () => at), next };
    };
    return { asked, page };
  };

  it('asks on over empty pages until there is enough', async () => {
    const { asked, page } = pages(0, 0, 30, 30);
    const { items, next } = await enough(page, undefined);
    expect([items.length, next, asked]).toEqual([30, '3', [undefined, '1', '2']]);
  });

  it('ends where there is no more', async () =>
    expect(await enough(pages(1, 0).page, undefined)).toEqual({ items: [0], next: null }));

  it('comes back after some pages, so that whoever waits can say whether to go on', async () => {
    const { asked, page } = pages(...Array.from({ length: 20 }, () => 0));
    expect(await enough(page, undefined)).toEqual({ items: [], next: '6' });
    expect(asked).toHaveLength(6);
  });
});
