import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { FIGURES } from '../../shared/domain/figures.ts';

const SHARED = join(import.meta.dirname, '../../shared');
const sources = ['usecases', 'edge', 'adapters']
  .flatMap((room) =>
    readdirSync(join(SHARED, room), { recursive: true, encoding: 'utf8' }).map((at) => join(room, at)),
  )
  .filter((at) => at.endsWith('.ts'))
  .map((at) => readFileSync(join(SHARED, at), 'utf8'))
  .join('\n');

it.each(Object.keys(FIGURES))('%s is made somewhere', (name) => {
  expect(sources).toMatch(new RegExp(`\\b${name}:|'${name}'`));
});
