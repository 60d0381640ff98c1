import { describe, expect, it } from 'vitest';
import { type Look, workBetween } from '../../bench/machine-look.ts';

const BEFORE: Look = { parts: { twin: 100, deliver: 50 }, own: 10, machine: 1_000, at: 0 };

describe('work between two looks at the machine', () => {
  it('is what the parts took, and of the cores what nobody of ours took', () => {
    const after: Look = { parts: { twin: 300, deliver: 150 }, own: 60, machine: 1_550, at: 500 };

    expect(workBetween(BEFORE, after, 2)).toEqual({ used: { twin: 200, deliver: 100 }, othersShare: 0.2 });
  });

  it('is nobody’s where parts cannot be told apart', () => {
    expect(workBetween({ ...BEFORE, parts: {} }, { ...BEFORE, parts: {}, at: 500 }, 2)).toEqual({ used: {} });
  });
});
