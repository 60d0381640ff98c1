import { describe, expect, it } from 'vitest';
import { PARTS, readFlags } from '../../bench/flags.ts';
import { FlagError } from '../../bin/command-line.ts';

describe('the command line of the bench', () => {
  it('measures everything unless told otherwise', () => {
    expect(readFlags([])).toEqual({ parts: PARTS, rate: 20, seconds: 20, json: false });
  });

  it('keeps the order of the parts, whatever order they were asked for in', () => {
    const flags = readFlags(['--only', 'load,bundles', '--rate', '7.5', '--seconds', '3', '--json']);

    expect(flags).toEqual({ parts: ['bundles', 'load'], rate: 7.5, seconds: 3, json: true });
  });

  it.each([
    [
      ['--only', 'bundle'],
      '--only takes bundles, load, handlers, inbox, throughput, screens, telegram, bodies, console, console-scroll',
    ],
    [['--only', ''], '--only takes'],
    [['--rate', '0'], '--rate must be a number from 1 to 1000, not "0".'],
    [['--rate', '1e2'], '--rate must be'],
    [['--seconds', 'long'], '--seconds must be'],
    [['--fast'], "Unknown option '--fast'"],
    [['bundles'], 'Unexpected argument'],
  ])('refuses %j in one sentence', (args, sentence) => {
    expect(() => readFlags(args)).toThrow(FlagError);
    expect(() => readFlags(args)).toThrow(sentence);
  });
});
