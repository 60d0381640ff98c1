import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '../..');

/** Every page of the repository, by its path from the root. */
export const PAGES = [
  ...['README.md', 'CHANGELOG.md', 'console/README.md', 'test/regressions/README.md'],
  ...globSync('docs/**/*.md', { cwd: ROOT }).map((path) => path.replaceAll('\\', '/')),
].toSorted();

export const pageAt = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** What of a page is prose: blocks of code have links of their own. */
const proseOf = (text: string): string => text.replace(/^\s*```.*?^\s*```$/gms, '');

/** Where a page's links lead within the repository: a path from that page, an anchor, or both. */
export function linksIn(text: string): string[] {
  return [...proseOf(text).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target));
}

/** Names of a page's headings, as GitHub makes anchors of them. */
export function anchorsIn(text: string): string[] {
  return [...proseOf(text).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

const ROOMS = 'bin|bench|console|docs|functions|lib|local|shared|sim|test';

/** Files and folders of the repository that a page names; patterns are left out. */
export function filesIn(text: string): string[] {
  const named = text.matchAll(new RegExp(`\`((?:${ROOMS})/[^\`\\s]+)\``, 'g'));
  return [...named].map(([, path = '']) => path).filter((path) => !/[<*{…]/.test(path));
}

export const scriptsIn = (text: string): string[] =>
  [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, name = '']) => name);

export interface Call {
  method: string;
  path: string;
}

const DESKS = /^\/(?:api|health|openapi\.json|\.well-known|metrics)(?:\/|$)/;

/** Calls of a desk that a page names, or makes by curl. */
export function callsIn(text: string): Call[] {
  const named = [...text.matchAll(/\b(GET|POST|PUT|DELETE) (\/[^\s`?)'",]+)/g)].map(
    ([, method = '', path = '']) => ({ method, path }),
  );
  return [...named, ...commandsIn(text).flatMap(callsOf)].filter(
    ({ path }) => DESKS.test(path) && !path.endsWith('…'),
  );
}

/** Lines of a page's shell blocks, each command whole and without its comment. */
function commandsIn(text: string): string[] {
  return [...text.matchAll(/^\s*```sh\n(.*?)^\s*```$/gms)].flatMap(([, code = '']) =>
    code
      .replace(/\\\n/g, ' ')
      .replace(/\s#.*$/gm, '')
      .split(/\n|; /),
  );
}

function callsOf(command: string): Call[] {
  if (!/\bcurl\b/.test(command)) return [];
  const posted = / -d /.test(command) ? 'POST' : 'GET';
  const method = / -X (\w+)/.exec(command)?.[1] ?? posted;
  return [...command.matchAll(/(?:localhost:\d+|<firstline>|\$[A-Z_]+)(\/[^\s'"?]*)/g)].map(
    ([, path = '']) => ({ method, path }),
  );
}

export interface Posted extends Call {
  body: string;
}

/** What a page has its reader post to a desk by curl, with the body as it is typed. */
export function postedIn(text: string): Posted[] {
  return commandsIn(text).flatMap((command) => {
    const body = / -d '([^']*)'/.exec(command)?.[1];
    const [call] = callsOf(command).filter(({ path }) => DESKS.test(path));
    return body === undefined || !call ? [] : [{ ...call, body }];
  });
}

/** Words of a command as a shell parts them; what it would put in place of a `$NAME` stays that. */
const wordsOf = (command: string): string[] =>
  (command.match(/(?:[^\s"']|"(?:\\.|[^"\\])*"|'[^']*')+/g) ?? []).map((word) =>
    word.replace(/"((?:\\.|[^"\\])*)"|'([^']*)'/g, (_all, double?: string, single = '') =>
      double === undefined ? single : double.replace(/\\(.)/g, '$1'),
    ),
  );

export interface Script {
  /** Its name in package.json. */
  name: string;
  args: string[];
}

/** Scripts that a page has its reader run: in blocks of shell, and between backticks where nothing is left open. */
export function typedIn(text: string): Script[] {
  const spoken = [...proseOf(text).matchAll(/`(npm (?:run [^`]+|start[^`]*))`/g)].map(
    ([, code = '']) => code,
  );
  const whole = spoken.filter((code) => !/[[|<{]/.test(code));
  return [...commandsIn(text), ...whole].flatMap((command) => {
    const [, run, start, rest = ''] =
      /npm (?:run ([\w:-]+)|(start))(?: -- (.*?))?(?: && .*| > .*| \| .*)?$/.exec(command.trim()) ?? [];
    const name = run ?? start;
    return name === undefined ? [] : [{ name, args: wordsOf(rest) }];
  });
}

export interface AwsCommand {
  /** What stands behind `aws`. */
  words: string[];
  /** It is named, and its reader knows what goes with it. */
  named: boolean;
}

/** Commands of the AWS CLI that a page has its reader type, or names between backticks. */
export function awsIn(text: string): AwsCommand[] {
  const typed = commandsIn(text).flatMap((command) => /^\s*aws (.+)$/.exec(command)?.[1] ?? []);
  const spoken = [...proseOf(text).matchAll(/`aws ([a-z][^`]+)`/g)].map(([, rest = '']) => rest);
  return [
    ...typed.map((rest) => ({ words: wordsOf(rest), named: false })),
    ...spoken.map(wordsOf).map((words) => ({ words, named: words.length === 2 })),
  ];
}

/** The cells of every table of a page below a heading of any level, without their heads. */
export function rowsBelow(text: string, heading: string): string[][] {
  const [, below = ''] = text.split(new RegExp(`^#+ ${heading}\\n`, 'm'));
  const [section = ''] = below.split(/^#+ /m);
  return section
    .split('\n')
    .filter((line, at, lines) => line.startsWith('| ') && !/^\|-/.test(lines[at + 1] ?? ''))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

/** What stands between backticks. */
export const quotedIn = (text: string): string[] =>
  [...text.matchAll(/`([^`]+)`/g)].map(([, quoted = '']) => quoted);
