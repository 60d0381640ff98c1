import { describe, expect, it } from 'vitest';
import { FlagError } from '../../bin/command-line.ts';
import { readFlags } from '../../sim/flags.ts';

describe('the command line of the simulation', () => {
  it('makes a thousand runs from seed 1 unless told otherwise', () => {
    expect(readFlags([])).toEqual({
      runs: 1000,
      seed: 1,
      crashPoints: false,
      crashPairs: 0,
      isolation: false,
      month: undefined,
      telegram: undefined,
      mutant: undefined,
      json: false,
    });
  });

  it('makes no random runs beside crash points unless they are asked for', () => {
    expect(readFlags(['--crash-points'])).toMatchObject({ crashPoints: true, runs: 0 });
    expect(readFlags(['--crash-points', '--runs', '7'])).toMatchObject({ crashPoints: true, runs: 7 });
    expect(readFlags(['--crash-pairs', '50'])).toMatchObject({ crashPairs: 50, runs: 0 });
  });

  it('knows the mutants', () => {
    const flags = readFlags(['--mutant', 'no-fence', '--seed', '9', '--json']);
    expect(flags).toMatchObject({ mutant: 'no-fence', runs: 1000, seed: 9, json: true });
  });

  it('plays a month of two thousand clients unless told otherwise', () => {
    expect(readFlags(['--month']).month).toEqual({ clients: 2000, days: 30, seed: 1 });
    const small = ['--month', '--clients', '60', '--days', '5', '--seed', '7'];
    expect(readFlags(small).month).toEqual({ clients: 60, days: 5, seed: 7 });
  });

  it('plays a hundred thousand updates of bots unless told otherwise', () => {
    expect(readFlags(['--telegram']).telegram).toEqual({ updates: 100_000, seed: 1 });
    expect(readFlags(['--telegram', '--updates', '50', '--seed', '7']).telegram).toEqual({
      updates: 50,
      seed: 7,
    });
  });

  it.each([
    [['--telegram', '--updates', 'all'], '--updates must be a whole number'],
    [['--month', '--clients', 'many'], '--clients must be a whole number'],
    [['--month', '--days', '400'], '--days must be a whole number up to 366, not "400".'],
    [['--runs', '-1'], '--runs'],
    [['--runs', '1e3'], '--runs must be a whole number up to 10000000, not "1e3".'],
    [['--seed', 'x'], '--seed must be a whole number'],
    [
      ['--mutant', 'no-lock'],
      '--mutant takes one of no-claim, no-fence, signal-first, ack-early, no-epoch, forget-owed, early-reminder, late-reminder, night-reminder, no-farewell, blind-repeat, no-update-key, not "no-lock".',
    ],
    [['--mutant', 'toString'], '--mutant takes one of'],
    [['--fast'], "Unknown option '--fast'"],
    [['runs'], 'Unexpected argument'],
  ])('refuses %j in one sentence', (args, sentence) => {
    expect(() => readFlags(args)).toThrow(FlagError);
    expect(() => readFlags(args)).toThrow(sentence);
  });
});
