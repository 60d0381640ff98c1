import { expect, it } from 'vitest';
import { pageAt, quotedIn } from './pages.ts';

const rows = pageAt('docs/security.md')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| threat '))
  .map((line) => line.split(' | '));

it('docs/security.md has an answer to every threat, and tests that prove it', () => {
  expect(rows.length).toBeGreaterThan(40);
  const unproved = rows.filter(([, answer, proof]) => {
    const tests = quotedIn(proof ?? '');
    return !answer || tests.length === 0 || !tests.every((path) => /^test\/.+\.test\.ts$/.test(path));
  });
  expect(unproved).toEqual([]);
});
