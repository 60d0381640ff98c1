import type { Answer, Ask } from './api.ts';
import { allItems, type Command, columns, given, type Options, type Typed } from './command.ts';

interface Broadcast {
  id: string;
  incident_id: string | null;
  stage: string;
  state: string;
  progress: { found: number; told: number; failed: number; skipped: Record<string, number> };
  started_by: string;
  started_at: string;
}

const pathOf = ({ words: [id = ''] }: Typed): string => `/api/broadcasts/${encodeURIComponent(id)}`;

function showList({ items }: Answer): string[] {
  const broadcasts = items as Broadcast[];
  if (broadcasts.length === 0) return ['there have been no broadcasts'];
  const rows = broadcasts.map(({ started_at, stage, state, progress, started_by, id }) => [
    started_at,
    stage,
    state,
    `${progress.told} of ${progress.found}`,
    started_by,
    id,
  ]);
  return columns([['started', 'stage', 'state', 'told', 'by', 'id'], ...rows]);
}

function showOne(answer: Answer): string[] {
  const { id, state, progress } = answer as unknown as Broadcast;
  const skipped = Object.entries(progress.skipped)
    .filter(([, count]) => count > 0)
    .map(([reason, count]) => `, ${reason} ${count}`);
  return [
    `${id} is ${state}: ${progress.told} of ${progress.found} told, ${progress.failed} failed${skipped.join('')}`,
  ];
}

function showStart(answer: Answer): string[] {
  if (answer['id'] !== undefined) return showOne(answer);
  const { clients, by_channel, complete } = answer as unknown as {
    clients: number;
    by_channel: Record<string, number>;
    complete: boolean;
  };
  const channels = Object.entries(by_channel).map(([channel, count]) => `${channel} ${count}`);
  return [`${clients} clients${complete ? '' : ' and more'}: ${channels.join(', ') || 'nobody'}`];
}

const doing = (verb: 'pause' | 'resume' | 'cancel'): Command => ({
  usage: `broadcasts ${verb} ID`,
  takes: [],
  words: [1, 1],
  run: (ask: Ask, typed) => ask('POST', `${pathOf(typed)}/${verb}`),
  show: showOne,
});

export const BROADCAST_COMMANDS: Record<string, Command> = {
  list: {
    usage: 'broadcasts list',
    takes: [] satisfies (keyof Options)[],
    words: [0, 0],
    run: (ask) => allItems(ask, '/api/broadcasts', {}),
    show: showList,
  },
  start: {
    usage: 'broadcasts start CHANNEL… --ru TEXT [--en TEXT] [--dry-run]',
    takes: ['ru', 'en', 'dry-run'],
    words: [1, 100],
    run: (ask, { words, options }) =>
      ask('POST', '/api/broadcasts', {
        texts: given({ ru: options.ru ?? '', en: options.en }),
        channels: words[0] === 'all' ? 'all' : words,
        ...given({ dry_run: options['dry-run'] }),
      }),
    show: showStart,
  },
  show: {
    usage: 'broadcasts show ID',
    takes: [],
    words: [1, 1],
    run: (ask, typed) => ask('GET', pathOf(typed)),
    show: showOne,
  },
  pause: doing('pause'),
  resume: doing('resume'),
  cancel: doing('cancel'),
};
