import { describe, expect, it } from 'vitest';
import { figure, renderSection, type Section, sectionsAsJson } from '../../bench/figures.ts';

const SECTION: Section = {
  name: 'bundles',
  title: 'Bundles',
  rows: {
    ingest: { code: figure(200.04, 'KB', 400), gzipped: figure(9.876, 'KB') },
    deliver: { code: figure(1_234.5, 'KB') },
  },
  notes: ['A note.'],
};

describe('a section of the report', () => {
  it('shows each figure, its target and the share of it that was taken, under common headings', () => {
    expect(renderSection(SECTION).split('\n')).toEqual([
      'Bundles',
      '            code                    gzipped',
      '  ingest    200 KB (≤ 400: ×0.50)   9.88 KB',
      '  deliver   1,235 KB',
      '  A note.',
      '',
    ]);
  });

  it('is the same for a program', () => {
    expect(sectionsAsJson([SECTION])).toEqual({
      bundles: {
        ingest: {
          code: { value: 200.04, unit: 'KB', target: 400, ratio: 0.5 },
          gzipped: { value: 9.876, unit: 'KB' },
        },
        deliver: { code: { value: 1_234.5, unit: 'KB' } },
      },
    });
  });

  it('tells no share of what must not be there at all', () => {
    const none: Section = { ...SECTION, rows: { all: { lost: figure(2, '', 0) } }, notes: [] };

    expect(renderSection(none)).toContain('2 (≤ 0)\n');
    expect(sectionsAsJson([none])).toEqual({ bundles: { all: { lost: { value: 2, unit: '', target: 0 } } } });
  });
});
