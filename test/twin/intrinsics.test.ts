import { describe, expect, it } from 'vitest';
import { type Names, resolve } from '../../local/intrinsics.ts';
import { sub } from './assembly.ts';

const names: Names = {
  ref: (id) => `ref-${id}`,
  attribute: (id, attribute) => `${id}.${attribute}`,
  importValue: (name) => `imported-${name}`,
};

const understood: [what: string, value: unknown, resolved: unknown][] = [
  ['a plain string', 'x', 'x'],
  ['a number', 7, 7],
  ['nested fields', { a: [{ Ref: 'B' }] }, { a: ['ref-B'] }],
  ['Ref', { Ref: 'Table' }, 'ref-Table'],
  ['Fn::GetAtt as a list', { 'Fn::GetAtt': ['Queue', 'Arn'] }, 'Queue.Arn'],
  ['Fn::GetAtt as a string', { 'Fn::GetAtt': 'Queue.Nested.Arn' }, 'Queue.Nested.Arn'],
  ['Fn::ImportValue', { 'Fn::ImportValue': 'data:Table' }, 'imported-data:Table'],
  ['Fn::Join over intrinsics', { 'Fn::Join': ['/', ['a', { Ref: 'B' }, 'c']] }, 'a/ref-B/c'],
  ['Fn::Split', { 'Fn::Split': ['-', { Ref: 'B' }] }, ['ref', 'B']],
  ['Fn::Select of a split', { 'Fn::Select': [1, { 'Fn::Split': ['-', { Ref: 'B' }] }] }, 'B'],
  ['Fn::Sub', sub('x-$(AWS::Region)-$(Queue.Arn)'), 'x-ref-AWS::Region-Queue.Arn'],
  ['Fn::Sub with its own variables', sub('$(Own)/$(B)', { Own: { Ref: 'A' } }), 'ref-A/ref-B'],
  ['Fn::Sub with a literal', sub('$(!Kept)'), ['$', '{Kept}'].join('')],
];

describe('intrinsics', () => {
  it.each(understood)('resolve %s', (_what, value, resolved) => {
    expect(resolve(value, names, 'here')).toEqual(resolved);
  });

  it.each([
    ['an unknown function', { 'Fn::If': ['C', 1, 2] }, /here: Fn::If is not understood/],
    ['a function among other fields', { Ref: 'A', b: 1 }, /here: Ref is not understood/],
    ['a deep place', { a: [{ 'Fn::Base64': 'x' }] }, /here\.a\[0\]: Fn::Base64/],
    ['a join of objects', { 'Fn::Join': ['', [{ a: 1 }]] }, /here: .* not a string/],
    ['a join of nothing', { 'Fn::Join': 'x' }, /here: .* not a list/],
    ['a selection out of range', { 'Fn::Select': [3, ['a']] }, /no item 3/],
  ])('refuse %s', (_what, value, message) => {
    expect(() => resolve(value, names, 'here')).toThrow(message);
  });
});
