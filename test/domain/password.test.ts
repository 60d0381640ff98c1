import { describe, expect, it } from 'vitest';
import { isOperatorId, mayDo, operatorIdTyped, otherAdmin } from '../../shared/domain/operator.ts';
import { judgePassword, passwordFrom, passwordText } from '../../shared/domain/password.ts';
import { NOW } from '../builders.ts';
import { anOperator } from '../staff.ts';

const whose = { id: 'operator_001' };

describe('a new password', () => {
  it.each(['correct horse battery', 'двенадцать букв', 'aB3$aB3$aB3$', '🐎🔋📎✅ horse 1234'])(
    'may be %j',
    (text) => {
      expect(judgePassword(text, whose)).toBeUndefined();
    },
  );

  it.each<[string, string]>([
    ['eleven char', 'must have 12 to 128 characters'],
    ['🐎🔋📎✅'.repeat(2), 'must have 12 to 128 characters'],
    [`abcd${'x'.repeat(125)}`, 'must have 12 to 128 characters'],
    ['abababababab', 'must have more different characters'],
    ['my Operator_001!', 'must not contain your own id'],
  ])('may not be %j', (text, why) => {
    expect(judgePassword(text, whose)).toBe(why);
  });

  it('is the same however its letters are composed', () => {
    expect(passwordText('й'.normalize('NFD'))).toBe('й'.normalize('NFC'));
  });

  it('that is made up can be read aloud, and passes', () => {
    const made = passwordFrom(Uint8Array.from({ length: 20 }, (_, at) => at * 13));
    expect(made).toMatch(/^[2-9a-km-np-z]{5}(-[2-9a-km-np-z]{5}){3}$/);
    expect(judgePassword(made, whose)).toBeUndefined();
  });
});

describe('people of the desk', () => {
  it.each([
    ['a', true],
    ['operator_001', true],
    ['a'.repeat(65), false],
    ['', false],
    ['_a', false],
    ['Anna', false],
    ['a.b', false],
    ['анна', false],
  ])('%j names one: %s', (text, named) => {
    expect(isOperatorId(text)).toBe(named);
  });

  it('are known however their name was typed', () => {
    expect(operatorIdTyped(' Operator_001\n')).toBe('operator_001');
  });

  it('may do what their role may', () => {
    expect([mayDo('admin', 'admin'), mayDo('admin', 'operator')]).toEqual([true, true]);
    expect([mayDo('operator', 'operator'), mayDo('operator', 'admin')]).toEqual([true, false]);
  });

  it('have another admin, or a last one, of those who have access', () => {
    const [anna, boris] = ['anna', 'boris'].map((id) => anOperator({ id, role: 'admin' }));
    expect(otherAdmin([anna!, boris!], 'anna')).toBe(boris);
    expect(otherAdmin([anna!, { ...boris!, disabled_at: NOW }], 'anna')).toBeUndefined();
    expect(otherAdmin([anna!, { ...boris!, role: 'operator' }], 'anna')).toBeUndefined();
    expect(otherAdmin([anna!, { ...boris!, role: 'operator' }], 'boris')).toBe(anna);
  });
});
