import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { Parameter, Parameters } from './world.ts';

/** Systems Manager's parameters, with the credentials of whoever types. */
export class SsmParameters implements Parameters {
  readonly #client: SSMClient;

  constructor({ AWS_REGION: region, AWS_PROFILE: profile }: NodeJS.ProcessEnv) {
    this.#client = new SSMClient({ ...(region && { region }), ...(profile && { profile }) });
  }

  region(): Promise<string> {
    return this.#client.config.region();
  }

  async get(name: string): Promise<Parameter | undefined> {
    try {
      const { Parameter: found } = await this.#client.send(new GetParameterCommand({ Name: name }));
      return {
        value: found?.Value ?? '',
        encrypted: found?.Type === 'SecureString',
        account: found?.ARN?.split(':')[4] ?? '',
      };
    } catch (error) {
      if ((error as Error).name === 'ParameterNotFound') return undefined;
      throw error;
    }
  }
}
