import type { Answer } from './api.ts';
import { allItems, type Command, columns, given, numberTyped } from './command.ts';
import type { PublishedModel } from './model-file.ts';
import { type Retrained, retrain } from './retrain.ts';
import type { ShadowReplay } from './shadow-replay.ts';

const FLIPS_SHOWN = 10;

interface State {
  version: number;
  published_at: string | null;
  published_by: string | null;
  model: PublishedModel | null;
}

function showState(answer: Answer): string[] {
  const { version, model, published_at, published_by } = answer as unknown as State;
  if (version === 0) return ['the shipped model'];
  const which = model ? `model ${model.id}, trained beside ${model.over}` : 'the shipped model';
  return [`version ${version}: ${which}`, `published ${published_at} by ${published_by}`];
}

function showVersions({ items }: Answer): string[] {
  const versions = items as (Record<'version' | 'at' | 'by' | 'reason', unknown> & State)[];
  if (versions.length === 0) return ['nothing was ever published: the shipped model is in force'];
  const rows = versions.map(({ version, at, by, model, reason }) => [
    version,
    at,
    by,
    model?.id ?? 'shipped',
    reason,
  ]);
  return columns([['version', 'published', 'by', 'model', 'why'], ...rows]);
}

function showRetrained(answer: Answer): string[] {
  const { candidate, corrections, learned, comparison, replay, published, version } =
    answer as unknown as Retrained;
  if (!candidate || !comparison || !learned)
    return ['nobody has corrected anything: there is nothing to learn'];
  const { figures, labels, mended, broken, worse } = comparison;
  const { before, after } = figures;
  const flips = [
    ...mended.map((flip) => ['mended', flip.label, flip.before, flip.after, flip.text]),
    ...broken.map((flip) => ['broken', flip.label, flip.before, flip.after, flip.text]),
  ];
  const more = flips.length > FLIPS_SHOWN ? [`… and ${flips.length - FLIPS_SHOWN} more`] : [];
  return [
    `candidate ${candidate}`,
    ...columns([
      ['', 'before', 'after', 'of'],
      ['corrections right', learned.before, learned.after, corrections],
      ['frozen set right', before.right, after.right, after.n],
      ['… answered', before.answered, after.answered, after.n],
      ['… answered wrongly', before.answered_wrong, after.answered_wrong, after.answered],
      ['… calibration error', before.ece, after.ece, ''],
      ...labels.map((one) => [`missed ${one.label}`, one.before, one.after, '']),
    ]),
    ...(flips.length > 0 ? ['', ...columns(flips.slice(0, FLIPS_SHOWN)), ...more] : []),
    '',
    ...(replay ? [...replayOf(replay), ''] : []),
    ...verdictOn(worse, published, version),
  ];
}

function replayOf({ messages, more, answered, changed }: ShadowReplay): string[] {
  const rest = changed.length - FLIPS_SHOWN;
  return [
    `of ${more ? 'the newest ' : ''}${messages} messages of the last 30 days ${changed.length} would be taken for something else;`,
    `${answered.after} would be answered instead of ${answered.before}`,
    ...columns(changed.slice(0, FLIPS_SHOWN).map(({ before, after, text }) => [before, after, text])),
    ...(rest > 0 ? [`… and ${rest} more`] : []),
  ];
}

function verdictOn(worse: readonly string[], published: boolean, version: unknown): string[] {
  if (published) return [`published as version ${version}; in force everywhere within a minute`];
  if (worse.length === 0) return ['nothing gets worse; without --dry-run it would be published'];
  return ['not published, because something gets worse:', ...worse.map((sentence) => `  ${sentence}`)];
}

/** The model that judges messages: which one it is, a new one that has learned from corrections, and the way back. */
export const MODEL_COMMANDS: Record<string, Command> = {
  show: {
    usage: 'model show',
    takes: [],
    words: [0, 0],
    run: (ask) => ask('GET', '/api/admin/models'),
    show: showState,
  },
  retrain: {
    usage: 'model retrain [--dry-run] [--reason TEXT] [--corpus FILE …] [--frozen FILE …]',
    takes: ['dry-run', 'reason', 'corpus', 'frozen'],
    words: [0, 0],
    run: retrain,
    show: showRetrained,
  },
  history: {
    usage: 'model history',
    takes: [],
    words: [0, 0],
    run: (ask) => allItems(ask, '/api/admin/models/versions', {}),
    show: showVersions,
  },
  rollback: {
    usage: 'model rollback VERSION [--reason TEXT]',
    takes: ['reason'],
    words: [1, 1],
    run: async (ask, { words, options: { reason } }) =>
      ask('POST', '/api/admin/models/rollback', given({ version: numberTyped(words[0], 'VERSION'), reason })),
    show: showState,
  },
};
