import fc from 'fast-check';
import { expect, it } from 'vitest';
import { csvHead, csvLine } from '../../shared/edge/csv.ts';

it.each([
  ['plain', 'plain'],
  ['two, parts', '"two, parts"'],
  ['he said "no"', '"he said ""no"""'],
  ['two\nlines', '"two\nlines"'],
  [' padded ', '" padded "'],
  ['=1+1', "'=1+1"],
  ['+79161234567', "'+79161234567"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['-1+1', "'-1+1"],
  ['-cmd|x', "'-cmd|x"],
  ['\t=1', "'\t=1"],
  ['\r=1', '"\'\r=1"'],
  ['"=1+1"', '"\'""=1+1"""'],
  ['«=1', "'«=1"],
  ['＝1', "'＝1"],
  ['-5', '-5'],
  ['-5.25', '-5.25'],
  ['5-5', '5-5'],
  ['a=b', 'a=b'],
  ['', ''],
  [-7, '-7'],
  [0.97, '0.97'],
  [null, ''],
  [false, 'false'],
])('spells %j as %s', (cell, spelt) => {
  expect(csvLine([cell])).toBe(`${spelt}\r\n`);
});

it('begins a file with the byte order mark that Excel asks for', () => {
  expect(csvHead(['a', 'b'])).toBe('\ufeffa,b\r\n');
});

it('is read by RFC 4180 as it was written, but for the apostrophe before what would be run', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1 }), (cells) => {
      const read = cellsIn(csvLine(cells));
      expect(read.map((cell, at) => (cell === `'${cells[at]}` ? cells[at] : cell))).toEqual(cells);
      for (const cell of read) expect(/^[=+@\t\r]/.test(cell)).toBe(false);
    }),
  );
});

/** A reader of one line by the grammar of RFC 4180. */
function cellsIn(line: string): string[] {
  const cells: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  for (let found = cell.exec(line); found; found = cell.exec(line)) {
    cells.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '');
    if (found[3] === '\r\n') return cells;
  }
  throw new Error('the line does not end');
}
