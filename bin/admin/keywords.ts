import { FlagError } from '../command-line.ts';
import type { Answer, Ask } from './api.ts';
import { allItems, type Command, columns, given, numberTyped, type Typed } from './command.ts';
import { showDryRun, tryOut } from './dry-run.ts';
import { showVersions } from './policy.ts';

interface Keyword {
  id: string;
  scenario: string;
  keyword: string;
  priority: number;
}

type Deciding = Keyword & { id: string | null; always: boolean };

const KEYWORDS = '/api/keywords';

/** `SCENARIO PHRASE …`: the words of a phrase need no quotes, unless the shell would make something of them. */
function keywordTyped({ words: [scenario, ...phrase], options }: Typed): Record<string, unknown> {
  const { priority } = options;
  return given({
    scenario,
    keyword: phrase.join(' '),
    priority: priority === undefined ? undefined : numberTyped(priority, '--priority'),
  });
}

function add(ask: Ask, typed: Typed): Promise<Answer> {
  return ask('POST', KEYWORDS, { ...keywordTyped(typed), ...given({ reason: typed.options.reason }) });
}

async function preview(ask: Ask, typed: Typed): Promise<Answer> {
  const { words, options } = typed;
  const { remove, text, priority } = options;
  if (words.length === 1 || (priority !== undefined && words.length === 0))
    throw new FlagError('keywords preview takes a phrase behind its scenario.');
  if (words.length === 0 && remove === undefined && text === undefined)
    throw new FlagError('keywords preview takes SCENARIO PHRASE, --remove ID or --text TEXT.');
  const added = words.length > 0 ? [keywordTyped(typed)] : undefined;
  return tryOut(ask, typed, `${KEYWORDS}/preview`, given({ add: added, remove, text }));
}

function showPreview(answer: Answer, { words, options }: Typed): string[] {
  const deciding = options.text === undefined ? [] : [showDeciding(answer['decides'] as Deciding | null)];
  const changes = words.length > 0 || options.remove !== undefined;
  return [...deciding, ...(changes ? showDryRun(answer) : [])];
}

function showDeciding(deciding: Deciding | null): string {
  if (!deciding) return 'no keyword decides in this text';
  const { scenario, keyword, priority, always } = deciding;
  const when = always ? 'always' : 'where the model is not sure';
  return `${scenario} by «${keyword}» of priority ${priority}, ${when}`;
}

function showList({ items }: Answer): string[] {
  const keywords = items as Keyword[];
  if (keywords.length === 0) return ['there are no keywords yet'];
  const rows = keywords.map(({ id, scenario, keyword, priority }) => [scenario, priority, id, keyword]);
  return columns([['scenario', 'priority', 'id', 'keyword'], ...rows]);
}

export const KEYWORD_COMMANDS: Record<string, Command> = {
  list: {
    usage: 'keywords list',
    takes: [],
    words: [0, 0],
    run: (ask) => ask('GET', KEYWORDS),
    show: showList,
  },
  add: {
    usage: 'keywords add SCENARIO PHRASE [--priority N] [--reason TEXT]',
    takes: ['priority', 'reason'],
    words: [2, 100],
    run: add,
    show: ({ id, scenario, keyword, priority }) => [
      `«${keyword}» is a keyword of ${scenario} with priority ${priority}: ${id}`,
    ],
  },
  remove: {
    usage: 'keywords remove ID',
    takes: [],
    words: [1, 1],
    run: (ask, { words }) => ask('DELETE', `${KEYWORDS}/${encodeURIComponent(words[0] ?? '')}`),
    show: (_, { words }) => [`${words[0]} is removed`],
  },
  preview: {
    usage:
      'keywords preview [SCENARIO PHRASE [--priority N]] [--remove ID …] [--text TEXT] [--partner PARTNER [--client CLIENT]]',
    takes: ['priority', 'remove', 'text', 'partner', 'client'],
    words: [0, 100],
    run: preview,
    show: showPreview,
  },
  history: {
    usage: 'keywords history',
    takes: [],
    words: [0, 0],
    run: (ask) => allItems(ask, `${KEYWORDS}/versions`, {}),
    show: showVersions,
  },
  rollback: {
    usage: 'keywords rollback VERSION [--reason TEXT]',
    takes: ['reason'],
    words: [1, 1],
    run: async (ask, { words, options }) =>
      ask(
        'POST',
        `${KEYWORDS}/rollback`,
        given({ version: numberTyped(words[0], 'VERSION'), reason: options.reason }),
      ),
    show: showList,
  },
};
