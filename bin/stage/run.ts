import { stackName } from '../../lib/stack-names.ts';
import { FlagError } from '../command-line.ts';
import { deploy } from './deploy.ts';
import { type Flags, readFlags } from './flags.ts';
import { helpOf } from './help.ts';
import type { World } from './world.ts';

/** Does what was typed; the exit code: 0, 2 if it cannot be followed, otherwise as CDK ended, or 1 if a check refuses. */
export async function runStage(args: readonly string[], world: World): Promise<number> {
  try {
    const flags = readFlags(args);
    if (flags.help) {
      for (const line of helpOf(flags.verb)) world.out(line);
      return 0;
    }
    return await DOES[flags.verb](flags, { ...world, env: environmentOf(flags, world.env) });
  } catch (error) {
    if (!(error instanceof FlagError)) throw error;
    world.err(error.message);
    return 2;
  }
}

const DOES: Record<Flags['verb'], (flags: Flags, world: World) => Promise<number>> = {
  synth: (flags, { cdk, env }) => cdk(['synth', '--quiet', ...contextOf(flags)], env),
  diff: (flags, { cdk, env }) => cdk(['diff', ...contextOf(flags)], env),
  deploy: (flags, world) => deploy(flags, contextOf(flags), world),
  destroy: (flags, { cdk, env }) => {
    const stacks = stacksToGo(flags).map((part) => stackName(flags.settings.stage, part));
    // Nobody has to judge, or to build, what goes.
    const context = [...contextOf(flags), '-c', 'pages=off', '-c', 'checks=off'];
    return cdk(['destroy', ...stacks, ...context, ...(flags.yes ? ['--force'] : [])], env);
  },
};

/** @throws FlagError if it was not told often enough */
function stacksToGo({ settings, withData, confirmed }: Flags) {
  const { stage, deletionProtection } = settings;
  if (deletionProtection)
    throw new FlagError(
      `the stage "${stage}" has deletionProtection: set it to false in lib/stages.ts and deploy, then destroy.`,
    );
  if (!withData) return ['console', 'service'] as const;
  if (confirmed !== stage)
    throw new FlagError(
      `--with-data lets the table go, and all that the desk knows with it: say --confirm ${stage}, too.`,
    );
  return ['console', 'service', 'data'] as const;
}

function contextOf({ settings, context }: Flags): string[] {
  return [`stage=${settings.stage}`, ...context].flatMap((given) => ['-c', given]);
}

/** The same for CDK and for the checks. */
function environmentOf({ profile, region }: Flags, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return {
    ...env,
    ...(profile !== undefined && { AWS_PROFILE: profile }),
    ...(region !== undefined && { AWS_REGION: region }),
  };
}
