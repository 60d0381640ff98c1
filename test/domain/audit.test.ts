import { describe, expect, it } from 'vitest';
import { AUDITED, bounded, isAbout, monthsBack } from '../../shared/domain/audit.ts';

describe('what is told of a change', () => {
  it('is kept whole up to so many bytes, and is cut in sight beyond', () => {
    const fits = { name: 'я'.repeat(10) };
    const bytes = Buffer.byteLength(JSON.stringify(fits));
    expect(bounded(fits, bytes)).toBe(fits);
    expect(bounded(fits, bytes - 1)).toEqual({ cut: true, bytes });
    expect(bounded(undefined, 0)).toBeUndefined();
  });

  it.each([
    ['partner.added', 'partner', true],
    ['partner.added', 'partner.added', true],
    ['partner_key.added', 'partner', false],
    ['keywords.rolled_back', 'keyword', false],
  ] as const)('%s is about %s: %s', (what, asked, about) => {
    expect(isAbout({ what }, asked)).toBe(about);
  });

  it('has a name once', () => {
    expect(new Set(AUDITED).size).toBe(AUDITED.length);
  });
});

it.each([
  ['2026-03-31T23:59:59.999Z', '2026-01-01T00:00:00Z', ['2026-03', '2026-02', '2026-01']],
  ['2026-01-01T00:00:00Z', '2025-12-31T23:59:59.999Z', ['2026-01', '2025-12']],
  ['2026-01-15T00:00:00Z', '2026-01-15T00:00:00Z', ['2026-01']],
  ['2026-01-15T00:00:00Z', '2026-02-15T00:00:00Z', []],
])('the months from %s back to %s', (to, from, months) => {
  expect(monthsBack(Date.parse(from), Date.parse(to))).toEqual(months);
});
