import { isObject } from './json-shape.ts';

/**
 * Which records of a batch are done, judged by the function's answer exactly as Lambda does: nothing reported is
 * success, a malformed report or an id that was not in the batch fails the whole batch.
 */
export function doneIds(answer: unknown, batchIds: readonly string[]): string[] {
  const failed = failedIds(answer);
  if (!failed?.every((id) => batchIds.includes(id))) return [];
  return batchIds.filter((id) => !failed.includes(id));
}

/** The reported ids, or nothing if the report is malformed. */
function failedIds(answer: unknown): string[] | undefined {
  if (answer === null || answer === undefined) return [];
  if (!isObject(answer)) return undefined;
  const failures = answer['batchItemFailures'];
  if (failures === null || failures === undefined) return [];
  if (!Array.isArray(failures)) return undefined;
  const ids = failures.map((failure: unknown) => (isObject(failure) ? failure['itemIdentifier'] : undefined));
  return ids.every((id) => typeof id === 'string' && id !== '') ? (ids as string[]) : undefined;
}
