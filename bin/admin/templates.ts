import { readFileSync } from 'node:fs';
import { FlagError } from '../command-line.ts';
import type { Answer, Ask } from './api.ts';
import { allItems, type Command, columns, given, numberTyped, queryOf, type Typed } from './command.ts';
import { showVersions } from './policy.ts';

type Language = 'ru' | 'en';
interface Said {
  text: string;
  shipped: boolean;
}
interface Template {
  scenario: string;
  version: number;
  languages: Record<Language, Said>;
  parameters: { name: string; from: string; may_be_missing: boolean }[];
}

const path = (words: readonly string[]): string => `/api/templates/${encodeURIComponent(words[0] ?? '')}`;

function showList({ items }: Answer): string[] {
  const rows = (items as Template[]).map(({ scenario, version, languages: { ru, en } }) => [
    scenario,
    version,
    ru.shipped ? 'shipped' : 'own',
    en.shipped ? 'shipped' : 'own',
  ]);
  return columns([['template', 'version', 'ru', 'en'], ...rows]);
}

function showTemplate(answer: Answer): string[] {
  const { scenario, version, languages, parameters } = answer as unknown as Template;
  const texts = (['ru', 'en'] as const).flatMap((language) => {
    const { text, shipped } = languages[language];
    return ['', `${language}${shipped ? ' (shipped)' : ''}:`, text];
  });
  const known = parameters.map(({ name, from, may_be_missing }) => [
    `{${name}}`,
    from,
    may_be_missing ? 'may be missing' : 'always there',
  ]);
  return [
    `${scenario}, ${version === 0 ? 'as shipped' : `version ${version}`}`,
    ...texts,
    '',
    ...columns(known),
  ];
}

/** A text that was typed, or the one in a file without the end of its last line. */
function textTyped({ options }: Typed, language: Language): string | null | undefined {
  const [typed, file] = [options[language], options[`${language}-file`]];
  if (typed !== undefined && file !== undefined)
    throw new FlagError(`--${language} and --${language}-file cannot both be given.`);
  const text = file === undefined ? typed : readText(file);
  return text === '' ? null : text;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/\r\n/g, '\n').replace(/\n$/, '');
  } catch (error) {
    throw new FlagError(`${file} cannot be read: ${(error as Error).message}.`);
  }
}

async function setTemplate(ask: Ask, typed: Typed): Promise<Answer> {
  const texts = given({ ru: textTyped(typed, 'ru'), en: textTyped(typed, 'en') });
  if (Object.keys(texts).length === 0)
    throw new FlagError(
      'templates set takes --ru, --en, --ru-file or --en-file; "" brings the shipped text back.',
    );
  const { version: seen_version } = await ask('GET', path(typed.words));
  return ask('PUT', path(typed.words), given({ texts, seen_version, reason: typed.options.reason }));
}

async function preview(ask: Ask, typed: Typed): Promise<Answer> {
  const { words, options } = typed;
  const { language = 'ru', without } = options;
  const parameters = Object.fromEntries(words.slice(1).map(readValue));
  const text = options.text ?? (await presentText(ask, words, language));
  return ask(
    'POST',
    '/api/templates/preview',
    given({ scenario: words[0], language, text, parameters, without }),
  );
}

function readValue(word: string): [string, string] {
  const [, name, value] = /^(\w+)=(.+)$/s.exec(word) ?? [];
  if (name === undefined || value === undefined)
    throw new FlagError(`"${word}" must be written as parameter=value, such as client_name=Olga.`);
  return [name, value];
}

async function presentText(
  ask: Ask,
  words: readonly string[],
  language: string,
): Promise<string | undefined> {
  const { languages } = await ask('GET', path(words));
  return (languages as Record<string, Said>)[language]?.text;
}

interface DiffPart {
  kind: 'same' | 'added' | 'removed';
  text: string;
}

function showDiff({ languages }: Answer): string[] {
  const marked = ({ kind, text }: DiffPart): string =>
    ({ same: text, added: `{+${text}+}`, removed: `[-${text}-]` })[kind];
  return Object.entries(languages as Record<Language, DiffPart[]>).flatMap(([language, parts]) => [
    `${language}:`,
    parts.map(marked).join(''),
  ]);
}

export const TEMPLATE_COMMANDS: Record<string, Command> = {
  list: {
    usage: 'templates list',
    takes: [],
    words: [0, 0],
    run: (ask) => ask('GET', '/api/templates'),
    show: showList,
  },
  show: {
    usage: 'templates show TEMPLATE',
    takes: [],
    words: [1, 1],
    run: (ask, { words }) => ask('GET', path(words)),
    show: showTemplate,
  },
  set: {
    usage: 'templates set TEMPLATE [--ru TEXT | --ru-file FILE] [--en TEXT | --en-file FILE] [--reason TEXT]',
    takes: ['ru', 'en', 'ru-file', 'en-file', 'reason'],
    words: [1, 1],
    run: setTemplate,
    show: showTemplate,
  },
  preview: {
    usage:
      'templates preview TEMPLATE [parameter=value …] [--text TEXT] [--language ru|en] [--without PARAMETER …]',
    takes: ['text', 'language', 'without'],
    words: [1, 20],
    run: preview,
    show: ({ text, missing }) => [
      String(text),
      ...((missing as string[]).length > 0 ? ['', `missing: ${(missing as string[]).join(', ')}`] : []),
    ],
  },
  history: {
    usage: 'templates history TEMPLATE',
    takes: [],
    words: [1, 1],
    run: (ask, { words }) => allItems(ask, '/api/templates/versions', { scenario: words[0] }),
    show: showVersions,
  },
  rollback: {
    usage: 'templates rollback TEMPLATE VERSION [--reason TEXT]',
    takes: ['reason'],
    words: [2, 2],
    run: async (ask, { words: [scenario, version], options: { reason } }) =>
      ask(
        'POST',
        '/api/templates/rollback',
        given({ scenario, version: numberTyped(version, 'VERSION'), reason }),
      ),
    show: showTemplate,
  },
  diff: {
    usage: 'templates diff TEMPLATE --from VERSION --to VERSION',
    takes: ['from', 'to'],
    words: [1, 1],
    run: async (ask, { words: [scenario], options }) => {
      const [from, to] = [numberTyped(options.from, '--from'), numberTyped(options.to, '--to')];
      return ask('GET', `/api/templates/diff${queryOf({ scenario, from: `${from}`, to: `${to}` })}`);
    },
    show: showDiff,
  },
};
