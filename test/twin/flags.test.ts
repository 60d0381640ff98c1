import { describe, expect, it } from 'vitest';
import { FlagError } from '../../bin/command-line.ts';
import { readFlags } from '../../local/flags.ts';

describe('the command line', () => {
  it('asks for nothing unusual when it is empty', () => {
    expect(readFlags([])).toEqual({
      port: 3000,
      speed: 1,
      pace: 'natural',
      limits: 'on',
      statusPage: 'off',
      open: false,
      verbose: false,
    });
  });

  it('says everything at once', () => {
    const args =
      '--port 0 --speed 2.5 --pace immediate --limits off --status-page on --data /tmp/x --open --verbose'.split(
        ' ',
      );

    expect(readFlags(args)).toEqual({
      port: 0,
      speed: 2.5,
      pace: 'immediate',
      limits: 'off',
      statusPage: 'on',
      dataDir: '/tmp/x',
      open: true,
      verbose: true,
    });
  });

  it.each<[args: string, sentence: RegExp]>([
    ['--port 65536', /--port must be a number from 0 to 65535, not "65536"/],
    ['--port x', /--port must be a number/],
    ['--port=', /--port must be a number/],
    ['--port 0x50', /--port must be a number/],
    ['--speed 0', /--speed must be a number from 0.001/],
    ['--speed=-1', /--speed must be a number/],
    ['--speed fast', /--speed must be a number/],
    ['--pace slow', /--pace must be natural or immediate, not "slow"/],
    ['--limits no', /--limits must be on or off/],
    ['--status-page yes', /--status-page must be on or off, not "yes"/],
    ['--data=', /--data needs a folder/],
    ['--port', /--port.*npm start --/],
    ['--colour red', /--colour.*npm start --/],
    ['stray', /stray.*npm start --/],
    ['--open=yes', /--open.*npm start --/],
  ])('is refused in one line: %s', (args, sentence) => {
    const read = () => readFlags(args.split(' '));

    expect(read).toThrow(FlagError);
    expect(read).toThrow(sentence);
    expect(read).not.toThrow(/\n/);
  });
});
