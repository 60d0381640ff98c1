import { writeFileSync } from 'node:fs';
import { FlagError } from '../command-line.ts';
import type { Answer, Ask } from './api.ts';
import { allItems, type Command, columns, queryOf, type Typed } from './command.ts';

const CLIENTS = '/api/admin/clients';
const ERASURES = '/api/admin/erasures';
const pathOf = ({ words: [, client = ''] }: Typed): string => `${CLIENTS}/${encodeURIComponent(client)}`;

/** All pages as one. What is written to a file is for the eyes of whoever wrote it. */
async function exported(ask: Ask, typed: Typed): Promise<Answer> {
  const [partner, client_id] = typed.words;
  const { items } = await allItems(ask, pathOf(typed), { partner });
  const whole = { partner, client_id, exported_at: new Date().toISOString(), items };
  const { file } = typed.options;
  if (file === undefined) return whole;
  write(file, `${JSON.stringify(whole, null, 2)}\n`);
  return { partner, client_id, file, items: (items as unknown[]).length };
}

function write(file: string, text: string): void {
  try {
    // Never over what is there already.
    writeFileSync(file, text, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    throw new FlagError(`${file} cannot be written: ${(error as Error).message}.`);
  }
}

function showErasure({ id, state, look, erased, next_at, ended_at }: Answer): string[] {
  return columns([
    ['job', id],
    ['state', state],
    ['rows erased', erased],
    state === 'done' ? ['ended', ended_at] : ['goes on', `${String(next_at)}, look ${String(look)} of 2`],
  ]);
}

export const CLIENT_COMMANDS: Record<string, Command> = {
  export: {
    usage: 'client export PARTNER CLIENT [--file FILE]',
    takes: ['file'],
    words: [2, 2],
    run: exported,
    show: (answer) =>
      'file' in answer
        ? [`${String(answer['items'])} things are in ${String(answer['file'])}`]
        : [JSON.stringify(answer, null, 2)],
  },
  erase: {
    usage: 'client erase PARTNER CLIENT',
    takes: [],
    words: [2, 2],
    run: (ask, typed) => ask('DELETE', `${pathOf(typed)}${queryOf({ partner: typed.words[0] })}`),
    show: (answer) => [
      ...showErasure(answer),
      `ask how far it is by npm run admin -- client erasure ${String(answer['id'])}`,
    ],
  },
  erasure: {
    usage: 'client erasure JOB',
    takes: [],
    words: [1, 1],
    run: (ask, { words: [job = ''] }) => ask('GET', `${ERASURES}/${encodeURIComponent(job)}`),
    show: showErasure,
  },
};
