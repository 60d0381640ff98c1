import type {
  ModelPartBody,
  ModelPartReceipt,
  ModelStateBody,
  ModelVersionsPage,
} from '../../shared/contracts/learning-responses.ts';
import {
  ModelId,
  ModelPartInPath,
  ModelRollback,
  PostModel,
  PutModelPart,
} from '../../shared/contracts/operator-learning.ts';
import { VersionsQuery } from '../../shared/contracts/operator-policy.ts';
import { Fault } from '../../shared/domain/errors.ts';
import { MODEL_DOCUMENT } from '../../shared/domain/published-model.ts';
import { parseQuery } from '../../shared/edge/paging.ts';
import { parseShape, readJson } from '../../shared/edge/request-body.ts';
import { type HttpResponse, json } from '../../shared/edge/responses.ts';
import { modelInForce, publishModel, rollBackModel } from '../../shared/usecases/publish-model.ts';
import { modelStateView, modelVersionView } from './learning-views.ts';
import type { OperatorDoor, OperatorRequest } from './operator-route.ts';
import { pageOfVersions } from './versions.ts';

/** `GET /api/admin/models`: which model is in force. */
export async function getModel(door: OperatorDoor): Promise<HttpResponse> {
  return json(200, modelStateView(await modelInForce(door)) satisfies ModelStateBody);
}

/** `POST /api/admin/models`: a model whose parts were handed in, in place of the one in force. */
export async function postModel(
  door: OperatorDoor,
  { event, staff, note }: OperatorRequest,
): Promise<HttpResponse> {
  const { seen_version, reason, ...model } = parseShape(PostModel, readJson(event));
  const publisher = { by: staff.id, reason: reason ?? undefined, seen_version: seen_version ?? undefined };
  const state = await publishModel(door, { ...publisher, model });
  const body = modelStateView(state);
  note({ after: { version: body.version } });
  return json(200, body satisfies ModelStateBody);
}

/** `GET /api/admin/models/versions`: newest first. */
export async function getModelVersions(
  door: OperatorDoor,
  { event }: OperatorRequest,
): Promise<HttpResponse> {
  const { found, next } = await pageOfVersions(door, MODEL_DOCUMENT, parseQuery(VersionsQuery, event));
  return json(200, { items: found.map(modelVersionView), next } satisfies ModelVersionsPage);
}

/** `POST /api/admin/models/rollback`: the model of an older version, as a new one. */
export async function postModelRollback(
  door: OperatorDoor,
  { event, staff, note }: OperatorRequest,
): Promise<HttpResponse> {
  const { version, reason } = parseShape(ModelRollback, readJson(event));
  const state = await rollBackModel(door, { version, by: staff.id, reason: reason ?? undefined });
  const body = modelStateView(state);
  note({ after: { version: body.version, as: version } });
  return json(200, body satisfies ModelStateBody);
}

/** `PUT /api/admin/models/{model_id}/parts/{part}`: hands a part of a model's file in. */
export async function putModelPart(
  door: OperatorDoor,
  { event, parameters }: OperatorRequest,
): Promise<HttpResponse> {
  const { model, number } = partIn(parameters);
  const { bytes: base64 } = parseShape(PutModelPart, readJson(event));
  const bytes = Buffer.from(base64, 'base64');
  await door.models.putPart(model, number, bytes);
  return json(200, { size: bytes.length } satisfies ModelPartReceipt);
}

/** `GET /api/admin/models/{model_id}/parts/{part}` */
export async function getModelPart(
  door: OperatorDoor,
  { parameters }: OperatorRequest,
): Promise<HttpResponse> {
  const { model, number } = partIn(parameters);
  const bytes = await door.models.part(model, number);
  if (!bytes) throw unknownPart();
  return json(200, { bytes: Buffer.from(bytes).toString('base64') } satisfies ModelPartBody);
}

/** @throws Fault model.unknown */
function partIn({ model_id, part }: Record<string, string>): { model: string; number: number } {
  const model = ModelId.safeParse(model_id);
  const number = ModelPartInPath.safeParse(part);
  if (!model.success || !number.success) throw unknownPart();
  return { model: model.data, number: number.data };
}

function unknownPart(): Fault {
  return new Fault('model.unknown', 'there is no such part of a model');
}
