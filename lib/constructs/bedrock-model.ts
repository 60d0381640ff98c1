import type { Stack } from 'aws-cdk-lib';
import type { BedrockModel } from '../stage-settings.ts';

/** One thing that may be invoked, and when. */
export interface BedrockRight {
  arn: string;
  conditions?: { StringEquals: Record<string, string> };
}

/** Nothing in it stands for many. */
const ARN = /^arn:aws[a-z-]*:bedrock:(?<region>[a-z0-9-]*):\d*:(?<kind>[a-z-]+)\/[\w.:-]+$/;
const REGION = /^[a-z]{2,}(-[a-z]+)+-\d+$/;
const ID = /^[\w-]+(\.[\w-]+)+(:\w+)*$/;
/** An id with one of these before the model's maker is a profile's: a part of the world, or all of it. */
const PROFILE_ID = /^(us|us-gov|eu|apac|jp|au|ca|global)\./;

/**
 * What asking this model takes: the right to a foundation model itself; or to an inference profile and, only by way of it, to every
 * model that it may lead to, because Bedrock looks at both.
 * @throws Error that says which of the settings is wrong, and how it should be
 */
export function bedrockRights(bedrock: BedrockModel, stack: Stack): BedrockRight[] {
  check(bedrock);
  return isProfile(bedrock) ? profileRights(bedrock, stack) : modelRights(bedrock, stack);
}

function check({ model, region, routesTo = [] }: BedrockModel): void {
  if (!ARN.test(model) && !ID.test(model))
    throw new Error(
      `llm.model "${model}" must be the id or ARN of a model or an inference profile on Bedrock.`,
    );
  const [wrong] = routesTo.filter((one) => kindOf(one) !== 'foundation-model');
  if (wrong !== undefined)
    throw new Error(`llm.routesTo must hold ARNs of foundation models, not "${wrong}".`);
  if (region === undefined) return;
  if (!REGION.test(region))
    throw new Error(`llm.region "${region}" must be the name of a region, such as eu-central-1.`);
  const named = ARN.exec(model)?.groups?.['region'];
  if (named && named !== region)
    throw new Error(
      `llm.region "${region}" must be the region that the ARN in llm.model names, or not be set.`,
    );
}

function isProfile({ model, routesTo }: BedrockModel): boolean {
  const kind = kindOf(model);
  if (kind !== undefined) return kind.endsWith('inference-profile');
  return PROFILE_ID.test(model) || routesTo !== undefined;
}

function profileRights({ model, region, routesTo = [] }: BedrockModel, stack: Stack): BedrockRight[] {
  if (routesTo.length === 0)
    throw new Error(
      `llm.model "${model}" is an inference profile: llm.routesTo must name the models behind it, as "aws bedrock get-inference-profile" lists them.`,
    );
  const place = { service: 'bedrock', ...(region !== undefined && { region }) };
  const arn = model.startsWith('arn:')
    ? model
    : stack.formatArn({ ...place, resource: 'inference-profile', resourceName: model });
  const conditions = { StringEquals: { 'bedrock:InferenceProfileArn': arn } };
  return [{ arn }, ...routesTo.map((one) => ({ arn: one, conditions }))];
}

function modelRights({ model, region, routesTo }: BedrockModel, stack: Stack): BedrockRight[] {
  if (routesTo !== undefined)
    throw new Error(`llm.model "${model}" is no inference profile: llm.routesTo does not go with it.`);
  if (model.startsWith('arn:')) return [{ arn: model }];
  const place = { service: 'bedrock', account: '', ...(region !== undefined && { region }) };
  return [{ arn: stack.formatArn({ ...place, resource: 'foundation-model', resourceName: model }) }];
}

/** Undefined: it is no ARN. */
function kindOf(model: string): string | undefined {
  return ARN.exec(model)?.groups?.['kind'];
}
