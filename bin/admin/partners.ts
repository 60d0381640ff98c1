import { FlagError } from '../command-line.ts';
import type { Answer, Ask } from './api.ts';
import { type Command, columns, given, type Typed } from './command.ts';

interface Key {
  id: string;
  label: string;
  last_four: string;
  scopes: string[];
  created_at: string;
  created_by: string;
  key?: string;
}

interface Partner {
  id: string;
  name: string;
  created_at: string | null;
  disabled_at: string | null;
  keys?: Key[];
}

const PARTNERS = '/api/admin/partners';
const ONCE = 'It is shown this once: whoever loses it makes another one.';
const path = (id: string | undefined, ...rest: string[]): string =>
  [PARTNERS, ...[id ?? '', ...rest].map(encodeURIComponent)].join('/');

async function show(ask: Ask, { words: [id] }: Typed): Promise<Answer> {
  const { items } = await ask('GET', path(id, 'keys'));
  return { ...(await ask('GET', path(id))), keys: items };
}

/** `key add` and `key remove` are two words. */
async function key(ask: Ask, { words: [verb, id, name], options: { label, scope } }: Typed): Promise<Answer> {
  if (verb === 'add' && id !== undefined && name === undefined)
    return ask('POST', path(id, 'keys'), given({ label, scopes: scope }));
  if (verb === 'remove' && id !== undefined && name !== undefined && !label && !scope) {
    await ask('DELETE', path(id, 'keys', name));
    return { id: name };
  }
  throw new FlagError('use partner key add ID, or partner key remove ID KEY.');
}

async function rename(ask: Ask, { words: [id], options: { name } }: Typed): Promise<Answer> {
  if (name === undefined) throw new FlagError('say what it is to be called: --name.');
  return ask('PUT', path(id), { name });
}

function showAll({ items }: Answer): string[] {
  const partners = items as Partner[];
  if (partners.length === 0) return ['there are no partners yet'];
  const rows = partners.map((one) => [one.id, accessOf(one), one.created_at, one.name]);
  return columns([['partner', 'keys open', 'added', 'name'], ...rows]);
}

const accessOf = ({ disabled_at }: Partner): string => (disabled_at === null ? 'yes' : 'nothing');

function showOne(answer: Answer): string[] {
  const partner = answer as unknown as Partner;
  const { id, name, keys = [] } = partner;
  const rows = keys.map((one) => [
    one.id,
    `…${one.last_four}`,
    one.scopes.join(', '),
    `${one.created_at} by ${one.created_by}`,
    one.label,
  ]);
  return [
    `${id}: ${name}, keys open: ${accessOf(partner)}`,
    ...(rows.length === 0 ? [] : columns([['key', 'ends with', 'opens', 'made', 'label'], ...rows])),
  ];
}

function showFresh(answer: Answer): string[] {
  const { id, first_key, webhook_secret } = answer as unknown as Partner & {
    first_key: Key;
    webhook_secret: string;
  };
  return [
    `${id} is added`,
    `key: ${first_key.key}`,
    `webhook secret: ${webhook_secret}`,
    'Both are shown this once: whoever loses one makes another one.',
  ];
}

const showKey = ({ id, key }: Answer): string[] =>
  key === undefined ? [`${id} is removed; it opens nothing within a minute`] : [`${id}: ${key}`, ONCE];

const switching = (verb: 'disable' | 'enable'): Command => ({
  usage: `partner ${verb} ID`,
  takes: [],
  words: [1, 1],
  run: (ask, { words: [id] }) => ask('POST', path(id, verb)),
  show: showOne,
});

export const PARTNER_COMMANDS: Record<string, Command> = {
  add: {
    usage: 'partner add ID [--name NAME]',
    takes: ['name'],
    words: [1, 1],
    run: (ask, { words: [id], options: { name } }) => ask('POST', PARTNERS, given({ id, name })),
    show: showFresh,
  },
  list: {
    usage: 'partner list',
    takes: [],
    words: [0, 0],
    run: (ask) => ask('GET', PARTNERS),
    show: showAll,
  },
  show: { usage: 'partner show ID', takes: [], words: [1, 1], run: show, show: showOne },
  rename: {
    usage: 'partner rename ID --name NAME',
    takes: ['name'],
    words: [1, 1],
    run: rename,
    show: showOne,
  },
  key: {
    usage: 'partner key add ID [--label TEXT] [--scope messages:write|messages:read] | key remove ID KEY',
    takes: ['label', 'scope'],
    words: [2, 3],
    run: key,
    show: showKey,
  },
  disable: switching('disable'),
  enable: switching('enable'),
};
