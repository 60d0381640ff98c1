import { type StageSettings, stageSettings } from '../../lib/stage-settings.ts';
import { FlagError, parseWords } from '../command-line.ts';

export const VERBS = ['synth', 'deploy', 'diff', 'destroy'] as const;
export type Verb = (typeof VERBS)[number];

/** What was typed of a stage. */
export interface Flags {
  verb: Verb;
  help: boolean;
  settings: StageSettings;
  profile: string | undefined;
  region: string | undefined;
  /** Goes on although a check says no. */
  force: boolean;
  checksOnly: boolean;
  /** Where CDK writes what the stacks put out; nowhere that stays, unless told. */
  outputsFile: string | undefined;
  approval: string | undefined;
  withData: boolean;
  confirmed: string | undefined;
  /** CDK does not ask before it destroys. */
  yes: boolean;
  /** `key=value` for the CDK app. */
  context: readonly string[];
}

const EVERYWHERE = ['help', 'stage', 'context', 'profile', 'region'];
/** Options of a command besides those of every one. */
const TAKES: Record<Verb, readonly string[]> = {
  synth: [],
  diff: [],
  deploy: ['force', 'checks-only', 'outputs-file', 'require-approval'],
  destroy: ['with-data', 'confirm', 'yes'],
};

export const USAGE: Record<Verb, string> = {
  synth: 'npm run synth -- [--stage NAME]',
  diff: 'npm run diff -- [--stage NAME] [--profile NAME] [--region NAME]',
  deploy:
    'npm run deploy -- [--stage NAME] [--profile NAME] [--region NAME] [--checks-only] [--force] [--require-approval never|any-change|broadening] [--outputs-file FILE]',
  destroy:
    'npm run destroy -- [--stage NAME] [--profile NAME] [--region NAME] [--yes] [--with-data --confirm STAGE]',
};

const OPTIONS = {
  help: { type: 'boolean', short: 'h' },
  stage: { type: 'string' },
  context: { type: 'string', short: 'c', multiple: true },
  profile: { type: 'string' },
  region: { type: 'string' },
  force: { type: 'boolean' },
  'checks-only': { type: 'boolean' },
  'outputs-file': { type: 'string' },
  'require-approval': { type: 'string' },
  'with-data': { type: 'boolean' },
  confirm: { type: 'string' },
  yes: { type: 'boolean' },
} as const;

/** Reads `synth|deploy|diff|destroy …`. @throws FlagError */
export function readFlags(args: readonly string[]): Flags {
  const [verb] = args;
  if (!isVerb(verb)) throw new FlagError(`use one of ${VERBS.join(', ')}, not "${verb ?? ''}".`);
  const { values, positionals } = parseWords(args.slice(1), OPTIONS, USAGE[verb]);
  const strange = Object.keys(values).find((name) => ![...EVERYWHERE, ...TAKES[verb]].includes(name));
  if (strange !== undefined) throw new FlagError(`--${strange} does not belong here; use ${USAGE[verb]}`);
  if (positionals.length > 0)
    throw new FlagError(`"${positionals[0]}" does not belong here; use ${USAGE[verb]}`);
  const { context = [] } = values;
  return {
    verb,
    help: values.help ?? false,
    settings: settingsOf(values.stage ?? stageIn(context)),
    profile: values.profile,
    region: values.region,
    force: values.force ?? false,
    checksOnly: values['checks-only'] ?? false,
    outputsFile: values['outputs-file'],
    approval: values['require-approval'],
    withData: values['with-data'] ?? false,
    confirmed: values.confirm,
    yes: values.yes ?? false,
    context: context.filter((given) => !given.startsWith(STAGE)),
  };
}

const isVerb = (word: string | undefined): word is Verb => VERBS.some((verb) => verb === word);

const STAGE = 'stage=';

/** `-c stage=prod`, as CDK's own command line has it. */
function stageIn(context: readonly string[]): string | undefined {
  return context.findLast((given) => given.startsWith(STAGE))?.slice(STAGE.length);
}

function settingsOf(stage: string | undefined): StageSettings {
  try {
    return stageSettings(stage);
  } catch (error) {
    throw new FlagError((error as Error).message);
  }
}
