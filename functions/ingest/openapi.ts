import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { HttpResponse } from '../../shared/edge/responses.ts';
import type { Door } from './routes.ts';

/** Reads the API's description, which lies beside the bundle; only when somebody asks, so that no cold start pays for it. */
export function openApiIn(taskRoot: string): () => Promise<string> {
  return () => readFile(join(taskRoot, 'openapi', 'openapi.json'), 'utf8');
}

/** `GET /openapi.json` */
export async function getOpenApi({ openApi }: Door): Promise<HttpResponse> {
  return { statusCode: 200, headers: { 'content-type': 'application/json' }, body: await openApi() };
}
