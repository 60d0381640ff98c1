import { globSync } from 'node:fs';
import { expect, it } from 'vitest';
import { SETTINGS, soundSettings, spelled } from '../../lib/settings-table.ts';
import { type StageSettings, stageSettings } from '../../lib/stage-settings.ts';
import { STAGES } from '../../lib/stages.ts';
import { synthesise } from '../lib/synthesised.ts';
import { PAGES, pageAt, quotedIn, ROOT, rowsBelow } from './pages.ts';

const PAGE = pageAt('docs/deployment.md');

/** What pages show of an entry in lib/stages.ts. */
const BLOCKS = PAGES.flatMap((page) =>
  [...pageAt(page).matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = '']) => [page, code] as const),
);

it('docs/deployment.md tells of every setting of a stage what its help tells, and what it is unless told', () => {
  const cell = (text: string): string => text.replaceAll('`', '');
  const told = rowsBelow(PAGE, 'Settings').map((row) => row.map(cell));
  const dev: Readonly<Record<string, unknown>> = STAGES['dev'] ?? {};
  const settings = Object.entries(SETTINGS).map(([name, { help, usual }]) => [
    name,
    cell(help),
    spelled(usual),
    Object.hasOwn(dev, name) ? spelled(dev[name]) : '',
  ]);
  expect(told).toEqual(settings);
});

it.each(BLOCKS)('the settings that %s shows are settings', (_page, code) => {
  const { stage, ...settings } = stageSettings('prod');
  // Read as the stage's entry that it is a part of.
  const shown = new Function(`return {${code}}`)() as Partial<StageSettings>;
  expect(Object.keys(SETTINGS)).toEqual(expect.arrayContaining(Object.keys(shown)));
  expect(() => synthesise('prod', soundSettings({ stage, ...settings, ...shown }))).not.toThrow();
});

it('docs/deployment.md tells of every output of the stacks', () => {
  const sources = globSync('lib/**/*.ts', { cwd: ROOT }).map(pageAt).join('\n');
  const outputs = [...sources.matchAll(/new CfnOutput\(this, '(\w+)'/g)].map(([, name = '']) => name);
  const told = rowsBelow(PAGE, 'Bootstrap and deploy').flatMap(([, , names = '']) => quotedIn(names));
  expect(told.toSorted()).toEqual(outputs.toSorted());
});
