import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { LIMITS } from '../../shared/domain/limits.ts';
import { DAY } from '../builders.ts';

const read = (name: string) => readFileSync(join(import.meta.dirname, '../../docs', name), 'utf8');

/** The cells of the first table below a heading, without its head. */
function tableIn(text: string, heading: string): string[][] {
  const [, below = ''] = text.split(`\n## ${heading}\n`);
  const lines = below.split('\n## ')[0]?.split('\n') ?? [];
  const first = lines.findIndex((line) => line.startsWith('|'));
  const rest = lines.slice(first + 2);
  const table = rest.slice(
    0,
    rest.findIndex((line) => !line.startsWith('|')),
  );
  return table.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const kept = tableIn(read('privacy.md'), 'What is kept, and for how long');

it('docs/privacy.md says of every kind of row how long it is kept', () => {
  const rows = tableIn(read('data-model.md'), 'Rows').map(([name]) => name ?? '');
  const said = kept.flatMap(([names = '']) =>
    rows.includes(names) ? [names] : names.split(/; |, (?!latest|version|listed)/),
  );
  expect(said.toSorted()).toEqual(rows.toSorted());
});

it.each([
  ['message', LIMITS.messagesKept],
  ['text', LIMITS.messagesKept],
  ['note', LIMITS.messagesKept],
  ['feedback', LIMITS.messagesKept],
  ['attempt', LIMITS.attemptsKept],
  ['dead delivery', LIMITS.deathsKept],
  ['stuck signal', LIMITS.deathsKept],
  ['forgotten', LIMITS.idempotencyKept],
  ['request', LIMITS.idempotencyKept],
  ['held text', LIMITS.heldMost],
  ['parked update', LIMITS.parkedKept],
  ['endpoint', LIMITS.endpointsKept],
  ['job', LIMITS.jobsKept],
  ['opinion', LIMITS.opinionsKept],
  ['spending', LIMITS.spendingKept],
  ['report of trouble', LIMITS.troubleKept],
])('docs/privacy.md says of %s what the limits say', (row, limit) => {
  expect(kept.find(([name]) => name === row)?.[2]).toMatch(new RegExp(`^${limit / DAY} days`));
});
