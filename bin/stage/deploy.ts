import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkAccount, checkConcurrency, checkModelKey } from './checks.ts';
import { checkCertificate, checkWebAcl } from './domain-checks.ts';
import type { Flags } from './flags.ts';
import { nextSteps, type Outputs } from './next-steps.ts';
import { type Checking, linesOf, type Verdict } from './verdict.ts';
import type { World } from './world.ts';

const CHECKS = [checkConcurrency, checkModelKey, checkCertificate, checkWebAcl];

/** Checks, deploys, and tells what to do next; the exit code. */
export async function deploy(flags: Flags, context: readonly string[], world: World): Promise<number> {
  const { settings } = flags;
  const parameters = world.parametersOf(world.env);
  const ask: Checking['ask'] = (args) => world.cli(args, world.env);
  world.out(`Checks before ${settings.stage} is deployed:`);
  const refused = await check({ settings, parameters, ask }, world.out);
  if (refused && !flags.force) {
    world.err('Nothing was deployed. --force goes on nevertheless.');
    return 1;
  }
  if (flags.checksOnly) return 0;
  return withFile(flags.outputsFile, async (file) => {
    const code = await world.cdk(
      ['deploy', '--all', ...context, ...approvalOf(flags), '--outputs-file', file],
      world.env,
    );
    if (code === 0) for (const line of nextSteps(settings, await outputsIn(file))) world.out(line);
    return code;
  });
}

/** Says how each check ended; has one of them failed? */
async function check(checking: Checking, say: World['out']): Promise<boolean> {
  const account = await checkAccount(checking);
  const others = account.state === 'failed' ? [] : await Promise.all(CHECKS.map((one) => one(checking)));
  const verdicts = [account, ...others].filter((one): one is Verdict => one !== undefined);
  for (const line of verdicts.flatMap(linesOf)) say(line);
  return verdicts.some(({ state }) => state === 'failed');
}

function approvalOf({ approval }: Flags): string[] {
  return approval === undefined ? [] : ['--require-approval', approval];
}

async function withFile(wanted: string | undefined, use: (file: string) => Promise<number>): Promise<number> {
  if (wanted !== undefined) return use(wanted);
  const folder = await mkdtemp(join(tmpdir(), 'firstline-outputs-'));
  try {
    return await use(join(folder, 'outputs.json'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const outputsIn = async (file: string): Promise<Outputs> =>
  JSON.parse(await readFile(file, 'utf8')) as Outputs;
