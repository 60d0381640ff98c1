import type { StageSettings } from '../../lib/stage-settings.ts';
import { type Checking, failed, fine, unclear, type Verdict } from './verdict.ts';

/** Where CDK notes of an account and region that they are bootstrapped, and how. */
const BOOTSTRAP_PARAMETER = '/cdk-bootstrap/hnb659fds/version';
/** What the templates need; they say so themselves (`requiresBootstrapStackVersion`). */
export const BOOTSTRAP_NEEDED = 6;

const BOOTSTRAP = 'npx cdk bootstrap';

/** Credentials, region and bootstrap: what is asked first, for without it nothing else can be. */
export async function checkAccount({ parameters }: Checking): Promise<Verdict> {
  const what = 'account';
  let region = '';
  try {
    region = await parameters.region();
    const version = await parameters.get(BOOTSTRAP_PARAMETER);
    if (version === undefined)
      return failed(what, `${region} is not bootstrapped`, `${BOOTSTRAP}, once per account and region`);
    if (Number(version.value) < BOOTSTRAP_NEEDED)
      return failed(
        what,
        `the bootstrap is of version ${version.value}; ${BOOTSTRAP_NEEDED} is needed`,
        BOOTSTRAP,
      );
    return fine(what, `${version.account}, ${region}, bootstrapped (version ${version.value})`);
  } catch (error) {
    return accountTrouble(what, region, error as Error);
  }
}

function accountTrouble(what: string, region: string, { name, message }: Error): Verdict {
  if (region === '') return failed(what, 'no region is named', 'set AWS_REGION, or give --region');
  if (/AccessDenied/.test(name))
    return unclear(what, `${BOOTSTRAP_PARAMETER} in ${region} may not be read with these credentials`);
  return failed(
    what,
    `AWS does not answer in ${region}: ${message}`,
    'set AWS_PROFILE, or give --profile; sign in anew if it is stale',
  );
}

/** The key of the model that a stage names is put there by hand. */
export async function checkModelKey({ parameters, settings }: Checking): Promise<Verdict | undefined> {
  const { llm, stage } = settings;
  if (!llm || llm.provider === 'bedrock') return undefined;
  const name = `/firstline/${stage}/llm/api-key`;
  const put = `aws ssm put-parameter --type SecureString --name ${name} --value "$KEY"`;
  try {
    const found = await parameters.get(name);
    if (!found) return failed('llm', `the key of the model is not at ${name}`, put);
    return found.encrypted
      ? fine('llm', `the key of the model is at ${name}`)
      : failed('llm', `${name} is not encrypted`, `${put} --overwrite, and take another key`);
  } catch (error) {
    return unclear('llm', `${name} cannot be read: ${(error as Error).message}`);
  }
}

/** Dead letters and jobs are worked on by one function. */
const LANES_OF_REDRIVE = 2;
/** What screens could not be told of is told of again by as many. */
const RETELLING = 2;

/** How many batches all lanes together may work on at once. */
export function lanesAtOnce({ concurrency }: Pick<StageSettings, 'concurrency'>): number {
  const { redrive, ...others } = concurrency;
  return Object.values(others).reduce((sum, most) => sum + most, redrive * LANES_OF_REDRIVE + RETELLING);
}

/** Lambda's quota is shared by lanes and doors: with less of it than the lanes may take, doors are throttled while lanes are busy. */
export async function checkConcurrency(checking: Checking): Promise<Verdict> {
  const what = 'concurrency';
  const wanted = lanesAtOnce(checking.settings);
  try {
    const answer = (await checking.ask(['lambda', 'get-account-settings'])) as {
      AccountLimit?: { ConcurrentExecutions?: number };
    };
    const allowed = answer.AccountLimit?.ConcurrentExecutions ?? 0;
    if (allowed > wanted) return fine(what, `${allowed} at once; the lanes take ${wanted} at most`);
    return {
      what,
      state: 'slow',
      detail: `the account allows ${allowed} at once and the lanes take up to ${wanted}: doors will be throttled while lanes are busy`,
      todo: 'aws service-quotas request-service-quota-increase --service-code lambda --quota-code L-B99A9384 --desired-value 1000',
    };
  } catch (error) {
    return unclear(what, (error as Error).message);
  }
}
