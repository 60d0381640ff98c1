import { globSync } from 'node:fs';
import { expect, it } from 'vitest';
import { pageAt, quotedIn, ROOT, rowsBelow } from './pages.ts';

const PAGE = pageAt('docs/deployment.md');

it('docs/deployment.md tells of every setting of a stage, and of no other', () => {
  const [, settings = ''] =
    /export interface StageSettings \{\n(.*?)^\}/ms.exec(pageAt('lib/stage-settings.ts')) ?? [];
  const there = [...settings.matchAll(/^ {2}(\w+)\??:/gm)].map(([, name = '']) => name);
  expect(there).toContain('recoveryDays');
  const told = rowsBelow(PAGE, 'Settings').flatMap(([names = '']) => quotedIn(names));
  expect(told.toSorted()).toEqual(there.toSorted());
});

it('docs/deployment.md tells of every output of the stacks', () => {
  const sources = globSync('lib/**/*.ts', { cwd: ROOT }).map(pageAt).join('\n');
  const outputs = [...sources.matchAll(/new CfnOutput\(this, '(\w+)'/g)].map(([, name = '']) => name);
  const told = rowsBelow(PAGE, 'Bootstrap and deploy').flatMap(([, , names = '']) => quotedIn(names));
  expect(told.toSorted()).toEqual(outputs.toSorted());
});
