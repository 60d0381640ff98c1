import type { Answer, Ask } from './api.ts';
import { allItems, type Command, columns, type Typed } from './command.ts';

interface Entry {
  at: string;
  by: string;
  what: string;
  target: string | null;
  outcome: string;
  before: object | null;
  after: object | null;
}

const list = (ask: Ask, { options: { from, to, by, what } }: Typed): Promise<Answer> =>
  allItems(ask, '/api/admin/audit', { from, to, by, what });

function show({ items }: Answer): string[] {
  const entries = items as Entry[];
  if (entries.length === 0) return ['nothing was changed'];
  const rows = entries.map((one) => [one.at, one.by, one.what, one.target, changeOf(one)]);
  return columns([['at (UTC)', 'by', 'what', 'target', 'change'], ...rows]);
}

function changeOf({ outcome, before, after }: Entry): string {
  if (outcome !== 'done') return 'begun; its end is unknown';
  const [from, to] = [before, after].map((value) => (value ? JSON.stringify(value) : ''));
  return from ? `${from} → ${to || 'nothing'}` : (to ?? '');
}

export const AUDIT_COMMANDS: Record<string, Command> = {
  list: {
    usage: 'audit list [--from TIME] [--to TIME] [--by ID] [--what KIND]',
    takes: ['from', 'to', 'by', 'what'],
    words: [0, 0],
    run: list,
    show,
  },
};
