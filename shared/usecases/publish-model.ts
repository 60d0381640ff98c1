import { Fault } from '../domain/errors.ts';
import { MODEL_DOCUMENT, modelIn, type PublishedModel, strangeLabels } from '../domain/published-model.ts';
import type { ModelFiles, PublishedDocument, ReadModelFile } from '../ports.ts';
import {
  bodyOfVersion,
  type Publication,
  type Published,
  type Publisher,
  type PublishPorts,
  publishDocument,
} from './publish-document.ts';

const MODEL: Published = { name: MODEL_DOCUMENT, shipped: { model: null }, changed: 'model.changed' };

export interface ModelPorts extends PublishPorts {
  models: ModelFiles;
  readModelFile: ReadModelFile;
}

/** Which model judges what clients write, a minute after it was published at the latest. */
export interface ModelInForce {
  /** 0: the shipped one. */
  version: number;
  /** Undefined: the shipped one. */
  model: PublishedModel | undefined;
  published: PublishedDocument | undefined;
}

export async function modelInForce({ documents }: Pick<ModelPorts, 'documents'>): Promise<ModelInForce> {
  return inForce(await documents.document(MODEL_DOCUMENT));
}

function inForce(published: PublishedDocument | undefined): ModelInForce {
  return { version: published?.version ?? 0, model: modelIn(published?.body), published };
}

export type ModelPublication = Omit<Publication, 'body'> & { model: PublishedModel };

/**
 * Puts a model in place of the one in force. All of its parts have been handed in, and it is what it is said to be.
 * @throws Fault model.incomplete, model.unreadable, model.changed
 */
export async function publishModel(
  ports: ModelPorts,
  { model, ...publication }: ModelPublication,
): Promise<ModelInForce> {
  await demandSound(ports, model);
  return publish(ports, { ...publication, body: { model } });
}

/**
 * Publishes the model of an older version as a new one; 0 brings the shipped model back.
 * @throws Fault version.unknown, model.incomplete, model.unreadable, model.changed
 */
export async function rollBackModel(
  ports: ModelPorts,
  { version, ...publisher }: Publisher & { version: number },
): Promise<ModelInForce> {
  const body = await bodyOfVersion(ports, MODEL, version);
  const model = modelIn(body);
  if (model) await demandSound(ports, model);
  return publish(ports, { ...publisher, body, restores: version });
}

async function publish(ports: ModelPorts, publication: Publication): Promise<ModelInForce> {
  const latest = await ports.documents.document(MODEL_DOCUMENT);
  const { document, published } = await publishDocument(ports, MODEL, latest, publication);
  const state = inForce(document);
  const { restores, by } = publication;
  if (published)
    ports.journal.info('model.published', { version: state.version, model: state.model?.id, by, restores });
  return state;
}

async function demandSound(
  { models, readModelFile }: ModelPorts,
  { id, parts, sha256 }: PublishedModel,
): Promise<void> {
  const bytes = await models.file(id, parts);
  if (!bytes)
    throw new Fault('model.incomplete', 'parts of this model are missing; hand them in and publish again');
  const read = readOrRefuse(readModelFile, bytes);
  if (read.id !== id || read.sha256 !== sha256)
    throw new Fault('model.unreadable', 'the parts of this model are not those of its file');
  const strange = strangeLabels(read.labels);
  if (strange.length > 0)
    throw new Fault('model.unreadable', `this model has labels that are no scenarios: ${strange.join(', ')}`);
}

function readOrRefuse(readModelFile: ReadModelFile, bytes: Uint8Array): ReturnType<ReadModelFile> {
  try {
    return readModelFile(bytes);
  } catch (cause) {
    throw new Fault('model.unreadable', 'this release cannot read the file of this model', { cause });
  }
}
