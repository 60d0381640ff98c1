import { createHash } from 'node:crypto';
import type { Model } from '../../shared/classification/model.ts';
import { packModel, unpackModel } from '../../shared/classification/packed-model.ts';
import type { ModelFiles } from '../../shared/classification/train/save-model.ts';
import { LIMITS } from '../../shared/domain/limits.ts';
import { type Ask, Refusal } from './api.ts';

/** What the API is told, and tells, of a model that stands in place of the shipped one. */
export interface PublishedModel {
  id: string;
  parts: number;
  sha256: string;
  over: string;
  figures: Record<string, unknown>;
}

/** A model's file, cut into parts. */
export interface CutModel {
  model: Pick<PublishedModel, 'id' | 'parts' | 'sha256'>;
  parts: Uint8Array[];
}

export function cutModel({ version, json, weights }: ModelFiles): CutModel {
  const bytes = packModel(Buffer.from(json), weights);
  const count = Math.ceil(bytes.length / LIMITS.modelPartBytes);
  const parts = Array.from({ length: count }, (_, at) =>
    bytes.subarray(at * LIMITS.modelPartBytes, (at + 1) * LIMITS.modelPartBytes),
  );
  return { model: { id: version, parts: count, sha256: sha256Of(bytes) }, parts };
}

/** One part after the other: a part that was handed in before is the same. @throws Refusal */
export async function handIn(ask: Ask, { model, parts }: CutModel): Promise<void> {
  for (const [at, bytes] of parts.entries())
    await ask('PUT', `/api/admin/models/${model.id}/parts/${at}`, {
      bytes: Buffer.from(bytes).toString('base64'),
    });
}

/** @throws Refusal */
export async function fetchModel(ask: Ask, { id, parts, sha256 }: PublishedModel): Promise<Model> {
  const found: Uint8Array[] = [];
  for (let at = 0; at < parts; at++) {
    const { bytes } = await ask('GET', `/api/admin/models/${id}/parts/${at}`);
    found.push(Buffer.from(String(bytes), 'base64'));
  }
  const file = Buffer.concat(found);
  if (sha256Of(file) !== sha256) throw new Refusal('the model in force is not what was published');
  return unpackModel(file);
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
