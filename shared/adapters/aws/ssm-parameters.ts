import {
  DeleteParameterCommand,
  GetParameterCommand,
  ParameterNotFound,
  PutParameterCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';

/** What is asked of Parameter Store. Imported when it is first needed: in a bundle the SDK's client is a file of its own. */
export interface Parameters {
  get(name: string): Promise<string | undefined>;
  put(name: string, value: string): Promise<void>;
  /** That there is none is as good. */
  remove(name: string): Promise<void>;
}

/** A text that waits for its bot's token is claimed: it cannot wait for long. */
const PATIENCE = { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true };

/** Encrypted parameters, under the key that AWS keeps for the account's Parameter Store. */
export function openParameters(): Parameters {
  const client = new SSMClient({ requestHandler: PATIENCE });
  return {
    async get(Name) {
      const found = await unlessMissing(client.send(new GetParameterCommand({ Name, WithDecryption: true })));
      return found?.Parameter?.Value;
    },
    async put(Name, Value) {
      await client.send(new PutParameterCommand({ Name, Value, Type: 'SecureString', Overwrite: true }));
    },
    async remove(Name) {
      await unlessMissing(client.send(new DeleteParameterCommand({ Name })));
    },
  };
}

async function unlessMissing<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ParameterNotFound) return undefined;
    throw error;
  }
}
