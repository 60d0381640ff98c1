import { SETTINGS, spelled } from '../../lib/settings-table.ts';
import { STAGES } from '../../lib/stages.ts';
import { USAGE, type Verb } from './flags.ts';

const DOES: Record<Verb, string> = {
  synth: 'Makes the templates in cdk.out, without account or network.',
  diff: 'Tells what a deploy would change. Look for anything that is replaced, the table above all.',
  deploy:
    'Checks the account, deploys the three stacks, and tells what to do next. --checks-only stops after the checks, --force goes on although one of them fails.',
  destroy:
    'Takes console and service away and keeps the table, unless it is told twice: --with-data and --confirm with the name of the stage. A stage with deletionProtection refuses.',
};

/** What a command does, what it takes, and everything that a stage may set. */
export function helpOf(verb: Verb): string[] {
  const settings = Object.entries(SETTINGS).flatMap(([name, { help, usual }]) => [
    `  ${name}`,
    `      ${help.replaceAll('`', '')}`,
    `      unless told: ${spelled(usual)}`,
  ]);
  return [
    USAGE[verb],
    '',
    DOES[verb],
    'Region and account are those of your AWS profile; --profile and --region stand for AWS_PROFILE and AWS_REGION.',
    '',
    `Stages, in lib/stages.ts: ${Object.keys(STAGES).join(', ')}; dev unless one is named. Another one is another entry there. A stage may set:`,
    '',
    ...settings,
  ];
}
