import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { partition } from '@aws-sdk/core/client';
import { fromEnv } from '@aws-sdk/credential-provider-env';
import { Sha256 } from '@smithy/core/checksum';
import { HttpRequest } from '@smithy/core/protocols';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Pause } from '../../ports.ts';
import { randomChance } from '../random-chance.ts';

/** What is asked of Parameter Store. */
export interface Parameters {
  get(name: string): Promise<string | undefined>;
  put(name: string, value: string): Promise<void>;
  /** That there is none is as good. */
  remove(name: string): Promise<void>;
}

export interface ParameterPlace {
  region: string;
  /** Elsewhere than AWS has it: the twin's own. */
  endpoint?: string | undefined;
  /** How often anything is asked that goes wrong in passing. */
  tries: number;
}

type Json = Record<string, unknown>;

/** A text that waits for its bot's token is claimed: it cannot wait for long. */
const PATIENCE = { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true };
/** Between two tries: milliseconds of wall time, doubled each time and cut by chance. */
const BETWEEN = 100;

/**
 * Encrypted parameters, under the key that AWS keeps for the account's Parameter Store. Three operations of AWS's JSON
 * protocol, by the SDK's signer and sockets: its client has 78 KB of all the others (decision 0043).
 */
export class SsmParameters implements Parameters {
  readonly #tries: number;
  readonly #pause: Pause;
  readonly #url: URL;
  readonly #signer: SignatureV4;
  readonly #sockets = new NodeHttpHandler(PATIENCE);

  constructor({ region, endpoint, tries }: ParameterPlace, pause: Pause = (ms) => setTimeout(ms)) {
    this.#tries = tries;
    this.#pause = pause;
    this.#url = new URL(endpoint ?? `https://ssm.${region}.${partition(region).dnsSuffix}`);
    this.#signer = new SignatureV4({ service: 'ssm', region, credentials: fromEnv(), sha256: Sha256 });
  }

  async get(Name: string): Promise<string | undefined> {
    const found = await this.#ask('GetParameter', { Name, WithDecryption: true });
    return (found?.['Parameter'] as { Value?: string } | undefined)?.Value;
  }

  async put(Name: string, Value: string): Promise<void> {
    await this.#ask('PutParameter', { Name, Value, Type: 'SecureString', Overwrite: true });
  }

  async remove(Name: string): Promise<void> {
    await this.#ask('DeleteParameter', { Name });
  }

  /** Undefined: there is no such parameter. */
  async #ask(operation: string, input: Json): Promise<Json | undefined> {
    for (let tried = 1; ; tried += 1) {
      try {
        return await this.#askOnce(operation, input);
      } catch (error) {
        if (tried >= this.#tries || (error instanceof Refusal && !error.passing)) throw error;
        await this.#pause(randomChance.fraction() * BETWEEN * 2 ** tried);
      }
    }
  }

  async #askOnce(operation: string, input: Json): Promise<Json | undefined> {
    const request = await this.#signer.sign(this.#requestOf(operation, input));
    const { response } = await this.#sockets.handle(request as HttpRequest);
    const answer = jsonOf(await text(response.body));
    if (response.statusCode === 200) return answer;
    const [, type = 'HttpError'] = /([^#]+)$/.exec(String(answer['__type'] ?? '')) ?? [];
    if (type === 'ParameterNotFound') return undefined;
    throw new Refusal(type, response.statusCode);
  }

  #requestOf(operation: string, input: Json): HttpRequest {
    const { hostname, host, port, protocol } = this.#url;
    return new HttpRequest({
      method: 'POST',
      protocol,
      hostname,
      ...(port !== '' && { port: Number(port) }),
      path: '/',
      headers: {
        host,
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `AmazonSSM.${operation}`,
      },
      body: JSON.stringify(input),
    });
  }
}

/** What it says when it does not do what was asked, as the SDK has it. Its words may quote a value. */
class Refusal extends Error {
  readonly $metadata: { httpStatusCode: number };
  readonly passing: boolean;

  constructor(type: string, status: number) {
    super(`Parameter Store answers ${status}.`);
    this.name = type;
    this.$metadata = { httpStatusCode: status };
    this.passing = status >= 500 || status === 429 || /Throttl|TooManyUpdates/.test(type);
  }
}

/** What is no JSON came from something in between. */
function jsonOf(body: string): Json {
  try {
    return JSON.parse(body);
  } catch {
    return {};
  }
}
