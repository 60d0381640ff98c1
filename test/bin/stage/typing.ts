import { writeFileSync } from 'node:fs';
import { runStage } from '../../../bin/stage/run.ts';
import { type Cli, NoCli, type Parameter, type Parameters } from '../../../bin/stage/world.ts';
import { isModelled, readAws } from '../../docs/aws-models.ts';

const ACCOUNT = '123456789012';

/** What an account may be like; as it should be, unless told. */
export interface Account {
  region?: string | undefined;
  parameters?: Record<string, string | Error>;
  /** Names of parameters that are not encrypted. */
  plain?: readonly string[];
  /** What the CLI of AWS answers, by `service operation`; none is installed unless told. */
  cli?: Record<string, unknown>;
  /** What CDK ends with. */
  code?: number;
  outputs?: Record<string, Record<string, string>>;
  env?: NodeJS.ProcessEnv;
}

export const BOOTSTRAPPED: Record<string, string> = { '/cdk-bootstrap/hnb659fds/version': '31' };
export const QUOTA = (most: number) => ({
  'lambda get-account-settings': { AccountLimit: { ConcurrentExecutions: most } },
});

/** Types a command of `npm run …` before this account; what was said, and what CDK was started with. */
export async function typed(args: readonly string[], account: Account = {}) {
  const started: { args: readonly string[]; env: NodeJS.ProcessEnv }[] = [];
  const [out, err]: [string[], string[]] = [[], []];
  const code = await runStage(args, {
    env: account.env ?? {},
    parametersOf: (env) => parametersOf(account, env),
    cli: cliOf(account),
    cdk: async (given, env) => {
      started.push({ args: given, env });
      const at = given.indexOf('--outputs-file');
      if (at >= 0) writeFileSync(given[at + 1] ?? '', JSON.stringify(account.outputs ?? {}));
      return account.code ?? 0;
    },
    out: (line) => out.push(line),
    err: (line) => err.push(line),
  });
  return { code, out: out.join('\n'), err: err.join('\n'), started };
}

function parametersOf(account: Account, env: NodeJS.ProcessEnv): Parameters {
  return {
    region: async () => {
      const region = env['AWS_REGION'] ?? ('region' in account ? account.region : 'eu-central-1');
      if (region === undefined) throw new Error('Region is missing');
      return region;
    },
    get: async (name): Promise<Parameter | undefined> => {
      const value = (account.parameters ?? BOOTSTRAPPED)[name];
      if (value instanceof Error) throw value;
      if (value === undefined) return undefined;
      return { value, encrypted: !account.plain?.includes(name), account: ACCOUNT };
    },
  };
}

function cliOf({ cli }: Account): Cli {
  return async (args) => {
    if (!cli) throw new NoCli('the AWS CLI is not installed');
    const [service = '', operation] = args;
    if (isModelled(service)) readAws(args);
    const answer = cli[`${service} ${operation}`];
    if (answer instanceof Error) throw answer;
    return answer;
  };
}
