import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';

const SOURCES = fileURLToPath(new URL('../../console/src/', import.meta.url));
const PART = /defineTexts\(\s*'([^']+)'/g;
const PLURAL = /_(zero|one|two|few|many|other)$/;
/** Written the same in both languages. */
const NAMES =
  /\b(Firstline|Telegram|CRM|CSV|JSON|URL|HTTPS?|API|Markdown|HTML|VIP|id|ID|OK|Esc|Enter|Ctrl|UTC|FAQ|PDF|SLA)\b/g;

type Texts = Record<string, string>;

/** Every part, in both languages, by its name. */
async function parts(): Promise<{ names: string[]; texts(language: string, part: string): Texts }> {
  const files = globSync('**/*.ts', { cwd: SOURCES }).filter((file) => !file.endsWith('define-texts.ts'));
  const names: string[] = [];
  for (const file of files.sort()) {
    const found = [...(await readFile(SOURCES + file, 'utf8')).matchAll(PART)].map(([, name = '']) => name);
    if (found.length > 0) await import(/* @vite-ignore */ SOURCES + file);
    names.push(...found);
  }
  return { names, texts: (language, part) => i18next.getResourceBundle(language, part) as Texts };
}

const found = await parts();

/** Keys without the forms of their plural, and which forms each has. */
function formsOf(texts: Texts): Record<string, string[]> {
  const forms: Record<string, string[]> = {};
  for (const key of Object.keys(texts)) {
    const form = PLURAL.exec(key)?.[1];
    const base = key.replace(PLURAL, '');
    forms[base] = [...(forms[base] ?? []), ...(form === undefined ? [] : [form])].sort();
  }
  return forms;
}

/** What is put in, by key; forms of a plural need not all say how many. */
function valuesOf(texts: Texts): Record<string, string[]> {
  const values: Record<string, Set<string>> = {};
  for (const [key, text] of Object.entries(texts)) {
    const base = key.replace(PLURAL, '');
    values[base] ??= new Set();
    for (const [, name = ''] of text.matchAll(/\{\{\s*(\w+)\s*\}\}/g)) values[base].add(name);
  }
  return Object.fromEntries(Object.entries(values).map(([key, names]) => [key, [...names].sort()]));
}

const lettersOf = (text: string) =>
  text
    .replace(/\{\{[^}]*\}\}/g, '')
    .replace(NAMES, '')
    .replace(/[^\p{L}]/gu, '');

describe('texts of the console', () => {
  it('come in parts of different names', () => {
    expect(found.names.length).toBeGreaterThan(5);
    expect(new Set(found.names).size).toBe(found.names.length);
  });

  describe.each(found.names)('of %s', (part) => {
    let [ru, en]: [Texts, Texts] = [{}, {}];
    beforeAll(() => {
      [ru, en] = [found.texts('ru', part), found.texts('en', part)];
    });

    it('are there in both languages, plurals in every form that the language has', () => {
      const [russian, english] = [formsOf(ru), formsOf(en)];
      expect(Object.keys(english).sort()).toEqual(Object.keys(russian).sort());
      for (const [language, forms] of [
        ['ru', russian],
        ['en', english],
      ] as const) {
        const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions();
        const odd = Object.entries(forms).filter(
          ([, has]) => has.length > 0 && String(has) !== String([...pluralCategories].sort()),
        );
        expect([language, odd]).toEqual([language, []]);
      }
    });

    it('put the same values in', () => {
      expect(valuesOf(en)).toEqual(valuesOf(ru));
    });

    it('are Russian in Russian and English in English, and none is empty', () => {
      const all = [...Object.entries(ru), ...Object.entries(en)];
      expect(all.filter(([, text]) => text.trim() === '')).toEqual([]);
      expect(Object.entries(ru).filter(([, text]) => /^\p{Script=Latin}+$/u.test(lettersOf(text)))).toEqual(
        [],
      );
      expect(
        Object.entries(en).filter(([, text]) => /^\p{Script=Cyrillic}+$/u.test(lettersOf(text))),
      ).toEqual([]);
    });
  });
});
