import type {
  DiffBody,
  PreviewedBody,
  TemplateBody,
  TemplatesBody,
  TemplateVersionsPage,
} from '../../shared/contracts/handbook-responses.ts';
import {
  DiffQuery,
  PreviewBody,
  PutTemplate,
  TemplateRollback,
  TemplateVersionsQuery,
} from '../../shared/contracts/operator-templates.ts';
import { templateDocument } from '../../shared/domain/documents.ts';
import { TEMPLATE_KEYS } from '../../shared/domain/texts.ts';
import { parseQuery } from '../../shared/edge/paging.ts';
import { parseShape, readJson } from '../../shared/edge/request-body.ts';
import { type HttpResponse, json } from '../../shared/edge/responses.ts';
import { previewTemplate } from '../../shared/usecases/preview-template.ts';
import {
  diffTemplate,
  knownTemplate,
  publishTemplate,
  rollBackTemplate,
  templateInForce,
} from '../../shared/usecases/publish-template.ts';
import { templateItem, templateVersionView, templateView } from './handbook-views.ts';
import type { OperatorDoor, OperatorRequest } from './operator-route.ts';
import { pageOfVersions } from './versions.ts';

/** `GET /api/templates`: every text that the desk says by itself. */
export async function getTemplates({ documents }: OperatorDoor): Promise<HttpResponse> {
  const published = new Map((await documents.all()).map((document) => [document.name, document]));
  const items = TEMPLATE_KEYS.map((key) =>
    templateItem(templateInForce(key, published.get(templateDocument(key)))),
  );
  return json(200, { items } satisfies TemplatesBody);
}

/** `GET /api/templates/{scenario}`: what is said, what is shipped, and what may be used there. */
export async function getTemplate(
  { documents }: OperatorDoor,
  { parameters }: OperatorRequest,
): Promise<HttpResponse> {
  const key = knownTemplate(parameters['scenario'] ?? '');
  const template = templateInForce(key, await documents.document(templateDocument(key)));
  return json(200, templateView(template) satisfies TemplateBody);
}

/** `PUT /api/templates/{scenario}`: texts in place of those that are said. */
export async function putTemplate(
  door: OperatorDoor,
  { event, parameters, staff, note }: OperatorRequest,
): Promise<HttpResponse> {
  const { texts, seen_version, reason } = parseShape(PutTemplate, readJson(event));
  const key = knownTemplate(parameters['scenario'] ?? '');
  const publisher = { by: staff.id, reason: reason ?? undefined };
  const asked = { ...publisher, texts, seen_version: seen_version ?? undefined };
  const body = templateView(await publishTemplate(door, key, asked));
  note({ after: { version: body.version } });
  return json(200, body satisfies TemplateBody);
}

/** `POST /api/templates/preview`: a text as a client would read it. */
export async function postPreview(_: OperatorDoor, { event }: OperatorRequest): Promise<HttpResponse> {
  const { scenario, parameters, without, ...asked } = parseShape(PreviewBody, readJson(event));
  const preview = { ...asked, parameters: parameters ?? {}, without: without ?? [] };
  return json(200, previewTemplate(knownTemplate(scenario), preview) satisfies PreviewedBody);
}

/** `GET /api/templates/versions`: newest first. */
export async function getTemplateVersions(
  door: OperatorDoor,
  { event }: OperatorRequest,
): Promise<HttpResponse> {
  const { scenario, ...query } = parseQuery(TemplateVersionsQuery, event);
  const { found, next } = await pageOfVersions(door, templateDocument(knownTemplate(scenario)), query);
  return json(200, { items: found.map(templateVersionView), next } satisfies TemplateVersionsPage);
}

/** `POST /api/templates/rollback`: the texts of an older version, as a new one. */
export async function postTemplateRollback(
  door: OperatorDoor,
  { event, staff, note }: OperatorRequest,
): Promise<HttpResponse> {
  const { scenario, version, reason } = parseShape(TemplateRollback, readJson(event));
  const asked = { version, by: staff.id, reason: reason ?? undefined };
  const template = await rollBackTemplate(door, knownTemplate(scenario), asked);
  const body = templateView(template);
  note({ target: scenario, after: { version: body.version, as: version } });
  return json(200, body satisfies TemplateBody);
}

/** `GET /api/templates/diff`: what changed from one version to another, word by word. */
export async function getDiff(door: OperatorDoor, { event }: OperatorRequest): Promise<HttpResponse> {
  const { scenario, from, to } = parseQuery(DiffQuery, event);
  const languages = await diffTemplate(door, knownTemplate(scenario), { from, to });
  return json(200, { scenario, from, to, languages } satisfies DiffBody);
}
