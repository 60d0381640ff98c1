import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { wordsInMarkup } from './spoken-markup.ts';

const SOURCES = fileURLToPath(new URL('../../console/src/', import.meta.url));
/** The name of the thing itself, and what stands on the keys. */
const SAME_EVERYWHERE = ['Firstline', 'Alt', 'Ctrl', 'Shift', 'Enter', 'Esc'];

describe('words in the markup', () => {
  it.each([
    ['<p>Hello</p>', 'Hello'],
    ["<p>{late ? 'Поздно' : count}</p>", 'Поздно'],
    ["<Choice data={[{ label: 'All', value: 'all' }]} />", 'All'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is one, in the source that is looked at
    ['<p>{late && `too ${late}`}</p>', 'too'],
    ['<button aria-label="Close" />', 'Close'],
    ["<Input placeholder={'Имя'} />", 'Имя'],
    ["<Bar label={t('x') + ' of '} />", 'of'],
  ])('are found in %s', (markup, words) => {
    expect(wordsInMarkup('a.tsx', `const a = ${markup};`)).toEqual([`1: ${words}`]);
  });

  it.each([
    "<p>{t('hello')}</p>",
    '<p>{count} · {share} %</p>',
    '<Text size="sm" className={classes["a"]} data-state="late">{name}</Text>',
    '<img alt="" src="/favicon.svg" />',
    "<p>{state === 'late' && t('late')}</p>",
  ])('are not seen in %s', (markup) => {
    expect(wordsInMarkup('a.tsx', `const a = ${markup};`)).toEqual([]);
  });

  it('are nowhere in the console', () => {
    const found = globSync('**/*.tsx', { cwd: SOURCES })
      .sort()
      .flatMap((file) =>
        wordsInMarkup(file, readFileSync(SOURCES + file, 'utf8')).map((words) => `${file}:${words}`),
      );
    expect(found.filter((one) => !SAME_EVERYWHERE.some((name) => one.endsWith(`: ${name}`)))).toEqual([]);
  });
});
