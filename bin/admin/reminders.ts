import type { Answer, Ask } from './api.ts';
import { allItems, type Command, columns, type Typed } from './command.ts';

interface Reminder {
  id: string;
  partner: string;
  client_id: string;
  number: number;
  due_at: string;
}

function list(ask: Ask, { options: { partner, client } }: Typed): Promise<Answer> {
  return allItems(ask, '/api/reminders', { partner, client_id: client });
}

function showList({ items }: Answer): string[] {
  const reminders = (items as Reminder[]).toSorted((a, b) => (a.due_at < b.due_at ? -1 : 1));
  if (reminders.length === 0) return ['nobody is about to be reminded'];
  const rows = reminders.map(({ id, partner, client_id, number, due_at }) => [
    due_at,
    partner,
    client_id,
    number,
    id,
  ]);
  return columns([['due', 'partner', 'client', 'number', 'id'], ...rows]);
}

const handling = (verb: 'cancel' | 'send'): Command => ({
  usage: `reminders ${verb} ID`,
  takes: [],
  words: [1, 1],
  run: (ask, { words }) => ask('POST', `/api/reminders/${encodeURIComponent(words[0] ?? '')}/${verb}`),
  show: ({ id, state }) => [`${id} is ${state}`],
});

export const REMINDER_COMMANDS: Record<string, Command> = {
  list: {
    usage: 'reminders list [--partner PARTNER [--client CLIENT]]',
    takes: ['partner', 'client'],
    words: [0, 0],
    run: list,
    show: showList,
  },
  cancel: handling('cancel'),
  send: handling('send'),
};
