import { readFileSync } from 'node:fs';
import { FlagError } from '../command-line.ts';
import type { Answer, Ask } from './api.ts';
import { type Command, columns, given, type Surroundings, type Typed } from './command.ts';
import { addToTable } from './first-operator.ts';

interface Person {
  id: string;
  name: string;
  role: string;
  disabled_at: string | null;
  password_change_required: boolean;
  sessions: number;
  initial_password?: string | null;
}

const PEOPLE = '/api/admin/operators';
const path = ({ words }: Typed, verb?: string): string =>
  [PEOPLE, encodeURIComponent(words[0] ?? ''), ...(verb ? [verb] : [])].join('/');

/** A password is never an argument: those stay in the shell's history and show in the list of processes. */
function passwordGiven({ options }: Typed, { input }: Surroundings): string | undefined {
  const file = options['password-file'];
  if (file === undefined) return undefined;
  const text = file === '-' ? input('the password') : readPassword(file);
  const [password = ''] = text.split(/\r?\n/);
  if (password !== '') return password;
  throw new FlagError('--password-file has no password in its first line.');
}

function readPassword(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new FlagError(`${file} cannot be read: ${(error as Error).message}.`);
  }
}

/** Over the API, or, for the very first admin of a desk, straight into its table. */
async function add(ask: Ask, typed: Typed, around: Surroundings): Promise<Answer> {
  const { name, role = 'operator', table } = typed.options;
  if (role !== 'operator' && role !== 'admin')
    throw new FlagError(`--role must be operator or admin, not "${role}".`);
  const password = passwordGiven(typed, around);
  const person = { id: typed.words[0] ?? '', role, name, password } as const;
  return table === undefined ? ask('POST', PEOPLE, given(person)) : addToTable(table, person);
}

async function change(ask: Ask, typed: Typed): Promise<Answer> {
  const { name, role } = typed.options;
  if (name === undefined && role === undefined)
    throw new FlagError('say what is to change: --role or --name.');
  return ask('PUT', path(typed), given({ name, role }));
}

async function reset(ask: Ask, typed: Typed, around: Surroundings): Promise<Answer> {
  return ask('POST', path(typed, 'reset-password'), given({ password: passwordGiven(typed, around) }));
}

const does =
  (verb: string) =>
  (ask: Ask, typed: Typed): Promise<Answer> =>
    ask('POST', path(typed, verb));

function showAll({ items }: Answer): string[] {
  const people = items as Person[];
  if (people.length === 0) return ['nobody works at the desk yet'];
  const rows = people.map((one) => [one.id, one.role, accessOf(one), one.sessions, one.name]);
  return columns([['id', 'role', 'access', 'browsers', 'name'], ...rows]);
}

function accessOf({ disabled_at, password_change_required }: Person): string {
  if (disabled_at !== null) return 'none';
  return password_change_required ? 'has to change the password' : 'yes';
}

function showPassword(answer: Answer): string[] {
  const { id, role, initial_password } = answer as unknown as Person;
  return [
    `${id} is there as ${role}`,
    ...(initial_password
      ? [`password for the first time: ${initial_password}`, 'It is shown this once, and has to be changed.']
      : ['The password that you gave has to be changed at the first sign-in.']),
  ];
}

const showOne = (answer: Answer): string[] => {
  const one = answer as unknown as Person;
  return [`${one.id}: ${one.role}, access: ${accessOf(one)}, signed in at ${one.sessions} browsers`];
};

const ofOne = (verb: string, usage: string): Command => ({
  usage: `operator ${usage} ID`,
  takes: [],
  words: [1, 1],
  run: does(verb),
  show: showOne,
});

export const OPERATOR_COMMANDS: Record<string, Command> = {
  add: {
    usage: 'operator add ID [--role operator|admin] [--name NAME] [--password-file FILE|-] [--table NAME]',
    takes: ['role', 'name', 'password-file', 'table'],
    words: [1, 1],
    withoutKey: ({ options }) => options.table !== undefined,
    run: add,
    show: showPassword,
  },
  list: {
    usage: 'operator list',
    takes: [],
    words: [0, 0],
    run: (ask) => ask('GET', PEOPLE),
    show: showAll,
  },
  change: {
    usage: 'operator change ID [--role operator|admin] [--name NAME]',
    takes: ['role', 'name'],
    words: [1, 1],
    run: change,
    show: showOne,
  },
  disable: ofOne('disable', 'disable'),
  enable: ofOne('enable', 'enable'),
  'reset-password': {
    usage: 'operator reset-password ID [--password-file FILE|-]',
    takes: ['password-file'],
    words: [1, 1],
    run: reset,
    show: showPassword,
  },
  'sessions-end': ofOne('end-sessions', 'sessions-end'),
  'rotate-keys': {
    usage: 'operator rotate-keys [--leaked]',
    takes: ['leaked'],
    words: [0, 0],
    run: (ask, { options }) => ask('POST', '/api/admin/token-keys/rotate', given({ leaked: options.leaked })),
    show: ({ rotated }) => [
      rotated ? 'access tokens have a new key' : 'a new key was made a moment ago and is about to sign',
    ],
  },
};
