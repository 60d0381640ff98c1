import type { Answer, Ask } from './api.ts';
import { assignmentsIn } from './assignments.ts';
import { allItems, type Command, columns, given, numberTyped, type Typed } from './command.ts';
import { dryRun, showDryRun } from './dry-run.ts';
import { changesTyped } from './policy-changes.ts';

const headline = ({ version, published_at, published_by, reason }: Answer): string =>
  version === 0
    ? 'the shipped policy'
    : `version ${version}, published ${published_at} by ${published_by}${reason ? `: ${reason}` : ''}`;

function showPolicy(answer: Answer, { options }: Typed): string[] {
  const issues = (answer['issues'] ?? []) as { path: string; message: string }[];
  return [
    headline(answer),
    ...issues.map(({ path, message }) => `not in force, because ${path} ${message}`),
    ...assignmentsIn(options.changes ? answer['changes'] : answer['policy']).filter((line) => line !== ''),
  ];
}

async function setPolicy(ask: Ask, typed: Typed): Promise<Answer> {
  const asked = await changesTyped(ask, typed, 'policy set');
  return ask('PUT', '/api/policy', given({ ...asked, reason: typed.options.reason }));
}

interface Version {
  version: number;
  at: string;
  by: string;
  restores: number | null;
  reason: string | null;
}

/** The list of versions of whatever it is. */
export function showVersions({ items }: Answer): string[] {
  const versions = items as Version[];
  if (versions.length === 0) return ['nothing was published yet'];
  const rows = versions.map(({ version, at, by, restores, reason }) => [version, at, by, restores, reason]);
  return columns([['version', 'published', 'by', 'restores', 'reason'], ...rows]);
}

export const POLICY_COMMANDS: Record<string, Command> = {
  show: {
    usage: 'policy show [--changes]',
    takes: ['changes'],
    words: [0, 0],
    run: (ask) => ask('GET', '/api/policy'),
    show: showPolicy,
  },
  set: {
    usage: 'policy set a.b=value … | --file FILE [--reason TEXT]',
    takes: ['file', 'reason'],
    words: [0, 100],
    run: setPolicy,
    show: (answer) => showPolicy(answer, { words: [], options: { changes: true } }),
  },
  'dry-run': {
    usage: 'policy dry-run a.b=value … | --file FILE [--partner PARTNER [--client CLIENT]]',
    takes: ['file', 'partner', 'client'],
    words: [0, 100],
    run: dryRun,
    show: showDryRun,
  },
  history: {
    usage: 'policy history',
    takes: [],
    words: [0, 0],
    run: (ask) => allItems(ask, '/api/policy/versions', {}),
    show: showVersions,
  },
  rollback: {
    usage: 'policy rollback VERSION [--reason TEXT]',
    takes: ['reason'],
    words: [1, 1],
    run: async (ask, { words, options }) =>
      ask(
        'POST',
        '/api/policy/rollback',
        given({ version: numberTyped(words[0], 'VERSION'), reason: options.reason }),
      ),
    show: (answer) => showPolicy(answer, { words: [], options: { changes: true } }),
  },
};
