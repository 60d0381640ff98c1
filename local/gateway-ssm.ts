import type { TwinClock } from './clock.ts';
import { isObject, type Json } from './json-shape.ts';
import type { TwinStore } from './persistence.ts';
import { parseObject } from './upstream.ts';

export interface SsmAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

interface Parameter {
  value: string;
  type: string;
  version: number;
  changedMs: number;
}

type Place = { store: TwinStore; clock: Pick<TwinClock, 'now'> };

/** A refusal in Parameter Store's own terms. */
class ParameterError extends Error {
  readonly type: string;

  constructor(type: string, message: string) {
    super(message);
    this.name = 'ParameterError';
    this.type = type;
  }
}

const KIND = 'parameter';
const TYPES = ['String', 'StringList', 'SecureString'];
/** A path of at most 15 levels, or one name; as Parameter Store has it. */
const NAME = /^(?:\/[\w.-]+){1,15}$|^[\w.-]+$/;
const NAME_CHARACTERS = 1_011;
const VALUE_BYTES = 4_096;

/**
 * Answers SSM Parameter Store's JSON protocol: `GetParameter`, `PutParameter` and `DeleteParameter`, for parameters of the
 * standard tier. A SecureString lies in the twin's own memory as it is: nobody is kept from it there who has the machine.
 */
export function answerSsm(place: Place, operation: string, body: string): SsmAnswer {
  try {
    return json(200, perform(place, operation, parseObject(body)));
  } catch (error) {
    if (!(error instanceof ParameterError)) throw error;
    const { headers, ...answer } = json(400, { __type: error.type, message: error.message });
    return { ...answer, headers: { ...headers, 'x-amzn-errortype': error.type } };
  }
}

/** Puts a SecureString, as whoever sets the twin up does. */
export function putParameter({ store, clock }: Place, name: string, value: string): number {
  return keep({ store, clock }, name, { value, type: 'SecureString' });
}

const OPERATIONS = new Map<string, (place: Place, name: string, input: Json) => Json>([
  [
    'GetParameter',
    ({ store }, name, input) => ({
      Parameter: described(name, known(store, name), input['WithDecryption'] === true),
    }),
  ],
  ['PutParameter', (place, name, input) => ({ Tier: 'Standard', Version: put(place, name, input) })],
  [
    'DeleteParameter',
    ({ store }, name) => {
      known(store, name);
      store.remove(KIND, name);
      return {};
    },
  ],
]);

function perform(place: Place, operation: string, input: Json): Json {
  const act = OPERATIONS.get(operation);
  if (!act) throw new ParameterError('UnknownOperationException', `The twin has no ${operation}.`);
  return act(place, nameIn(input), input);
}

function put(place: Place, name: string, input: Json): number {
  const { Value: value, Type: type, Overwrite: overwrite } = input;
  const there = find(place.store, name);
  if (there && overwrite !== true)
    throw new ParameterError('ParameterAlreadyExists', 'The parameter already exists.');
  if (typeof value !== 'string' || value === '' || Buffer.byteLength(value) > VALUE_BYTES)
    throw invalid(`Value must be 1 to ${VALUE_BYTES} bytes.`);
  if (type !== undefined && !TYPES.includes(String(type))) throw invalid('Type is none that there is.');
  const kept = type ?? there?.type;
  if (kept === undefined) throw invalid('A parameter type is required.');
  return keep(place, name, { value, type: String(kept) });
}

function keep({ store, clock }: Place, name: string, what: Pick<Parameter, 'value' | 'type'>): number {
  const version = (find(store, name)?.version ?? 0) + 1;
  store.put(KIND, name, { ...what, version, changedMs: clock.now() } satisfies Parameter);
  return version;
}

function described(name: string, { value, type, version, changedMs }: Parameter, decrypted: boolean): Json {
  return {
    ARN: `arn:aws:ssm:us-east-1:000000000000:parameter${name.startsWith('/') ? '' : '/'}${name}`,
    DataType: 'text',
    LastModifiedDate: changedMs / 1_000,
    Name: name,
    Type: type,
    Value: type === 'SecureString' && !decrypted ? sealed(value) : value,
    Version: version,
  };
}

/** Who does not ask for it decrypted gets a text that is of no use. */
function sealed(value: string): string {
  return `sealed-${Buffer.byteLength(value)}`;
}

function known(store: TwinStore, name: string): Parameter {
  const found = find(store, name);
  if (!found) throw new ParameterError('ParameterNotFound', '');
  return found;
}

function find(store: TwinStore, name: string): Parameter | undefined {
  const found = store.get(KIND, name);
  return isObject(found) ? (found as unknown as Parameter) : undefined;
}

function nameIn(input: Json): string {
  const { Name: name } = input;
  if (typeof name === 'string' && name.length <= NAME_CHARACTERS && NAME.test(name)) return name;
  throw invalid('Parameter name must be a path of letters, digits and .-_ in at most fifteen levels.');
}

function invalid(message: string): ParameterError {
  return new ParameterError('ValidationException', message);
}

function json(status: number, body: Json): SsmAnswer {
  return { status, headers: { 'content-type': 'application/x-amz-json-1.1' }, body: JSON.stringify(body) };
}
