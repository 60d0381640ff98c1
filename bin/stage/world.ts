/** What stands in a parameter store; the text of an encrypted one is encrypted here, too. */
export interface Parameter {
  value: string;
  encrypted: boolean;
  /** The ARN names the account. */
  account: string;
}

export interface Parameters {
  /** The region that is asked. @throws Error if neither the environment nor a profile names one */
  region(): Promise<string>;
  /** @throws Error as AWS's SDK says it: no credentials, no right, no answer */
  get(name: string): Promise<Parameter | undefined>;
}

/** AWS's own command line is not installed. */
export class NoCli extends Error {
  override readonly name = 'NoCli';
}

/** What AWS's own command line answers. @throws NoCli, or Error with what it complained of */
export type Cli = (args: readonly string[], env: NodeJS.ProcessEnv) => Promise<unknown>;

/** What a command has around it. */
export interface World {
  env: NodeJS.ProcessEnv;
  /** With the profile and region that this environment names, if it does. */
  parametersOf: (env: NodeJS.ProcessEnv) => Parameters;
  cli: Cli;
  /** Starts CDK's command line at this terminal; its exit code. */
  cdk: (args: readonly string[], env: NodeJS.ProcessEnv) => Promise<number>;
  out: (line: string) => void;
  err: (line: string) => void;
}
