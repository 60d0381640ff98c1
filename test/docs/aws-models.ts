import { search } from '@aws-lambda-powertools/jmespath';
import * as acm from '@aws-sdk/client-acm';
import * as bedrock from '@aws-sdk/client-bedrock';
import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as lambda from '@aws-sdk/client-lambda';
import * as ssm from '@aws-sdk/client-ssm';

/** The SDK's clients carry AWS's own models of these services, from which the command line of AWS is made as well. */
const MODELS: Record<string, object> = { acm, bedrock, dynamodb, lambda, ssm };

/** Options of every command. */
const GLOBAL = ['--region', '--profile', '--output', '--query'];

// Shapes as the models spell them: [kind, namespace, name, traits, …].
const LIST = 1;
const STRUCTURE = 3;
const OPERATION = 9;
const BOOLEAN = 2;
const LISTED = 64;
/** Answers that hold themselves end somewhere. */
const DEPTH = 6;

/** A structure's members, with their shapes; those that have to be given come first, and how many these are. */
type Structure = [number, string, string, unknown, string[], unknown[], number?];

export const isModelled = (service: string): boolean => Object.hasOwn(MODELS, service);

/**
 * Reads the words behind `aws` as its command line does; throws if there is no such operation or option, or one that has
 * to be there is not.
 * @param named the command is only named, without its options
 */
export function readAws([service = '', command = '', ...options]: readonly string[], named = false): void {
  const [input, output] = operationOf(service, command);
  const given = optionsIn(options, input);
  const [, , , , members, , required = 0] = input;
  const missing = members.slice(0, required).filter((name) => !given.has(name));
  if (!named && missing.length > 0) throw new Error(`${service} ${command} lacks ${missing.join()}`);
  const query = given.get('--query');
  if (query !== undefined && isEmpty(search(query, exampleOf(output) as never)))
    throw new Error(`${service} ${command} answers nothing for --query ${query}`);
}

function operationOf(service: string, command: string): [input: Structure, output: Structure] {
  const model = MODELS[service];
  if (!model) throw new Error(`there is no model of ${service}`);
  const operations = Object.values(model).filter((one) => Array.isArray(one) && one[0] === OPERATION);
  const found = operations.find(([, , name]) => spelled(name) === command);
  if (!found) throw new Error(`${service} has no ${command}`);
  return [resolved(found[4]), resolved(found[5])] as [Structure, Structure];
}

/** What is given by these words, by the name of the member. */
function optionsIn(words: readonly string[], [, , , , members, shapes]: Structure): Map<string, string> {
  const given = new Map<string, string>();
  for (let at = 0; at < words.length; at++) {
    const option = words[at] ?? '';
    const name = members.find((one) => `--${spelled(one)}` === option.replace(/^--no-/, '--'));
    if (name === undefined && !GLOBAL.includes(option)) throw new Error(`${option} is no option`);
    const isSwitch = name !== undefined && resolved(shapes[members.indexOf(name)]) === BOOLEAN;
    if (option.startsWith('--no-') && !isSwitch) throw new Error(`${option} is no switch`);
    const value = isSwitch ? '' : words[++at];
    if (value === undefined || value.startsWith('--')) throw new Error(`${option} has no value`);
    given.set(name ?? option, value);
  }
  return given;
}

/** As the command line spells a name: `KMSKeyArn` is `kms-key-arn`. */
function spelled(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .toLowerCase();
}

/** A shape itself, where a model refers to it: by a function, so that shapes may hold each other, or with traits. */
function resolved(shape: unknown): unknown {
  if (typeof shape === 'function') return resolved(shape());
  return Array.isArray(shape) && typeof shape[1] !== 'string' ? resolved(shape[0]) : shape;
}

/** An answer of this shape, with something everywhere. */
function exampleOf(of: unknown, depth = 0): unknown {
  const shape = resolved(of);
  if (depth > DEPTH) return 'some';
  if (typeof shape === 'number') return shape >= LISTED && shape < 2 * LISTED ? ['some'] : 'some';
  if (!Array.isArray(shape)) return 'some';
  if (shape[0] === LIST) return [exampleOf(shape[4], depth + 1)];
  if (shape[0] !== STRUCTURE) return 'some';
  const [, , , , members, shapes] = shape as Structure;
  return Object.fromEntries(members.map((name, at) => [name, exampleOf(shapes[at], depth + 1)]));
}

const isEmpty = (found: unknown): boolean =>
  found === null || (Array.isArray(found) && (found.length === 0 || found.includes(null)));
