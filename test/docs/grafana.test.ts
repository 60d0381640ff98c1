import { expect, it } from 'vitest';
import { SCRAPED } from '../../shared/domain/desk-figures.ts';
import { pageAt } from './pages.ts';

const { panels } = JSON.parse(pageAt('docs/grafana/firstline.json')) as {
  panels: { title: string; targets: { expr: string }[] }[];
};
const suffixed = (name: string) => name.replace(/_(sum|count)$/, '');

it.each(panels)('the panel "$title" asks for figures that the desk has', ({ targets }) => {
  const asked = targets.flatMap(({ expr }) => expr.match(/firstline_\w+/g) ?? []);
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.filter((name) => !Object.hasOwn(SCRAPED, suffixed(name)))).toEqual([]);
});

it('every figure of the desk is on a panel', () => {
  const text = panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)).join('\n');
  expect(Object.keys(SCRAPED).filter((name) => !text.includes(name))).toEqual([]);
});
