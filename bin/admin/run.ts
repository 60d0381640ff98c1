import { FlagError, parseWords } from '../command-line.ts';
import { type Access, type Ask, Refusal } from './api.ts';
import { AUDIT_COMMANDS } from './audit.ts';
import { BOT_COMMANDS } from './bots.ts';
import { BROADCAST_COMMANDS } from './broadcasts.ts';
import { CLIENT_COMMANDS } from './clients.ts';
import { type Command, OPTIONS, type Options, type Surroundings, type Typed } from './command.ts';
import { INCIDENT_COMMANDS } from './incidents.ts';
import { KEYWORD_COMMANDS } from './keywords.ts';
import { MODEL_COMMANDS } from './model.ts';
import { OPERATOR_COMMANDS } from './operators.ts';
import { PARTNER_COMMANDS } from './partners.ts';
import { POLICY_COMMANDS } from './policy.ts';
import { REMINDER_COMMANDS } from './reminders.ts';
import { STATS_COMMANDS } from './stats.ts';
import { TEMPLATE_COMMANDS } from './templates.ts';

const COMMANDS: Record<string, Record<string, Command>> = {
  policy: POLICY_COMMANDS,
  templates: TEMPLATE_COMMANDS,
  keywords: KEYWORD_COMMANDS,
  reminders: REMINDER_COMMANDS,
  incidents: INCIDENT_COMMANDS,
  broadcasts: BROADCAST_COMMANDS,
  bot: BOT_COMMANDS,
  model: MODEL_COMMANDS,
  operator: OPERATOR_COMMANDS,
  partner: PARTNER_COMMANDS,
  audit: AUDIT_COMMANDS,
  stats: STATS_COMMANDS,
  client: CLIENT_COMMANDS,
};

export interface World extends Surroundings {
  asker: (access: Access) => Ask;
  out: (line: string) => void;
}

/** Does what was typed; the exit code: 0, 1 if it was refused, 2 if it cannot be followed. */
export async function runAdmin(args: readonly string[], world: World): Promise<0 | 1 | 2> {
  try {
    const { command, typed, access } = readCommand(args, world.env);
    const answer = await command.run(world.asker(access), typed, world);
    const lines = typed.options.json ? [JSON.stringify(answer, null, 2)] : command.show(answer, typed);
    for (const line of lines) world.out(line);
    return 0;
  } catch (error) {
    if (!(error instanceof FlagError) && !(error instanceof Refusal)) throw error;
    world.err(error.message);
    if (error instanceof FlagError) return 2;
    for (const issue of error.issues) world.err(`  ${issue}`);
    return 1;
  }
}

/** The command that was typed, and whom it asks. @throws FlagError */
export function readCommand(args: readonly string[], env: World['env']) {
  const { values, positionals } = parseWords(args, OPTIONS, overview());
  const [room = '', verb = '', ...words] = positionals;
  const {
    url = env['FIRSTLINE_URL'] || 'http://localhost:3000',
    token = env['FIRSTLINE_ADMIN_TOKEN'],
    ...options
  } = values;
  const command = commandCalled(room, verb);
  const typed = { words, options };
  judge(command, typed);
  if (!URL.canParse(url) || !/^https?:/.test(url)) throw new FlagError(`--url must be a URL, not "${url}".`);
  if (!token && !command.withoutKey?.(typed))
    throw new FlagError('set FIRSTLINE_ADMIN_TOKEN to the key of an admin, or give it with --token.');
  return { command, typed, access: { url, token: token ?? '' } };
}

function commandCalled(room: string, verb: string): Command {
  const commands = Object.hasOwn(COMMANDS, room) ? COMMANDS[room] : undefined;
  const command = commands && Object.hasOwn(commands, verb) ? commands[verb] : undefined;
  if (command) return command;
  const asked = `${room} ${verb}`.trim();
  throw new FlagError(
    asked === '' ? `use ${overview()}` : `there is no command "${asked}"; use ${overview()}`,
  );
}

function overview(): string {
  const rooms = Object.entries(COMMANDS).map(([room, verbs]) => `${room} ${Object.keys(verbs).join('|')}`);
  return `npm run admin -- ${rooms.join(', ')} [--json] [--url URL] [--token KEY]`;
}

function judge({ usage, takes, words: [least, most] }: Command, { words, options }: Typed): void {
  const strange = (Object.keys(options) as (keyof Options)[]).find(
    (name) => name !== 'json' && !takes.includes(name),
  );
  const wrong =
    strange === undefined ? words.length < least || words.length > most : `--${strange} does not belong here`;
  if (wrong)
    throw new FlagError(
      `${wrong === true ? 'too many or too few words' : wrong}; use npm run admin -- ${usage}`,
    );
}
