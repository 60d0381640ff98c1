import { describe, expect, it } from 'vitest';
import { readFlags as readCost } from '../../bench/cost/flags.ts';
import { readFlags as readBench } from '../../bench/flags.ts';
import { readCommand } from '../../bin/admin/run.ts';
import { readFlags as readBill } from '../../bin/sbom/flags.ts';
import { readFlags as readStage } from '../../bin/stage/flags.ts';
import { readFlags as readStart } from '../../local/flags.ts';
import { readFlags as readSim } from '../../sim/flags.ts';
import { SCREENS } from '../browser/screens.ts';
import { PAGES, pageAt, typedIn } from './pages.ts';

const stage = (verb: string) => (args: string[]) => readStage([verb, ...args]);
/** Of a command that does its work when it is imported: has it options of these names? */
const trainer = (file: string) => (args: string[]) => {
  const source = pageAt(`shared/classification/train/${file}`);
  for (const [, name = ''] of args.join(' ').matchAll(/--(\S+)/g))
    if (!source.includes(` ${name}: { type: `)) throw new Error(`--${name} is no option`);
};
const nothing = (args: string[]) => expect(args).toEqual([]);

/** What reads the words behind each script, and throws if it cannot follow them. */
const READERS: Record<string, (args: string[]) => unknown> = {
  start: readStart,
  sim: readSim,
  bench: readBench,
  cost: readCost,
  // Named alone, it is named and not typed.
  admin: (args) => args.length > 0 && readCommand(args, { FIRSTLINE_ADMIN_TOKEN: 'key' }),
  synth: stage('synth'),
  deploy: stage('deploy'),
  diff: stage('diff'),
  destroy: stage('destroy'),
  sbom: readBill,
  train: trainer('main.ts'),
  eval: trainer('evaluate-main.ts'),
  screenshots: (args) => expect(SCREENS.map(({ name }) => name)).toEqual(expect.arrayContaining(args)),
  check: nothing,
  docs: nothing,
  openapi: nothing,
  format: nothing,
};

const typed = PAGES.flatMap((page) => typedIn(pageAt(page)).map(({ name, args }) => ({ page, name, args })));

/** The table of commands in README gives each one's words without the command. */
const listed = [...pageAt('README.md').matchAll(/^\| `npm run admin` \|.*$/gm)].flatMap(([row]) =>
  [...row.matchAll(/`-- ([^`]+)`/g)].map(([, words = '']) => words),
);

describe('commands that pages have their readers type', () => {
  it.each(typed)('can be followed: $page, npm run $name $args', ({ name, args }) => {
    const read = READERS[name];
    if (read === undefined) throw new Error(`no test knows what reads the words of npm run ${name}`);
    read(args);
  });

  it.each(listed)('can be followed: README.md, npm run admin -- %s', (words) => {
    expect(() => READERS['admin']?.(words.split(' '))).not.toThrow(/there is no command/);
  });

  it('are found, with their words', () => {
    const text = [
      'Say `npm run sim -- --runs 5` or `npm run admin -- bot add ID [--x]`.',
      '```sh',
      'LLM=1 npm start -- --port 4000   # there',
      `npm run admin -- templates set GREETING --ru "Рады, гость" && rm x`,
      '```',
    ].join('\n');
    expect(typedIn(text)).toEqual([
      { name: 'start', args: ['--port', '4000'] },
      { name: 'admin', args: ['templates', 'set', 'GREETING', '--ru', 'Рады, гость'] },
      { name: 'sim', args: ['--runs', '5'] },
    ]);
    expect(typed.length).toBeGreaterThan(60);
    expect(listed.length).toBeGreaterThan(5);
  });

  it('and are refused by what reads them where they are wrong', () => {
    for (const [name, args] of [
      ['start', ['--nowhere']],
      ['sim', ['--mutant', 'nobody']],
      ['admin', ['operator', 'ad', 'anna']],
      ['deploy', ['--with-data']],
      ['train', ['--corpse', 'x']],
      ['eval', ['file', '--modell', 'x']],
      ['screenshots', ['nothing']],
      ['docs', ['x']],
    ] as [string, string[]][])
      expect(() => READERS[name]?.(args), name).toThrow();
  });
});
