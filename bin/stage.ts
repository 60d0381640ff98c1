import { awsCli } from './stage/aws-cli.ts';
import { startCdk } from './stage/cdk.ts';
import { SsmParameters } from './stage/parameter-store.ts';
import { runStage } from './stage/run.ts';

/** Synthesises, deploys, compares or destroys one stage of the desk. Exit codes: 0, 1 if a check or CDK refuses, 2 for wrong usage. */
process.exitCode = await runStage(process.argv.slice(2), {
  env: process.env,
  parametersOf: (env) => new SsmParameters(env),
  cli: awsCli,
  cdk: startCdk,
  out: console.log,
  err: console.error,
});
