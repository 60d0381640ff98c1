import type { Answer, Ask } from './api.ts';
import { allItems, type Command, columns, given, type Options, type Typed } from './command.ts';

interface Incident {
  id: string;
  state: string;
  kinds: string[];
  channels: string[];
  everywhere: boolean;
  owner: string | null;
  merged_into: string | null;
  reporters: number | null;
  opened_at: string;
}

interface Entry {
  at: string;
  by: string;
  deed: string;
  state: string;
  note: string | null;
}

const pathOf = ({ words: [id = ''] }: Typed): string => `/api/incidents/${encodeURIComponent(id)}`;

function showList({ items }: Answer): string[] {
  const incidents = items as Incident[];
  if (incidents.length === 0) return ['there have been no incidents'];
  const rows = incidents.map(({ opened_at, state, kinds, reporters, owner, id }) => [
    opened_at,
    state,
    kinds.join(', '),
    reporters,
    owner,
    id,
  ]);
  return columns([['opened', 'state', 'what', 'reporters', 'owner', 'id'], ...rows]);
}

function showOne(answer: Answer): string[] {
  const { id, state, kinds, channels, everywhere, owner, merged_into } = answer as unknown as Incident;
  const where = everywhere ? 'everywhere' : channels.join(', ');
  const timeline = (answer['timeline'] as Entry[]).map(({ at, by, deed, state: to, note }) => [
    at,
    by,
    deed,
    to,
    note,
  ]);
  const texts = answer['texts'] as Record<'notice' | 'restore', Record<'ru' | 'en', { text: string }>>;
  return [
    `${id} is ${state}${merged_into ? ` into ${merged_into}` : ''}: ${kinds.join(', ')}; ${where}; ${String(answer['linked'])} linked; owner ${owner ?? 'nobody'}`,
    `notice:  ${texts.notice.ru.text}`,
    `restore: ${texts.restore.ru.text}`,
    ...columns([['at', 'by', 'deed', 'state', 'note'], ...timeline]),
  ];
}

const doing = (verb: 'confirm' | 'dismiss' | 'resolve'): Command => ({
  usage: `incidents ${verb} ID [--text NOTE]`,
  takes: ['text'] satisfies (keyof Options)[],
  words: [1, 1],
  run: (ask: Ask, typed) => ask('POST', `${pathOf(typed)}/${verb}`, given({ note: typed.options.text })),
  show: ({ id, state }) => [`${id} is ${state}`],
});

export const INCIDENT_COMMANDS: Record<string, Command> = {
  list: {
    usage: 'incidents list',
    takes: [],
    words: [0, 0],
    run: (ask) => allItems(ask, '/api/incidents', {}),
    show: showList,
  },
  show: {
    usage: 'incidents show ID',
    takes: [],
    words: [1, 1],
    run: (ask, typed) => ask('GET', pathOf(typed)),
    show: showOne,
  },
  confirm: doing('confirm'),
  dismiss: doing('dismiss'),
  resolve: doing('resolve'),
  merge: {
    usage: 'incidents merge ID INTO_ID [--text NOTE]',
    takes: ['text'],
    words: [2, 2],
    run: (ask, typed) => {
      const [, into = ''] = typed.words;
      return ask('POST', `${pathOf(typed)}/merge`, given({ into, note: typed.options.text }));
    },
    show: ({ id, state, merged_into }) => [`${id} is ${state} into ${merged_into}`],
  },
};
